#include <errno.h>
#include <sys/file.h>
#include <time.h>

#include "helper/flock.h"

enum {
	PAUSE_MIN = 500000,   /* nanoseconds */
	PAUSE_MAX = 16000000, /* nanoseconds */
};

static long long now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

/* Polls: a time limit by signal would be the whole program's business. */
int flock_within(int fd, int kind, int seconds)
{
	struct timespec pause = { .tv_nsec = PAUSE_MIN };
	const long long deadline = now() + seconds;

	while (flock(fd, kind | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return -1;
		if (now() >= deadline) {
			errno = EWOULDBLOCK;
			return -1;
		}
		(void)nanosleep(&pause, NULL);
		if (pause.tv_nsec < PAUSE_MAX)
			pause.tv_nsec *= 2;
	}
	return 0;
}
