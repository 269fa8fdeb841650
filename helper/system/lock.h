#ifndef HELPER_SYSTEM_LOCK_H
#define HELPER_SYSTEM_LOCK_H

#include <stdbool.h>

#include "helper/system/folder.h"
#include "protocol/core/error.h"

/*
 * Locks by flock(2), which the kernel releases when the process dies or the
 * descriptor is closed. Their files are never removed.
 */
enum lock {
	LOCK_SHARED, /* beside other readers */
	LOCK_ALONE,
};

enum {
	LOCK_SECONDS = 30 /* longer than any write takes */
};

/* Which lock, and how. */
struct lock_wanted {
	enum lock how;
	const char *path; /* of the file; beneath the folder, if there is one */
	int seconds;	  /* to wait for it */
	bool optional;	  /* for lock_state(): see there */
};

/*
 * Locks the open file `fd`. Those who want it alone take turns, in the kernel's
 * order. STATUS_TIMEOUT if others held it all the time, STATUS_FAILED if it
 * cannot be locked.
 */
enum status lock_wait(int fd, const struct lock_wanted *lock, struct error *e);

/*
 * Opens the file beneath `base`, no symbolic link followed, and locks it as
 * lock_wait() does. It is made for LOCK_ALONE if need be; STATUS_NOT_FOUND,
 * without a message, if it was never made and LOCK_SHARED is wanted. Closing
 * `*fd` unlocks; it is -1 unless it is locked.
 */
enum status lock_take(const struct folder *base, const struct lock_wanted *lock,
		      int *fd, struct error *e);

/*
 * The same for a file directly under the state folder, which is made, too,
 * where that is missing. Where the file cannot be opened (a service without a
 * home), STATUS_FAILED; or STATUS_OK and -1, if the lock is optional. One that
 * others hold all the time fails in any case.
 */
enum status lock_state(const struct lock_wanted *lock, int *fd,
		       struct error *e);

/* Unlocks what one of the two above has set, whatever that returned. */
void lock_release(int fd);

#endif
