#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>

#include "helper/backends/secret-service/libsecret/libsecret-lock.h"

/* FNV-1a: spreads the hosts over the bytes of the lock file. */
static uint32_t hash(uint32_t seed, const char *text)
{
	for (; text && *text; text++)
		seed = (seed ^ (unsigned char)*text) * 16777619U;
	return seed;
}

int lock_host(const char *path, const struct credential *c)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	uint32_t place = hash(2166136261U, c->values[FIELD_PROTOCOL]);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	int r;

	if (fd < 0)
		return -1;
	/* Two hosts at one byte only wait for each other. */
	lock.l_start = hash(place, c->values[FIELD_HOST]);
	lock.l_len = 1;
	do
		r = fcntl(fd, F_OFD_SETLKW, &lock);
	while (r != 0 && errno == EINTR);
	return r;
}
