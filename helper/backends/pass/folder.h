#ifndef HELPER_BACKENDS_PASS_FOLDER_H
#define HELPER_BACKENDS_PASS_FOLDER_H

#include "helper/config/config.h"
#include "helper/system/folder.h"
#include "helper/system/lock.h"
#include "protocol/core/error.h"

/*
 * The folder of a password store: of the configuration, of
 * $PASSWORD_STORE_DIR, ~/.password-store, or gopass's. It must be the user's,
 * and others must not be able to write to it: a `.gpg-id` in it says who can
 * read what is kept. It may be a symbolic link, none in it is followed.
 */
struct pass_store {
	const struct config *config; /* borrowed */
	struct folder folder;
};

/*
 * STATUS_UNAVAILABLE if there is none. Ends with pass_store_close(), whatever
 * came back.
 */
enum status pass_store_open(const struct config *config, struct pass_store *out,
			    struct error *e);

void pass_store_close(struct pass_store *store);

/*
 * One writer at a time for each store, as git wants it: a lock outside of the
 * store. Closing `*fd` unlocks. STATUS_NOT_FOUND, without a message, if
 * LOCK_SHARED is wanted and nobody ever wrote.
 */
enum status pass_store_lock(const struct pass_store *store, enum lock how,
			    int *fd, struct error *e);

/*
 * Opens the folder `name`; makes it, and those above it, if need be, and puts
 * them on the disk. The caller holds the lock.
 */
enum status pass_store_make(const struct pass_store *store, const char *name,
			    struct folder *out, struct error *e);

/*
 * Removes the folder `name`, and those above it, as far as they are empty but
 * for what a writer that died has left. The caller holds the lock.
 */
void pass_store_drop(const struct pass_store *store, const char *name);

/* What stands before the last slash of `name`. The caller frees it. */
char *pass_store_above(const char *name);

#endif
