#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "helper/system/file-lock.h"

enum status lock_take(const struct folder *base, const char *name,
		      enum lock how, int *fd, struct error *e)
{
	int flags = how == LOCK_SHARED ? O_RDONLY : O_RDWR | O_CREAT;
	enum status status;
	char *path;

	*fd = folder_openat(base, name, flags | O_NOFOLLOW | O_NONBLOCK);
	if (*fd < 0 && errno == ENOENT && how == LOCK_SHARED)
		return STATUS_NOT_FOUND;
	if (*fd < 0)
		return folder_cannot(base, name, "open the lock", e);
	path = folder_path(base, name);
	status = lock_wait(*fd,
			   &(struct lock_wanted){ how, path, LOCK_SECONDS }, e);
	free(path);
	if (status != STATUS_OK) {
		(void)close(*fd);
		*fd = -1;
	}
	return status;
}
