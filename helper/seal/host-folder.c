#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "helper/seal/host-folder.h"
#include "helper/system/file.h"

enum {
	/* FILE_STORE_RECORDS "/" key id "/" folder's name, and a NUL */
	RELATIVE_MAX = sizeof(FILE_STORE_RECORDS) + 2 * SEAL_ID_SIZE + 1 +
		       SEAL_TAG_LENGTH + 1,
	LOCK_NAME_MAX = sizeof(FILE_STORE_LOCKS) + 2,
};

/* The path beneath the store of a host's folder, or of that of all hosts. */
static const char *relative(const struct seal_store *store, const char *host,
			    char *out)
{
	(void)snprintf(out, RELATIVE_MAX, "%s/%s%s%s", FILE_STORE_RECORDS,
		       store->keys->id_text, host ? "/" : "", host ? host : "");
	return out;
}

enum status seal_host_open(const struct seal_store *store, const char *name,
			   struct folder *out, struct error *e)
{
	char path[RELATIVE_MAX];
	enum status status =
		folder_open_beneath(&store->folder, relative(store, name, path),
				    out, e);

	if (status != STATUS_NOT_FOUND)
		return status;
	/* Records of another key are no "not found". */
	status = seal_store_check_keys(store, e);
	return status == STATUS_OK ? STATUS_NOT_FOUND : status;
}

static enum status gone(const struct folder *base, const char *name,
			struct error *e)
{
	return error_set(e, STATUS_FAILED, "the folder '%s/%s' is gone",
			 base->path, name);
}

static enum status make_and_open(const struct folder *base, const char *name,
				 struct folder *out, struct error *e)
{
	enum status status = folder_make(base, name, e);

	if (status == STATUS_OK)
		status = folder_open_beneath(base, name, out, e);
	return status == STATUS_NOT_FOUND ? gone(base, name, e) : status;
}

static enum status make_all(const struct seal_store *store, struct folder *out,
			    struct error *e)
{
	struct folder records = FOLDER_CLOSED;
	enum status status = seal_host_open(store, NULL, out, e);

	if (status != STATUS_NOT_FOUND)
		return status;
	status = make_and_open(&store->folder, FILE_STORE_RECORDS, &records, e);
	if (status == STATUS_OK)
		status = make_and_open(&records, store->keys->id_text, out, e);
	folder_close(&records);
	return status;
}

/* Puts on the disk what the first record of the store relies on. */
static enum status sync_all(const struct seal_store *store,
			    const struct folder *hosts, struct error *e)
{
	struct folder records = FOLDER_CLOSED;
	enum status status =
		folder_open_beneath(&store->folder, FILE_STORE_RECORDS,
				    &records, e);

	if (status == STATUS_NOT_FOUND)
		status = gone(&store->folder, FILE_STORE_RECORDS, e);
	if (status == STATUS_OK)
		status = folder_sync(hosts, e);
	if (status == STATUS_OK)
		status = folder_sync(&records, e);
	if (status == STATUS_OK)
		status = folder_sync(&store->folder, e);
	if (status == STATUS_OK)
		status = folder_sync_above(store->folder.path, e);
	if (status == STATUS_OK && store->config->key != KEY_CREDENTIAL)
		status = folder_sync_above(store->config->key_file, e);
	folder_close(&records);
	return status;
}

static bool is_any(const char *name)
{
	return name[0] != '\0';
}

static bool is_record(const char *name)
{
	return !file_is_temporary(name);
}

static enum status make_one(const struct seal_store *store,
			    const struct folder *hosts, const char *name,
			    struct folder *out, struct error *e)
{
	char path[RELATIVE_MAX];
	size_t count = 0;
	enum status status = folder_open_beneath(hosts, name, out, e);

	if (status != STATUS_NOT_FOUND)
		return status;
	status = folder_count(&store->folder, relative(store, NULL, path),
			      is_any, 1, &count, e);
	if (status == STATUS_OK && count == 0)
		status = sync_all(store, hosts, e);
	return status == STATUS_OK ? make_and_open(hosts, name, out, e)
				   : status;
}

/*
 * A record is safe on the disk only if the folders above it are. Whoever
 * finds a host's folder need not see to what is above the folder of all hosts
 * again, and whoever finds a record need not see to its host's folder: the
 * one that made it had put what is above on the disk before. So power may
 * fail between any two steps of any two processes.
 */
enum status seal_host_make(const struct seal_store *store, const char *name,
			   struct folder *out, struct error *e)
{
	struct folder hosts = FOLDER_CLOSED;
	size_t count = 0;
	enum status status = make_all(store, &hosts, e);

	if (status == STATUS_OK)
		status = make_one(store, &hosts, name, out, e);
	if (status == STATUS_OK)
		status = folder_count(&hosts, name, is_record, 1, &count, e);
	if (status == STATUS_OK && count == 0)
		status = folder_sync(&hosts, e);
	folder_close(&hosts);
	return status;
}

void seal_host_drop(const struct seal_store *store, const char *name)
{
	char path[RELATIVE_MAX];

	/* An empty folder that stays is no failure. */
	(void)unlinkat(store->folder.fd, relative(store, name, path),
		       AT_REMOVEDIR);
}

enum status seal_host_lock(const struct seal_store *store, const char *name,
			   enum lock how, int *fd, struct error *e)
{
	char path[LOCK_NAME_MAX];
	const struct lock_wanted lock = { .how = how,
					  .path = path,
					  .seconds = LOCK_SECONDS };
	enum status status = STATUS_OK;

	(void)snprintf(path, sizeof(path), "%s/%c", FILE_STORE_LOCKS, name[0]);
	if (how == LOCK_ALONE)
		status = folder_make(&store->folder, FILE_STORE_LOCKS, e);
	return status == STATUS_OK ? lock_take(&store->folder, &lock, fd, e)
				   : status;
}
