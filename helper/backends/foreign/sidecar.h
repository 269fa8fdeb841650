#ifndef HELPER_BACKENDS_FOREIGN_SIDECAR_H
#define HELPER_BACKENDS_FOREIGN_SIDECAR_H

#include "helper/backends/backend.h"
#include "helper/seal/seal.h"
#include "helper/seal/store.h"
#include "helper/system/lock.h"

/*
 * What lies beside a manager of other people, since that can only keep a
 * password: a store of sealed records in a folder of its own,
 *
 *	DIRECTORY/beside/NAME
 *
 * with DIRECTORY and key those of the sealed-file back-end (file-store.h).
 * NAME is the back-end's, with every byte but `a-z 0-9 -` as `%XX` and its
 * colon as `-`.
 */
struct sidecar {
	struct config config; /* a copy that borrows all but the directory */
	char *directory;
	struct seal_store store;
	int lock; /* -1: not held */
};

/* What sidecar_open() starts with, so that sidecar_close() may always follow.
 */
#define SIDECAR_CLOSED     \
	{                  \
		.lock = -1 \
	}

/*
 * Opens what lies beside the back-end `name`. FILE_STORE_READ gives
 * STATUS_NOT_FOUND, without a message, if nothing ever did. Fails as
 * seal_store_open() does. Ends with sidecar_close(), whatever came back.
 */
enum status sidecar_open(const struct config *config, const char *name,
			 enum seal_store_use use, struct sidecar *out,
			 struct error *e);

void sidecar_close(struct sidecar *beside);

/*
 * Takes the one lock that there is for each manager, until sidecar_close():
 * LOCK_ALONE for what changes something. Waits for so many seconds. Fails as
 * lock_wait() does.
 */
enum status sidecar_lock(struct sidecar *beside, enum lock how, int seconds,
			 struct error *e);

/*
 * Visits the records that match, all if `pattern` is NULL. Fails as the
 * sealed-file back-end's search does.
 */
enum status sidecar_visit(const struct sidecar *beside,
			  const struct credential *pattern, search_visit *visit,
			  void *argument, struct error *e);

/*
 * Copies the record at exactly this address to `out`. STATUS_NOT_FOUND,
 * without a message, if there is none.
 */
enum status sidecar_find(const struct sidecar *beside,
			 const struct credential *address,
			 struct credential *out, struct error *e);

/* Keeps a record, which is on the disk then. */
enum status sidecar_put(const struct sidecar *beside,
			const struct credential *record, struct error *e);

/* Erases a record that sidecar_find() or sidecar_visit() gave. */
enum status sidecar_drop(const struct sidecar *beside,
			 const struct credential *record, struct error *e);

/* As seal_tag(). */
void sidecar_tag(const struct sidecar *beside, const struct credential *record,
		 char *out);

#endif
