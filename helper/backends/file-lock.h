#ifndef HELPER_BACKENDS_FILE_LOCK_H
#define HELPER_BACKENDS_FILE_LOCK_H

#include "helper/backends/file-folder.h"
#include "protocol/error.h"

/* How a lock is held, and who makes the file for it. */
enum lock {
	LOCK_SHARED, /* beside other readers; STATUS_NOT_FOUND if the
			     file of the lock was never made */
	LOCK_ALONE,  /* alone; the file is made if need be */
};

/*
 * Locks by flock(2) on the file `name` beneath `base`, which is never
 * removed. Closing `*fd` unlocks; the kernel does when the process dies.
 * STATUS_TIMEOUT after 30 seconds.
 */
enum status lock_take(const struct folder *base, const char *name,
		      enum lock how, int *fd, struct error *e);

#endif
