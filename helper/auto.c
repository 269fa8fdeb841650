#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "helper/backend.h"

/*
 * The Secret Service where there is one, else sealed files. Reading looks in
 * both, so that nothing kept earlier is out of sight.
 */

/* Whether there may be a bus at all. */
static bool has_bus(void)
{
	const char *address = getenv("DBUS_SESSION_BUS_ADDRESS");
	const char *folder = getenv("XDG_RUNTIME_DIR");
	char path[256];

	if (address && *address)
		return true;
	if (!folder || *folder != '/')
		return false;
	(void)snprintf(path, sizeof(path), "%s/bus", folder);
	return access(path, F_OK) == 0;
}

/* NULL, where there can be none. */
static const struct backend *service(void)
{
	const struct backend *backend = NULL;
	struct error ignored = { 0 };

	if (!has_bus() || backend_find("secret-service", &backend, &ignored))
		return NULL;
	return backend;
}

/* Counts what passes through a visit. */
struct counted {
	backend_visit *visit;
	void *argument;
	size_t count;
	bool ended;
};

static bool count(const struct credential *record, void *argument)
{
	struct counted *counted = argument;

	counted->count++;
	counted->ended = !counted->visit(record, counted->argument);
	return !counted->ended;
}

/* A message that comes with STATUS_OK would be a note for the person. */
static enum status status_ok(struct error *e)
{
	*e = (struct error){ 0 };
	return STATUS_OK;
}

/* Which of two failures to tell: "not here" and "no such thing" say least. */
static enum status worse(enum status a, const struct error *of_a, enum status b,
			 struct error *e)
{
	if (b != STATUS_OK && b != STATUS_NOT_FOUND && b != STATUS_UNAVAILABLE)
		return b;
	*e = *of_a;
	return a;
}

static enum status auto_get(const struct config *config,
			    const struct credential *pattern,
			    backend_visit *visit, void *argument,
			    struct error *e)
{
	struct counted counted = { .visit = visit, .argument = argument };
	struct error of_file = { 0 };
	const struct backend *second;
	enum status status;
	enum status of_second;

	status = backend_file.get(config, pattern, count, &counted, &of_file);
	second = counted.ended ? NULL : service();
	of_second = second ? second->get(config, pattern, count, &counted, e)
			   : STATUS_UNAVAILABLE;
	if (counted.count == 0)
		return worse(status, &of_file, of_second, e);
	/* A newer one may be where it cannot be read: that is worth a note. */
	(void)status_ok(e);
	if (status != STATUS_OK && status != STATUS_NOT_FOUND)
		*e = of_file;
	return STATUS_OK;
}

static enum status auto_list(const struct config *config, backend_visit *visit,
			     void *argument, struct error *e)
{
	struct counted counted = { .visit = visit, .argument = argument };
	const struct backend *second = service();
	struct error of_file = { 0 };
	enum status status;
	enum status of_second = STATUS_UNAVAILABLE;

	status = backend_file.list(config, count, &counted, &of_file);
	if (second && !counted.ended)
		of_second = second->list(config, count, &counted, e);
	return worse(status, &of_file, of_second, e);
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

	(void)backend_file.get(config, record, find_copy, &copies, &ignored);
	if (copies.at_address)
		(void)backend_file.get(config, record, count_named, &copies,
				       &ignored);
	if (copies.named == 1)
		(void)backend_file.erase(config, &copies.copy, &ignored);
	credential_clear(&copies.copy);
}

static enum status auto_store(const struct config *config,
			      const struct credential *record, struct error *e)
{
	const struct backend *first = service();
	enum status status = STATUS_UNAVAILABLE;

	if (first)
		status = first->store(config, record, e);
	if (status == STATUS_OK)
		erase_older(config, record);
	if (status != STATUS_UNAVAILABLE)
		return status;
	(void)status_ok(e);
	return backend_file.store(config, record, e);
}

static bool see(const struct credential *record, void *argument)
{
	(void)record;
	(void)argument;
	return false;
}

static enum status auto_erase(const struct config *config,
			      const struct credential *pattern, struct error *e)
{
	const struct backend *first = service();
	enum status of_first = STATUS_UNAVAILABLE;
	enum status of_file;

	/* What cannot be read cannot be erased: told before anything goes. */
	of_file = backend_file.get(config, pattern, see, NULL, e);
	if (of_file != STATUS_OK && of_file != STATUS_NOT_FOUND)
		return of_file;
	if (first)
		of_first = first->erase(config, pattern, e);
	/* Locked or silent: what it holds is not known, so nothing goes. */
	if (of_first != STATUS_OK && of_first != STATUS_NOT_FOUND &&
	    of_first != STATUS_UNAVAILABLE)
		return of_first;
	(void)status_ok(e);
	of_file = backend_file.erase(config, pattern, e);
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
