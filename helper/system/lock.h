#ifndef HELPER_SYSTEM_LOCK_H
#define HELPER_SYSTEM_LOCK_H

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
	const char *path; /* of the file, for messages */
	int seconds;	  /* to wait for it */
};

/*
 * Locks the open file `fd`. Those who want it alone take turns, in the kernel's
 * order. STATUS_TIMEOUT if others held it all the time, STATUS_FAILED if it
 * cannot be locked.
 */
enum status lock_wait(int fd, const struct lock_wanted *lock, struct error *e);

#endif
