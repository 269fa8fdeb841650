#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "helper/system/alarm.h"
#include "helper/system/lock.h"
#include "helper/system/paths.h"
#include "protocol/core/clock.h"

/*
 * flock(2), until it succeeds, fails or the time is over (EINTR). The kernel
 * lets those that wait in it take turns. Who asks again and again may never
 * find the lock free: of twelve such processes one got it once in a minute,
 * while others had it eleven times.
 */
static int take_turn(int fd, int how, int seconds)
{
	const long long deadline = clock_now() + 1000LL * seconds;
	struct alarm alarm;
	int result;

	alarm_set(&alarm, seconds);
	do
		result = flock(fd, how);
	while (result != 0 && errno == EINTR && clock_now() < deadline);
	alarm_end(&alarm);
	return result;
}

enum status lock_wait(int fd, const struct lock_wanted *lock, struct error *e)
{
	int how = lock->how == LOCK_SHARED ? LOCK_SH : LOCK_EX;
	int result = flock(fd, how | LOCK_NB);

	if (result != 0 && (errno == EWOULDBLOCK || errno == EINTR))
		result = take_turn(fd, how, lock->seconds);
	if (result == 0)
		return STATUS_OK;
	if (errno != EINTR)
		return error_errno(e, STATUS_FAILED, "cannot lock '%s'",
				   lock->path);
	error_set(e, STATUS_TIMEOUT,
		  "another process has held the lock '%s' for %d seconds",
		  lock->path, lock->seconds);
	error_hint(e, "find it with: fuser '%s'", lock->path);
	return STATUS_TIMEOUT;
}

static int flags_of(const struct lock_wanted *lock)
{
	return O_NOFOLLOW | O_NONBLOCK |
	       (lock->how == LOCK_SHARED ? O_RDONLY : O_RDWR | O_CREAT);
}

/* Whether, by errno, nobody who would write has ever made the file. */
static bool is_unmade(const struct lock_wanted *lock)
{
	return errno == ENOENT && lock->how == LOCK_SHARED;
}

static enum status hold(int *fd, const struct lock_wanted *lock,
			const char *path, struct error *e)
{
	struct lock_wanted named = *lock;
	enum status status;

	named.path = path;
	status = lock_wait(*fd, &named, e);
	if (status != STATUS_OK) {
		lock_release(*fd);
		*fd = -1;
	}
	return status;
}

enum status lock_take(const struct folder *base, const struct lock_wanted *lock,
		      int *fd, struct error *e)
{
	enum status status;
	char *path;

	*fd = folder_openat(base, lock->path, flags_of(lock));
	if (*fd < 0 && is_unmade(lock))
		return STATUS_NOT_FOUND;
	if (*fd < 0)
		return folder_cannot(base, lock->path, "open the lock", e);
	path = folder_path(base, lock->path);
	status = hold(fd, lock, path, e);
	free(path);
	return status;
}

enum status lock_state(const struct lock_wanted *lock, int *fd, struct error *e)
{
	char *path = path_of(PATH_STATE, lock->path);
	enum status status = STATUS_OK;

	*fd = path_open_state(path, flags_of(lock));
	if (*fd >= 0)
		status = hold(fd, lock, path, e);
	else if (is_unmade(lock))
		status = STATUS_NOT_FOUND;
	else if (!lock->optional)
		status = error_errno(e, STATUS_FAILED,
				     "cannot open the lock '%s'", path);
	free(path);
	return status;
}

void lock_release(int fd)
{
	if (fd >= 0)
		(void)close(fd);
}
