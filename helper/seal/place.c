#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/seal/place.h"
#include "helper/system/paths.h"

static const char prefix[] = "place-";

enum {
	HASH_SIZE = crypto_generichash_BYTES_MIN,
	PREFIX_LENGTH = sizeof(prefix) - 1,
};

char *place_path(const void *place, size_t length)
{
	unsigned char hash[HASH_SIZE];
	char name[PREFIX_LENGTH + 2 * HASH_SIZE + 1];

	(void)crypto_generichash(hash, sizeof(hash), place, length, NULL, 0);
	memcpy(name, prefix, PREFIX_LENGTH);
	(void)sodium_bin2hex(name + PREFIX_LENGTH, sizeof(name) - PREFIX_LENGTH,
			     hash, sizeof(hash));
	return path_of(PATH_STATE, name);
}

bool place_is_known(const void *place, size_t length)
{
	char *path = place_path(place, length);
	bool known = access(path, F_OK) == 0;

	free(path);
	return known;
}

void place_note(const void *place, size_t length)
{
	char *path = place_path(place, length);
	int fd = access(path, F_OK) == 0
			 ? -1
			 : path_open_state(path, O_WRONLY | O_CREAT);

	if (fd >= 0)
		(void)close(fd);
	free(path);
}
