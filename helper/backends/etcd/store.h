#ifndef HELPER_BACKENDS_ETCD_STORE_H
#define HELPER_BACKENDS_ETCD_STORE_H

#include <stdbool.h>

#include "helper/backends/etcd/call.h"
#include "helper/config/config.h"
#include "helper/seal/seal.h"
#include "protocol/core/search.h"

/*
 * The records in etcd: sealed files, as of file-seal.h, each the value of
 *
 *	PREFIX KEY-ID/FOLDER/FILE
 *
 * whose parts are keyed hashes of the address. The key is that of the sealed
 * files on this machine.
 */
struct etcd_store {
	const struct config *config; /* borrowed */
	struct etcd etcd;
	struct seal_keys *keys;	    /* secret memory */
	const struct etcd_pair *at; /* that a search has come to; borrowed */
};

/*
 * Loads the key, and for writing makes one if there is none, and etcd has no
 * record that would want another. STATUS_NOT_FOUND if there is no key and no
 * record. Ends with etcd_store_close(), whatever came back.
 */
enum status etcd_store_open(const struct config *config, bool write,
			    struct etcd_store *out, struct error *e);

void etcd_store_close(struct etcd_store *store);

/*
 * What all keys of our records begin with, those of a folder or, with "", all.
 * The caller frees it, as of the next.
 */
char *etcd_store_top(const struct etcd_store *store, const char *folder);

/* The key of the record at this address. */
char *etcd_store_key(const struct etcd_store *store,
		     const struct credential *address);

/*
 * Whether a record that is not there yet may be added: not, if all there are
 * were sealed with other keys, since those who share them could not read it.
 * `*first` is true if there is none at all.
 */
enum status etcd_store_may_add(struct etcd_store *store, bool *first,
			       struct error *e);

/*
 * Shows the records that are looked for, each while `at` is its pair. One that
 * does not open is an error that names it: with a pattern at once, else when
 * the others have been visited. Ends as search_end() says.
 */
enum status etcd_store_search(struct etcd_store *store, struct search *search,
			      struct error *e);

#endif
