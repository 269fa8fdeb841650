#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/seal/key.h"
#include "helper/seal/place.h"
#include "helper/seal/store.h"
#include "helper/system/file.h"
#include "helper/system/lock.h"
#include "helper/system/paths.h"
#include "protocol/core/memory.h"

static bool is_record(const char *name)
{
	return !file_is_temporary(name);
}

static enum status count_of_key(const struct folder *all, const char *key,
				size_t limit, size_t *count, struct error *e)
{
	struct folder hosts = FOLDER_CLOSED;
	const char *host = NULL;
	enum status status = folder_open_beneath(all, key, &hosts, e);

	while (status == STATUS_OK && *count < limit &&
	       (status = folder_next(&hosts, &host, e)) == STATUS_OK && host)
		status = folder_count(&hosts, host, is_record, limit, count, e);
	folder_close(&hosts);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* Counts the records, up to `limit`, that the key `except` did not seal. */
static enum status count_records(const struct seal_store *store,
				 const char *except, size_t limit,
				 size_t *count, struct error *e)
{
	struct folder all = FOLDER_CLOSED;
	const char *key = NULL;
	enum status status = folder_open_beneath(&store->folder,
						 FILE_STORE_RECORDS, &all, e);

	*count = 0;
	while (status == STATUS_OK && *count < limit &&
	       (status = folder_next(&all, &key, e)) == STATUS_OK && key)
		if (strcmp(key, except) != 0)
			status = count_of_key(&all, key, limit, count, e);
	folder_close(&all);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status seal_store_check_keys(const struct seal_store *store,
				  struct error *e)
{
	size_t count;
	enum status status =
		count_records(store, store->keys->id_text, SIZE_MAX, &count, e);

	if (status == STATUS_OK && count > 0)
		status = key_wrong(store->config, count, e);
	return status;
}

/*
 * No key was found. Looked for again once there are records: the first store
 * of another process may have made both in between.
 */
static enum status without_key(struct seal_store *store, struct error *e)
{
	size_t count;
	enum status status = count_records(store, "", SIZE_MAX, &count, e);

	if (status != STATUS_OK)
		return status;
	if (count == 0)
		return STATUS_NOT_FOUND;
	status = key_load(store->config, store->keys, e);
	if (status == STATUS_NOT_FOUND)
		status = key_missing(store->config, count, e);
	return status;
}

static enum status load_key(struct seal_store *store, struct error *e)
{
	size_t count = 1;
	enum status status = STATUS_OK;

	/* Nobody is asked for the passphrase of an empty store. */
	if (store->config->key == KEY_PASSPHRASE)
		status = count_records(store, "", 1, &count, e);
	if (status == STATUS_OK && count == 0)
		return STATUS_NOT_FOUND;
	if (status == STATUS_OK)
		status = key_load(store->config, store->keys, e);
	return status == STATUS_NOT_FOUND ? without_key(store, e) : status;
}

static enum status create_key(struct seal_store *store, struct error *e)
{
	const struct lock_wanted wanted = {
		.how = LOCK_ALONE,
		.path = FILE_STORE_LOCKS "/key",
		.seconds = LOCK_SECONDS,
	};
	int lock = -1;
	enum status status = folder_make(&store->folder, FILE_STORE_LOCKS, e);

	if (status == STATUS_OK)
		status = lock_take(&store->folder, &wanted, &lock, e);
	if (status != STATUS_OK)
		return status;
	status = key_load(store->config, store->keys, e);
	if (status == STATUS_NOT_FOUND)
		status = without_key(store, e);
	if (status == STATUS_NOT_FOUND)
		status = key_create(store->config, store->keys, e);
	lock_release(lock);
	return status;
}

/*
 * A folder that had records and has not even the folder for them: a volume is
 * not mounted, and nothing is to be kept beneath it.
 */
static enum status check_mounted(const struct folder *folder, const char *path,
				 struct error *e)
{
	char *note;

	if (folder->fd >= 0 && faccessat(folder->fd, FILE_STORE_RECORDS, F_OK,
					 AT_SYMLINK_NOFOLLOW) == 0)
		return STATUS_OK;
	if (!place_is_known(path, strlen(path)))
		return STATUS_OK;
	note = place_path(path, strlen(path));
	error_set(e, STATUS_UNAVAILABLE,
		  "the encrypted files in '%s' are missing", path);
	error_hint(e,
		   "mount the volume that they are on; if they are gone for "
		   "good, remove '%s'",
		   note);
	free(note);
	return STATUS_UNAVAILABLE;
}

static enum status open_folder(const char *path, enum seal_store_use use,
			       struct folder *out, struct error *e)
{
	enum status status = folder_open_private(path, out, e);

	if ((status == STATUS_OK || status == STATUS_NOT_FOUND) &&
	    check_mounted(out, path, e) != STATUS_OK)
		return STATUS_UNAVAILABLE;
	if (status != STATUS_NOT_FOUND || use == FILE_STORE_READ)
		return status;
	status = path_make(path, e);
	if (status == STATUS_OK)
		status = folder_open_private(path, out, e);
	if (status == STATUS_NOT_FOUND)
		status = error_set(e, STATUS_FAILED, "the folder '%s' is gone",
				   path);
	return status;
}

enum status seal_store_open(const struct config *config,
			    enum seal_store_use use, struct seal_store *out,
			    struct error *e)
{
	enum status status;

	*out = (struct seal_store){ .config = config, .folder = FOLDER_CLOSED };
	if (!seal_start())
		return error_set(e, STATUS_UNAVAILABLE,
				 "libsodium does not work on this machine");
	status = open_folder(config->file_directory, use, &out->folder, e);
	if (status != STATUS_OK)
		return status;
	out->keys = secret_alloc(sizeof(*out->keys));
	if (use == FILE_STORE_READ)
		return load_key(out, e);
	status = key_load(config, out->keys, e);
	return status == STATUS_NOT_FOUND ? create_key(out, e) : status;
}

void seal_store_close(struct seal_store *store)
{
	folder_close(&store->folder);
	secret_free(store->keys);
	store->keys = NULL;
}
