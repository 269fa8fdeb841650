#include <limits.h>

#include "helper/backends/backend.h"
#include "helper/system/environment.h"
#include "protocol/core/search.h"

/*
 * The Secret Service where there is one, else sealed files. Reading looks in
 * both, so that nothing kept earlier is out of sight.
 */

/* NULL, where there can be none. */
static const struct backend *service(void)
{
	char path[PATH_MAX];

	return environment_bus(path, sizeof(path)) ? &backend_secret_service
						   : NULL;
}

static enum status auto_get(const struct backend *self,
			    const struct config *config,
			    const struct credential *pattern,
			    search_visit *visit, void *argument,
			    struct error *e)
{
	struct search s = { .visit = visit, .argument = argument };
	struct error of_file = { 0 };
	const struct backend *second;
	enum status status;
	enum status of_second;

	(void)self;
	status = backend_file.get(&backend_file, config, pattern, search_pass,
				  &s, &of_file);
	second = s.stopped ? NULL : service();
	of_second = second ? second->get(second, config, pattern, search_pass,
					 &s, e)
			   : STATUS_UNAVAILABLE;
	if (s.found == 0)
		return search_worse(status, &of_file, of_second, e);
	/* A newer one may be where it cannot be read: that is worth a note. */
	(void)search_ok(e);
	if (status != STATUS_OK && status != STATUS_NOT_FOUND)
		*e = of_file;
	return STATUS_OK;
}

static enum status auto_list(const struct backend *self,
			     const struct config *config, search_visit *visit,
			     void *argument, struct error *e)
{
	struct search s = { .visit = visit, .argument = argument };
	const struct backend *second = service();
	struct error of_file = { 0 };
	enum status status;
	enum status of_second = STATUS_UNAVAILABLE;

	(void)self;
	status = backend_file.list(&backend_file, config, search_pass, &s,
				   &of_file);
	if (second && !s.stopped)
		of_second = second->list(second, config, search_pass, &s, e);
	return search_worse(status, &of_file, of_second, e);
}

/* Looks whether a copy of one record can be erased without another's. */
struct copies {
	const struct credential *record;
	struct credential copy;
	size_t at_address;
	size_t named; /* how many an erase of the copy would take */
};

static bool find_copy(const struct credential *record, void *argument)
{
	struct copies *copies = argument;

	if (!credential_same_address(record, copies->record))
		return true;
	credential_copy(record, &copies->copy);
	copies->at_address++;
	return false;
}

static bool count_named(const struct credential *record, void *argument)
{
	struct copies *copies = argument;

	copies->named += credential_erases(record, &copies->copy);
	return true;
}

/*
 * What was kept in a file before there was a keyring is older now. If it
 * stays, it only loses to the newer one, so no failure here is one of the
 * store.
 */
static void erase_older(const struct config *config,
			const struct credential *record)
{
	struct copies copies = { .record = record };
	struct error ignored = { 0 };

	(void)backend_file.get(&backend_file, config, record, find_copy,
			       &copies, &ignored);
	if (copies.at_address)
		(void)backend_file.get(&backend_file, config, record,
				       count_named, &copies, &ignored);
	if (copies.named == 1)
		(void)backend_file.erase(&backend_file, config, &copies.copy,
					 &ignored);
	credential_clear(&copies.copy);
}

static enum status auto_store(const struct backend *self,
			      const struct config *config,
			      const struct credential *record, struct error *e)
{
	const struct backend *first = service();
	enum status status = STATUS_UNAVAILABLE;

	(void)self;
	if (first)
		status = first->store(first, config, record, e);
	if (status == STATUS_OK)
		erase_older(config, record);
	if (status != STATUS_UNAVAILABLE)
		return status;
	(void)search_ok(e);
	return backend_file.store(&backend_file, config, record, e);
}

static enum status auto_erase(const struct backend *self,
			      const struct config *config,
			      const struct credential *pattern, struct error *e)
{
	const struct backend *first = service();
	enum status of_first = STATUS_UNAVAILABLE;
	enum status of_file;

	(void)self;
	/* What cannot be read cannot be erased: told before anything goes. */
	of_file = backend_file.get(&backend_file, config, pattern, search_see,
				   NULL, e);
	if (of_file != STATUS_OK && of_file != STATUS_NOT_FOUND)
		return of_file;
	if (first)
		of_first = first->erase(first, config, pattern, e);
	/* Locked or silent: what it holds is not known, so nothing goes. */
	if (!search_tells_nothing(of_first))
		return of_first;
	(void)search_ok(e);
	of_file = backend_file.erase(&backend_file, config, pattern, e);
	if (of_file == STATUS_NOT_FOUND && of_first == STATUS_OK)
		return STATUS_OK;
	return of_file;
}

const struct backend backend_auto = {
	.name = "auto",
	.summary = "the desktop's keyring, else sealed files",
	.get = auto_get,
	.store = auto_store,
	.erase = auto_erase,
	.list = auto_list,
};
