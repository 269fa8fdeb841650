#ifndef HELPER_SEAL_STORE_H
#define HELPER_SEAL_STORE_H

#include "helper/config/config.h"
#include "helper/seal/seal.h"
#include "helper/system/folder.h"
#include "protocol/core/error.h"

/*
 * The store of sealed files: a folder of the user's own, which holds
 *
 *	records/KEY/FOLDER/FILE	  a sealed record; names: see file-seal.h
 *	records/KEY/FOLDER/.tmp-* of a process that writes, or died writing
 *	locks/0 ... locks/f	  for the folders whose name begins with that
 *	locks/key		  for making the key file
 *
 * KEY is the id of the key, so that a wrong key is not taken for a store
 * without records. The files of the locks are empty and stay.
 */
#define FILE_STORE_RECORDS "records"
#define FILE_STORE_LOCKS "locks"

struct seal_store {
	const struct config *config; /* borrowed */
	struct folder folder;
	struct seal_keys *keys; /* secret memory */
};

/* What the store is opened for. */
enum seal_store_use {
	FILE_STORE_READ,  /* makes nothing */
	FILE_STORE_WRITE, /* makes folder and key, if there are none yet */
};

/*
 * Opens the store and loads its key. FILE_STORE_READ gives STATUS_NOT_FOUND
 * if no record was ever kept, without looking for a key; STATUS_UNAVAILABLE if
 * some were (place.h) and the folder for them is not there. Ends with
 * seal_store_close(), whatever came back.
 */
enum status seal_store_open(const struct config *config,
			    enum seal_store_use use, struct seal_store *out,
			    struct error *e);

void seal_store_close(struct seal_store *store);

/* STATUS_FAILED if any record is sealed with another key. */
enum status seal_store_check_keys(const struct seal_store *store,
				  struct error *e);

#endif
