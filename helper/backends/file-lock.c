#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "helper/backends/file-lock.h"

enum {
	LOCK_SECONDS = 30,
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
static enum status wait_for(int fd, const struct folder *base, const char *name,
			    enum lock how, struct error *e)
{
	struct timespec pause = { .tv_nsec = LOCK_PAUSE_MIN };
	const long long deadline = now() + LOCK_SECONDS;

	while (!lock_now(fd, how)) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return folder_cannot(base, name, "lock", e);
		if (now() >= deadline) {
			error_set(e, STATUS_TIMEOUT,
				  "another process has held the lock '%s/%s' "
				  "for %d seconds",
				  base->path, name, LOCK_SECONDS);
			error_hint(e, "find it with: fuser '%s/%s'", base->path,
				   name);
			return STATUS_TIMEOUT;
		}
		(void)nanosleep(&pause, NULL);
		if (pause.tv_nsec < LOCK_PAUSE_MAX)
			pause.tv_nsec *= 2;
	}
	return STATUS_OK;
}

enum status lock_take(const struct folder *base, const char *name,
		      enum lock how, int *fd, struct error *e)
{
	int flags = how == LOCK_SHARED ? O_RDONLY : O_RDWR | O_CREAT;
	enum status status;

	*fd = folder_openat(base, name, flags | O_NOFOLLOW | O_NONBLOCK);
	if (*fd < 0 && errno == ENOENT && how == LOCK_SHARED)
		return STATUS_NOT_FOUND;
	if (*fd < 0)
		return folder_cannot(base, name, "open the lock", e);
	status = wait_for(*fd, base, name, how, e);
	if (status != STATUS_OK) {
		(void)close(*fd);
		*fd = -1;
	}
	return status;
}
