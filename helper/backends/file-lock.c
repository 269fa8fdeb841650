#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "helper/backends/file-lock.h"
#include "helper/flock.h"

enum {
	LOCK_SECONDS = 30
};

static enum status wait_for(int fd, const struct folder *base, const char *name,
			    enum lock how, struct error *e)
{
	int kind = how == LOCK_SHARED ? LOCK_SH : LOCK_EX;

	if (flock_within(fd, kind, LOCK_SECONDS) == 0)
		return STATUS_OK;
	if (errno != EWOULDBLOCK)
		return folder_cannot(base, name, "lock", e);
	error_set(e, STATUS_TIMEOUT,
		  "another process has held the lock '%s/%s' for %d seconds",
		  base->path, name, LOCK_SECONDS);
	error_hint(e, "find it with: fuser '%s/%s'", base->path, name);
	return STATUS_TIMEOUT;
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
