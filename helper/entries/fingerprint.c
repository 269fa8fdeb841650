#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "helper/entries/entries.h"
#include "helper/system/paths.h"
#include "helper/system/trust.h"
#include "protocol/core/buffer.h"
#include "protocol/core/memory.h"

enum {
	KEY_SIZE = crypto_generichash_KEYBYTES,
	HASH_SIZE = crypto_generichash_BYTES_MIN,
	SUFFIX_MAX = 32,
};

static bool read_key(const char *path, unsigned char *key)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat st;
	bool good = fd >= 0 && fstat(fd, &st) == 0 &&
		    !trust_fault(&st, TRUST_REACHABLE, false) &&
		    read(fd, key, KEY_SIZE) == KEY_SIZE;

	if (fd >= 0)
		(void)close(fd);
	return good;
}

static bool write_key(int fd, const unsigned char *key)
{
	bool good = write_all(fd, key, KEY_SIZE) == 0 && fsync(fd) == 0;

	return close(fd) == 0 && good;
}

/* Two processes may make it at once: link(2) lets the first one win. */
static void make_key(const char *path, unsigned char *key)
{
	size_t size = strlen(path) + SUFFIX_MAX;
	char *temporary = memory_alloc(size, 1);
	unsigned long long number;
	int fd = -1;

	if (getrandom(key, KEY_SIZE, 0) == KEY_SIZE &&
	    getrandom(&number, sizeof(number), 0) == sizeof(number)) {
		(void)snprintf(temporary, size, "%s.%016llx", path, number);
		fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
			  0600);
	}
	if (fd >= 0) {
		if (write_key(fd, key))
			(void)!link(temporary, path);
		(void)unlink(temporary);
	}
	free(temporary);
}

static bool get_key(unsigned char *key)
{
	char *folder = path_of(PATH_STATE, "");
	char *path = path_of(PATH_STATE, "fingerprint.key");
	struct error ignored = { 0 };
	bool known = read_key(path, key);

	if (!known && path_make(folder, &ignored) == STATUS_OK) {
		make_key(path, key);
		known = read_key(path, key);
	}
	free(path);
	free(folder);
	return known;
}

/* Once for the process: a list wants it for each of its entries. */
static const unsigned char *known_key(void)
{
	static unsigned char *key;

	if (!key) {
		key = secret_alloc(KEY_SIZE);
		if (sodium_init() < 0 || !get_key(key)) {
			secret_free(key);
			key = NULL;
		}
	}
	return key;
}

/* Writes as many digits as fit; false if there are none. */
static bool hash_token(const struct credential *record, char *out, size_t size)
{
	const char *token = credential_token(record);
	const unsigned char *key = token ? known_key() : NULL;
	unsigned char hash[HASH_SIZE];

	if (!key ||
	    crypto_generichash(hash, sizeof(hash), (const unsigned char *)token,
			       strlen(token), key, KEY_SIZE) != 0)
		return false;
	(void)sodium_bin2hex(out, size, hash, (size - 1) / 2);
	return true;
}

void entry_fingerprint(const struct credential *record, char *out)
{
	const char *known = record->values[FIELD_FINGERPRINT];

	if (!hash_token(record, out, FINGERPRINT_SIZE))
		(void)snprintf(out, FINGERPRINT_SIZE, "%s", known ? known : "");
}

bool entry_mark(const struct credential *record, char *out)
{
	return hash_token(record, out, MARK_SIZE);
}
