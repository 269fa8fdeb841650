#include <errno.h>
#include <stdbool.h>
#include <sys/file.h>
#include <time.h>

#include "helper/lock.h"

enum {
	LOCK_PAUSE_MIN = 500000,   /* nanoseconds */
	LOCK_PAUSE_MAX = 16000000, /* nanoseconds */
};

static bool lock_now(int fd, enum lock how)
{
	int kind = how == LOCK_SHARED ? LOCK_SH : LOCK_EX;

	return flock(fd, kind | LOCK_NB) == 0;
}

static long long now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

/* Polls: a time limit by signal would be the whole program's business. */
enum status lock_wait(int fd, const struct lock_wanted *lock, struct error *e)
{
	struct timespec pause = { .tv_nsec = LOCK_PAUSE_MIN };
	const long long deadline = now() + lock->seconds;

	while (!lock_now(fd, lock->how)) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return error_errno(e, STATUS_FAILED, "cannot lock '%s'",
					   lock->path);
		if (now() >= deadline) {
			error_set(e, STATUS_TIMEOUT,
				  "another process has held the lock '%s' for "
				  "%d seconds",
				  lock->path, lock->seconds);
			error_hint(e, "find it with: fuser '%s'", lock->path);
			return STATUS_TIMEOUT;
		}
		(void)nanosleep(&pause, NULL);
		if (pause.tv_nsec < LOCK_PAUSE_MAX)
			pause.tv_nsec *= 2;
	}
	return STATUS_OK;
}
