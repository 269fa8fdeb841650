#include <string.h>
#include <unistd.h>

#include "helper/backends/backend.h"
#include "helper/seal/host-folder.h"
#include "helper/seal/place.h"
#include "helper/seal/seal.h"
#include "helper/seal/search.h"
#include "helper/seal/store.h"
#include "helper/seal/write.h"

static enum status file_search(const struct backend *self,
			       const struct config *config,
			       const struct credential *pattern,
			       search_visit *visit, void *argument,
			       struct error *e)
{
	struct seal_store store;
	struct seal_search s = {
		.search = { .pattern = pattern,
			    .backend = self->name,
			    .visit = visit,
			    .argument = argument },
		.store = &store,
	};
	int lock = -1;
	enum status status =
		seal_store_open(config, FILE_STORE_READ, &store, e);

	if (status == STATUS_OK)
		status = seal_search(&s, e);
	/*
	 * A folder that is read while another process replaces a record in it
	 * may lack that record on some file systems. So "not found" after going
	 * through a folder is believed only under the lock.
	 */
	if (status == STATUS_NOT_FOUND && s.scanned &&
	    (status = seal_host_lock(&store, s.name.folder, LOCK_SHARED, &lock,
				     e)) == STATUS_OK) {
		status = seal_search(&s, e);
		(void)close(lock);
	}
	seal_store_close(&store);
	/* Those of before there were notes; not for a get, which is to be
	 * quick.
	 */
	if (!pattern && s.search.found)
		place_note(config->file_directory,
			   strlen(config->file_directory));
	return status == STATUS_NOT_FOUND && !pattern ? STATUS_OK : status;
}

static enum status file_store(const struct backend *self,
			      const struct config *config,
			      const struct credential *record, struct error *e)
{
	struct seal_store store;
	enum status status =
		seal_store_open(config, FILE_STORE_WRITE, &store, e);

	(void)self;
	if (status == STATUS_OK)
		status = seal_put(&store, record, e);
	seal_store_close(&store);
	return status;
}

static enum status file_erase(const struct backend *self,
			      const struct config *config,
			      const struct credential *pattern, struct error *e)
{
	struct seal_store store;
	enum status status =
		seal_store_open(config, FILE_STORE_READ, &store, e);

	(void)self;
	if (status == STATUS_OK)
		status = seal_erase(&store, pattern, e);
	seal_store_close(&store);
	return status;
}

const struct backend backend_file = {
	.name = "file",
	.summary = "sealed files, with a key file, a passphrase or a "
		   "credential of systemd",
	.search = file_search,
	.store = file_store,
	.erase = file_erase,
};
