#include <unistd.h>

#include "helper/backends/backend.h"
#include "helper/backends/pass/folder.h"
#include "helper/backends/pass/search.h"
#include "helper/backends/pass/write.h"

/*
 * password-store, and gopass by the same layout. Its files are ours to write:
 * pass(1) itself writes over the old entry, and loses it if that fails.
 */

/*
 * While another process replaces an entry, its folder may be read without it
 * on some file systems: "not found" is believed only under the lock.
 */
static enum status search_again(struct pass_search *search, struct error *e)
{
	int lock = -1;
	enum status status =
		pass_store_lock(search->store, LOCK_SHARED, &lock, e);

	if (status != STATUS_OK)
		return status;
	status = pass_search(search, e);
	(void)close(lock);
	return status;
}

static enum status pass_get(const struct backend *self,
			    const struct config *config,
			    const struct credential *pattern,
			    search_visit *visit, void *argument,
			    struct error *e)
{
	struct pass_store store;
	struct pass_search search = {
		.self = self,
		.store = &store,
		.pattern = pattern,
		.visit = visit,
		.argument = argument,
	};
	enum status status = pass_store_open(config, &store, e);

	if (status == STATUS_OK)
		status = pass_search(&search, e);
	if (status == STATUS_NOT_FOUND && search.scanned)
		status = search_again(&search, e);
	pass_store_close(&store);
	return status;
}

static enum status pass_list(const struct backend *self,
			     const struct config *config, search_visit *visit,
			     void *argument, struct error *e)
{
	struct pass_store store;
	struct pass_search search = {
		.self = self,
		.store = &store,
		.visit = visit,
		.argument = argument,
	};
	enum status status = pass_store_open(config, &store, e);

	if (status == STATUS_OK)
		status = pass_search(&search, e);
	pass_store_close(&store);
	return status;
}

const struct backend backend_pass = {
	.name = "pass",
	.summary = "the entries of pass and gopass, encrypted by gpg",
	.get = pass_get,
	.store = pass_put,
	.erase = pass_erase,
	.list = pass_list,
};
