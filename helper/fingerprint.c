#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "helper/entries.h"
#include "helper/paths.h"
#include "protocol/secret.h"

enum {
	KEY_SIZE = crypto_generichash_KEYBYTES,
	HASH_SIZE = crypto_generichash_BYTES_MIN,
	SHOWN = (FINGERPRINT_SIZE - 1) / 2,
};

static bool read_key(const char *path, unsigned char *key)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	bool good = fd >= 0 && read(fd, key, KEY_SIZE) == KEY_SIZE;

	if (fd >= 0)
		(void)close(fd);
	return good;
}

/* Two processes may make it at once: link(2) lets the first one win. */
static void make_key(const char *path)
{
	unsigned char key[KEY_SIZE];
	char temporary[4096];
	struct error ignored = { 0 };
	char *folder = path_of(PATH_STATE, "");
	int fd;

	(void)snprintf(temporary, sizeof(temporary), "%s.%ld", path,
		       (long)getpid());
	if (path_make(folder, &ignored) == STATUS_OK &&
	    getrandom(key, sizeof(key), 0) == (ssize_t)sizeof(key)) {
		fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
			  0600);
		if (fd >= 0 && write_all(fd, key, sizeof(key)) == 0 &&
		    close(fd) == 0)
			(void)!link(temporary, path);
		(void)unlink(temporary);
	}
	explicit_bzero(key, sizeof(key));
	free(folder);
}

void entry_fingerprint(const struct credential *record, char *out)
{
	const char *token = credential_token(record);
	char *path = path_of(PATH_STATE, "fingerprint.key");
	unsigned char key[KEY_SIZE];
	unsigned char hash[HASH_SIZE];
	bool known = read_key(path, key);

	if (!known) {
		make_key(path);
		known = read_key(path, key);
	}
	*out = '\0';
	if (known && token &&
	    crypto_generichash(hash, sizeof(hash), (const unsigned char *)token,
			       strlen(token), key, sizeof(key)) == 0)
		(void)sodium_bin2hex(out, FINGERPRINT_SIZE, hash, SHOWN);
	explicit_bzero(key, sizeof(key));
	free(path);
}
