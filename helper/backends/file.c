#include <sys/random.h>
#include <unistd.h>

#include "helper/backend.h"
#include "helper/backends/file-erase.h"
#include "helper/backends/file-host.h"
#include "helper/backends/file-seal.h"
#include "helper/backends/file-search.h"
#include "helper/backends/file-store.h"
#include "helper/backends/file-whole.h"
#include "protocol/secret.h"

/*
 * A folder that is read while another process replaces a record in it may
 * lack that record on some file systems. So "not found" after going through a
 * folder is believed only under the lock.
 */
static enum status search_again(struct search *search, struct error *e)
{
	int lock = -1;
	enum status status = host_lock(search->store, search->name->folder,
				       LOCK_SHARED, &lock, e);

	if (status != STATUS_OK)
		return status;
	status = search_host(search, e);
	(void)close(lock);
	return status;
}

static enum status file_get(const struct backend *self,
			    const struct config *config,
			    const struct credential *pattern,
			    backend_visit *visit, void *argument,
			    struct error *e)
{
	struct file_store store;
	struct seal_name name;
	struct search search = {
		.store = &store,
		.pattern = pattern,
		.name = &name,
		.visit = visit,
		.argument = argument,
	};
	enum status status =
		file_store_open(config, FILE_STORE_READ, &store, e);

	(void)self;
	if (status == STATUS_OK) {
		seal_name(store.keys, pattern, &name);
		status = search_host(&search, e);
	}
	if (status == STATUS_NOT_FOUND && search.scanned)
		status = search_again(&search, e);
	file_store_close(&store);
	return status;
}

static enum status file_list(const struct backend *self,
			     const struct config *config, backend_visit *visit,
			     void *argument, struct error *e)
{
	struct file_store store;
	struct search search = {
		.store = &store,
		.visit = visit,
		.argument = argument,
	};
	enum status status =
		file_store_open(config, FILE_STORE_READ, &store, e);

	(void)self;
	if (status == STATUS_OK)
		status = search_all(&search, e);
	file_store_close(&store);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status seal(const struct file_store *store,
			const struct credential *record, struct buffer *out,
			struct error *e)
{
	unsigned char nonce[SEAL_NONCE_SIZE];

	if (getrandom(nonce, sizeof(nonce), 0) != (ssize_t)sizeof(nonce))
		return error_errno(e, STATUS_FAILED,
				   "the kernel gives no random bytes");
	if (!seal_record(store->keys, nonce, record, out))
		return error_set(e, STATUS_FAILED,
				 "a record of more than %d bytes cannot be "
				 "kept",
				 SEAL_TEXT_MAX);
	return STATUS_OK;
}

/* With the lock held. */
static enum status put(const struct file_store *store,
		       const struct seal_name *name, const struct buffer *bytes,
		       struct error *e)
{
	const struct whole_put file = {
		.name = name->file,
		.temporary = WHOLE_TEMPORARY "new",
		.bytes = bytes,
	};
	struct folder host = FOLDER_CLOSED;
	enum status status = host_make(store, name->folder, &host, e);

	if (status == STATUS_OK)
		status = whole_put(&host, &file, e);
	folder_close(&host);
	if (status != STATUS_OK)
		host_drop(store, name->folder);
	return status;
}

static enum status file_store(const struct backend *self,
			      const struct config *config,
			      const struct credential *record, struct error *e)
{
	struct file_store store;
	struct seal_name name;
	struct buffer bytes = { 0 };
	int lock = -1;
	enum status status =
		file_store_open(config, FILE_STORE_WRITE, &store, e);

	(void)self;
	if (status == STATUS_OK)
		status = seal(&store, record, &bytes, e);
	if (status == STATUS_OK) {
		seal_name(store.keys, record, &name);
		status = host_lock(&store, name.folder, LOCK_ALONE, &lock, e);
	}
	if (status == STATUS_OK) {
		status = put(&store, &name, &bytes, e);
		(void)close(lock);
	}
	buffer_clear(&bytes);
	file_store_close(&store);
	return status;
}

static enum status file_erase(const struct backend *self,
			      const struct config *config,
			      const struct credential *pattern, struct error *e)
{
	struct file_store store;
	enum status status =
		file_store_open(config, FILE_STORE_READ, &store, e);

	(void)self;
	if (status == STATUS_OK)
		status = erase_records(&store, pattern, e);
	file_store_close(&store);
	return status;
}

const struct backend backend_file = {
	.name = "file",
	.summary = "sealed files, with a key file, a passphrase or a "
		   "credential of systemd",
	.get = file_get,
	.store = file_store,
	.erase = file_erase,
	.list = file_list,
};
