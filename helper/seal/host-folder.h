#ifndef HELPER_SEAL_HOST_FOLDER_H
#define HELPER_SEAL_HOST_FOLDER_H

#include "helper/seal/store.h"
#include "helper/system/folder.h"
#include "helper/system/lock.h"
#include "protocol/core/error.h"

/*
 * The folders of the store that hold the records of one host each. `name` is
 * a folder's name: see seal_name().
 */

/*
 * Opens the folder of one host or, if `name` is NULL, of all. STATUS_NOT_FOUND
 * if there is none and no record is sealed with another key.
 */
enum status seal_host_open(const struct seal_store *store, const char *name,
			   struct folder *out, struct error *e);

/*
 * Makes the folder of one host, if there is none, and opens it. All that is
 * above it, and the key, is on the disk then. The caller holds its lock.
 */
enum status seal_host_make(const struct seal_store *store, const char *name,
			   struct folder *out, struct error *e);

/* Removes the folder of one host if it is empty. The caller holds its lock. */
void seal_host_drop(const struct seal_store *store, const char *name);

/* Locks the folder of one host: see lock_take(). */
enum status seal_host_lock(const struct seal_store *store, const char *name,
			   enum lock how, int *fd, struct error *e);

#endif
