#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/seal/host-folder.h"
#include "helper/seal/place.h"
#include "helper/seal/seal.h"
#include "helper/seal/search.h"
#include "helper/seal/write.h"
#include "helper/system/file.h"
#include "protocol/core/buffer.h"
#include "protocol/core/memory.h"

/* With the lock held. */
static enum status put(const struct seal_store *store,
		       const struct seal_name *name, const struct buffer *bytes,
		       struct error *e)
{
	const struct file_replace file = {
		.name = name->file,
		.temporary = WHOLE_TEMPORARY "new",
		.bytes = bytes,
	};
	struct folder host = FOLDER_CLOSED;
	enum status status = seal_host_make(store, name->folder, &host, e);

	if (status == STATUS_OK)
		status = file_replace(&host, &file, e);
	folder_close(&host);
	if (status != STATUS_OK)
		seal_host_drop(store, name->folder);
	return status;
}

enum status seal_put(const struct seal_store *store,
		     const struct credential *record, struct error *e)
{
	struct seal_name name;
	struct buffer bytes = { 0 };
	int lock = -1;
	enum status status = seal_new(store->keys, record, &bytes, e);

	if (status == STATUS_OK) {
		seal_name(store->keys, record, &name);
		status = seal_host_lock(store, name.folder, LOCK_ALONE, &lock,
					e);
	}
	if (status == STATUS_OK) {
		status = put(store, &name, &bytes, e);
		(void)close(lock);
	}
	buffer_clear(&bytes);
	if (status == STATUS_OK)
		place_note(store->config->file_directory,
			   strlen(store->config->file_directory));
	return status;
}

/* The files that an erase is about. */
struct victims {
	const struct seal_keys *keys;
	struct seal_name *names;
	size_t count;
};

static bool collect(const struct credential *record, void *argument)
{
	struct victims *victims = argument;

	victims->names = memory_grow(victims->names, victims->count,
				     sizeof(*victims->names));
	seal_name(victims->keys, record, &victims->names[victims->count++]);
	return true;
}

/* Renames a record to the name of a temporary file, or back. */
static int move(const struct folder *host, const char *file, bool aside)
{
	char temporary[sizeof(WHOLE_TEMPORARY) + sizeof(struct seal_name)];

	(void)snprintf(temporary, sizeof(temporary), "%s%s", WHOLE_TEMPORARY,
		       file);
	return renameat(host->fd, aside ? file : temporary, host->fd,
			aside ? temporary : file);
}

/*
 * All or none: removing the first file is what decides. The others were put
 * aside before, and go back if something fails until then.
 */
static enum status remove_victims(const struct folder *host,
				  const struct victims *victims,
				  struct error *e)
{
	enum status status = STATUS_OK;
	size_t aside = 1;

	while (aside < victims->count &&
	       move(host, victims->names[aside].file, true) == 0)
		aside++;
	if (aside < victims->count)
		status = folder_cannot(host, victims->names[aside].file,
				       "remove", e);
	else
		status = file_remove(host, victims->names[0].file, e);
	if (status == STATUS_OK)
		return STATUS_OK;
	while (--aside > 0)
		(void)move(host, victims->names[aside].file, false);
	return status;
}

static enum status remove_aside(const struct folder *host,
				const struct victims *victims, struct error *e)
{
	char temporary[sizeof(WHOLE_TEMPORARY) + sizeof(struct seal_name)];
	enum status status = STATUS_OK;

	for (size_t i = 1; i < victims->count && status == STATUS_OK; i++) {
		(void)snprintf(temporary, sizeof(temporary), "%s%s",
			       WHOLE_TEMPORARY, victims->names[i].file);
		status = file_remove(host, temporary, e);
	}
	return status;
}

static enum status erase_victims(const struct seal_store *store,
				 const char *name,
				 const struct victims *victims, struct error *e)
{
	struct folder host = FOLDER_CLOSED;
	enum status status = seal_host_open(store, name, &host, e);

	if (status == STATUS_OK && victims->count > 0)
		status = remove_victims(&host, victims, e);
	if (status == STATUS_OK)
		status = remove_aside(&host, victims, e);
	if (status == STATUS_OK)
		status = folder_sync(&host, e);
	folder_close(&host);
	seal_host_drop(store, name);
	return status == STATUS_OK && victims->count == 0 ? STATUS_NOT_FOUND
							  : status;
}

/* With the lock held. */
static enum status erase_locked(const struct seal_store *store,
				const struct credential *pattern,
				struct error *e)
{
	struct victims victims = { .keys = store->keys };
	struct seal_search s = {
		.search = { .pattern = pattern,
			    .erases = true,
			    .visit = collect,
			    .argument = &victims },
		.store = store,
		.alone = true,
	};
	enum status status = seal_search(&s, e);

	if (status == STATUS_OK || status == STATUS_NOT_FOUND)
		status = erase_victims(store, s.name.folder, &victims, e);
	free(victims.names);
	return status;
}

enum status seal_erase(const struct seal_store *store,
		       const struct credential *pattern, struct error *e)
{
	struct folder host = FOLDER_CLOSED;
	struct seal_name name;
	int lock = -1;
	enum status status;

	seal_name(store->keys, pattern, &name);
	status = seal_host_open(store, name.folder, &host, e);
	folder_close(&host);
	if (status == STATUS_OK)
		status = seal_host_lock(store, name.folder, LOCK_ALONE, &lock,
					e);
	if (status != STATUS_OK)
		return status;
	status = erase_locked(store, pattern, e);
	(void)close(lock);
	return status;
}
