#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/backends/foreign/sidecar.h"
#include "helper/seal/search.h"
#include "helper/seal/write.h"
#include "helper/system/paths.h"
#include "protocol/core/memory.h"

static const char foreign_lock[] = FILE_STORE_LOCKS "/manager";

static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

/* The caller frees it. */
static char *directory_of(const struct config *config, const char *name)
{
	size_t size = strlen(config->file_directory) + sizeof("/beside/") +
		      3 * strlen(name);
	char *path = memory_alloc(size, 1);
	int used = snprintf(path, size, "%s/beside/", config->file_directory);
	char *end = path + used;
	const char *colon = strchr(name, ':');

	for (const char *c = name; *c; c++) {
		if (is_plain(*c) || c == colon)
			*end++ = c == colon ? '-' : *c;
		else
			end += snprintf(end, 4, "%%%02X", (unsigned char)*c);
	}
	return path;
}

/*
 * The key is the sealed files', so its first one is made as they make it:
 * under their lock, and not if there are records that miss theirs.
 */
static enum status make_key(const struct config *config, struct error *e)
{
	struct seal_store files;
	enum status status =
		seal_store_open(config, FILE_STORE_WRITE, &files, e);

	seal_store_close(&files);
	return status;
}

enum status sidecar_open(const struct config *config, const char *name,
			 enum seal_store_use use, struct sidecar *out,
			 struct error *e)
{
	enum status status;

	*out = (struct sidecar){ .config = *config, .lock = -1 };
	out->directory = directory_of(config, name);
	out->config.file_directory = out->directory;
	status = seal_store_open(&out->config, FILE_STORE_READ, &out->store, e);
	if (status != STATUS_NOT_FOUND || use == FILE_STORE_READ)
		return status;
	seal_store_close(&out->store);
	status = make_key(config, e);
	if (status == STATUS_OK)
		status = seal_store_open(&out->config, FILE_STORE_WRITE,
					 &out->store, e);
	return status;
}

void sidecar_close(struct sidecar *beside)
{
	if (beside->lock >= 0)
		(void)close(beside->lock);
	if (beside->directory)
		seal_store_close(&beside->store);
	free(beside->directory);
	*beside = (struct sidecar)SIDECAR_CLOSED;
}

enum status sidecar_lock(struct sidecar *beside, enum lock how, int seconds,
			 struct error *e)
{
	const struct folder *folder = &beside->store.folder;
	const int flags = how == LOCK_SHARED ? O_RDONLY : O_RDWR | O_CREAT;
	struct lock_wanted wanted = { .how = how, .seconds = seconds };
	enum status status = STATUS_OK;
	char *path;

	if (how == LOCK_ALONE)
		status = folder_make(folder, FILE_STORE_LOCKS, e);
	if (status != STATUS_OK)
		return status;
	beside->lock = folder_openat(folder, foreign_lock,
				     flags | O_NOFOLLOW | O_NONBLOCK);
	/* Who only reads finds no lock before anything was ever kept. */
	if (beside->lock < 0 && errno == ENOENT && how == LOCK_SHARED)
		return STATUS_OK;
	if (beside->lock < 0)
		return folder_cannot(folder, foreign_lock, "open the lock", e);
	path = folder_path(folder, foreign_lock);
	wanted.path = path;
	status = lock_wait(beside->lock, &wanted, e);
	free(path);
	return status;
}

enum status sidecar_visit(const struct sidecar *beside,
			  const struct credential *pattern, search_visit *visit,
			  void *argument, struct error *e)
{
	struct seal_search s = {
		.search = { .pattern = pattern,
			    .visit = visit,
			    .argument = argument },
		.store = &beside->store,
	};

	return seal_search(&s, e);
}

enum status sidecar_find(const struct sidecar *beside,
			 const struct credential *address,
			 struct credential *out, struct error *e)
{
	struct search_exact exact = { .address = address, .out = out };
	enum status status =
		sidecar_visit(beside, address, search_exact, &exact, e);

	return status == STATUS_OK && !exact.found ? STATUS_NOT_FOUND : status;
}

enum status sidecar_put(const struct sidecar *beside,
			const struct credential *record, struct error *e)
{
	return seal_put(&beside->store, record, e);
}

/* What stands for the password there is another one at each address. */
enum status sidecar_drop(const struct sidecar *beside,
			 const struct credential *record, struct error *e)
{
	return seal_erase(&beside->store, record, e);
}

void sidecar_tag(const struct sidecar *beside, const struct credential *record,
		 char *out)
{
	seal_tag(beside->store.keys, record, out);
}
