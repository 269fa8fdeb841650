#include <limits.h>

#include "helper/backends/backend.h"
#include "helper/backends/place.h"
#include "helper/system/environment.h"
#include "protocol/core/search.h"

/*
 * The Secret Service where there is one, else sealed files. Reading looks in
 * both, so that nothing kept earlier is out of sight.
 */

/* Whether there may be a bus at all. */
static bool has_bus(void)
{
	char path[PATH_MAX];

	return environment_bus(path, sizeof(path)) != NULL;
}

static enum status auto_search(const struct backend *self,
			       const struct config *config,
			       const struct credential *pattern,
			       search_visit *visit, void *argument,
			       struct error *e)
{
	const struct backend *file = &backend_file;
	const struct backend *service = &backend_secret_service;
	struct search s = { .visit = visit, .argument = argument };
	struct error of_file = { 0 };
	size_t in_files;
	enum status of_service = STATUS_UNAVAILABLE;
	enum status status =
		file->search(file, config, pattern, search_pass, &s, &of_file);

	(void)self;
	in_files = s.found;
	if (!s.stopped && has_bus())
		of_service = service->search(service, config, pattern,
					     search_pass, &s, e);
	/* What was moved here between the two looks. */
	if (pattern && s.found == 0 && of_service != STATUS_UNAVAILABLE &&
	    search_tells_nothing(status))
		status = file->search(file, config, pattern, search_pass, &s,
				      &of_file);
	else if (s.found > in_files)
		place_used(config, service);
	if (!pattern || s.found == 0)
		return search_tells_nothing(status) &&
				       place_is_unseen(config, service,
						       of_service, e)
			       ? of_service
			       : search_worse(status, &of_file, of_service, e);
	/* A newer one may be where it cannot be read: that is worth a note. */
	(void)search_ok(e);
	if (status != STATUS_OK && status != STATUS_NOT_FOUND)
		*e = of_file;
	return STATUS_OK;
}

/*
 * What was kept in a file before there was a keyring is older now. If it
 * stays, it only loses to the newer one, so no failure here is one of the
 * store. It stays where an erase would take others with it.
 */
static void erase_older(const struct config *config,
			const struct credential *record)
{
	const struct backend *file = &backend_file;
	struct credential copy = { 0 };
	struct search_exact older = { .address = record, .out = &copy };
	struct search taken = { .pattern = &copy, .erases = true };
	struct error ignored = { 0 };

	(void)file->search(file, config, record, search_exact, &older,
			   &ignored);
	if (older.found)
		(void)file->search(file, config, record, search_pass, &taken,
				   &ignored);
	if (taken.found == 1)
		(void)file->erase(file, config, &copy, &ignored);
	credential_clear(&copy);
}

static enum status auto_store(const struct backend *self,
			      const struct config *config,
			      const struct credential *record, struct error *e)
{
	const struct backend *service = &backend_secret_service;
	enum status status = STATUS_UNAVAILABLE;

	(void)self;
	if (has_bus())
		status = service->store(service, config, record, e);
	if (status == STATUS_OK) {
		place_used(config, service);
		erase_older(config, record);
	}
	if (status != STATUS_UNAVAILABLE)
		return status;
	(void)search_ok(e);
	return backend_file.store(&backend_file, config, record, e);
}

static enum status auto_erase(const struct backend *self,
			      const struct config *config,
			      const struct credential *pattern, struct error *e)
{
	const struct backend *file = &backend_file;
	const struct backend *service = &backend_secret_service;
	enum status of_service = STATUS_UNAVAILABLE;
	enum status of_file;

	(void)self;
	/* What cannot be read cannot be erased: told before anything goes. */
	of_file = file->search(file, config, pattern, search_see, NULL, e);
	if (of_file != STATUS_OK && of_file != STATUS_NOT_FOUND)
		return of_file;
	if (has_bus())
		of_service = service->erase(service, config, pattern, e);
	/* Locked, silent or missing: what it holds is not known, so nothing
	 * goes. */
	if (!search_tells_nothing(of_service) ||
	    place_is_unseen(config, service, of_service, e))
		return of_service;
	(void)search_ok(e);
	of_file = file->erase(file, config, pattern, e);
	if (of_file == STATUS_NOT_FOUND && of_service == STATUS_OK)
		return STATUS_OK;
	return of_file;
}

const struct backend backend_auto = {
	.name = "auto",
	.summary = "the desktop's keyring, else sealed files",
	.search = auto_search,
	.store = auto_store,
	.erase = auto_erase,
};
