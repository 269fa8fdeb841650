#include <unistd.h>

#include "helper/backends/backend.h"
#include "helper/backends/pass/folder.h"
#include "helper/backends/pass/search.h"
#include "helper/backends/pass/write.h"

/*
 * password-store, and gopass by the same layout. Its files are ours to write:
 * pass(1) itself writes over the old entry, and loses it if that fails.
 */

static enum status search_entries(const struct backend *self,
				  const struct config *config,
				  const struct credential *pattern,
				  search_visit *visit, void *argument,
				  struct error *e)
{
	struct pass_store store;
	struct pass_search s = {
		.search = { .pattern = pattern,
			    .backend = self->name,
			    .visit = visit,
			    .argument = argument },
		.store = &store,
	};
	int lock = -1;
	enum status status = pass_store_open(config, &store, e);

	if (status == STATUS_OK)
		status = pass_search(&s, e);
	/*
	 * While another process replaces an entry, its folder may be read
	 * without it on some file systems: "not found" is believed only under
	 * the lock.
	 */
	if (status == STATUS_NOT_FOUND && s.scanned &&
	    (status = pass_store_lock(&store, LOCK_SHARED, &lock, e)) ==
		    STATUS_OK) {
		status = pass_search(&s, e);
		(void)close(lock);
	}
	pass_store_close(&store);
	return status;
}

const struct backend backend_pass = {
	.name = "pass",
	.summary = "the entries of pass and gopass, encrypted by gpg",
	.search = search_entries,
	.store = pass_put,
	.erase = pass_erase,
};
