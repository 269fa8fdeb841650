#include <errno.h>
#include <sys/file.h>

#include "helper/system/alarm.h"
#include "helper/system/lock.h"
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
