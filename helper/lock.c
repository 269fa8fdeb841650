#include <errno.h>
#include <sys/file.h>

#include "helper/alarm.h"
#include "helper/lock.h"
#include "protocol/clock.h"

static enum status held_by_others(const struct lock_wanted *lock,
				  struct error *e)
{
	error_set(e, STATUS_TIMEOUT,
		  "another process has held the lock '%s' for %d seconds",
		  lock->path, lock->seconds);
	error_hint(e, "find it with: fuser '%s'", lock->path);
	return STATUS_TIMEOUT;
}

/*
 * The kernel lets those that wait in it take turns. Who asks again and again
 * may never find the lock free: of twelve such processes one got it once in a
 * minute, while others had it eleven times.
 */
static enum status take_turn(int fd, int how, const struct lock_wanted *lock,
			     struct error *e)
{
	const long long deadline = clock_now() + 1000LL * lock->seconds;
	struct alarm alarm;
	int result;

	alarm_set(&alarm, lock->seconds);
	do
		result = flock(fd, how);
	while (result != 0 && errno == EINTR && clock_now() < deadline);
	alarm_end(&alarm);
	if (result == 0)
		return STATUS_OK;
	if (errno == EINTR)
		return held_by_others(lock, e);
	return error_errno(e, STATUS_FAILED, "cannot lock '%s'", lock->path);
}

enum status lock_wait(int fd, const struct lock_wanted *lock, struct error *e)
{
	int how = lock->how == LOCK_SHARED ? LOCK_SH : LOCK_EX;

	if (flock(fd, how | LOCK_NB) == 0)
		return STATUS_OK;
	if (errno == EWOULDBLOCK || errno == EINTR)
		return take_turn(fd, how, lock, e);
	return error_errno(e, STATUS_FAILED, "cannot lock '%s'", lock->path);
}
