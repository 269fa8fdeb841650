#include <unistd.h>

#include "helper/seal/file-put.h"
#include "helper/seal/host-folder.h"
#include "helper/seal/seal.h"
#include "helper/system/file.h"
#include "protocol/core/buffer.h"

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

enum status put_record(const struct file_store *store,
		       const struct credential *record, struct error *e)
{
	struct seal_name name;
	struct buffer bytes = { 0 };
	int lock = -1;
	enum status status = seal_new(store->keys, record, &bytes, e);

	if (status == STATUS_OK) {
		seal_name(store->keys, record, &name);
		status = host_lock(store, name.folder, LOCK_ALONE, &lock, e);
	}
	if (status == STATUS_OK) {
		status = put(store, &name, &bytes, e);
		(void)close(lock);
	}
	buffer_clear(&bytes);
	return status;
}
