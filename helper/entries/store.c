#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "helper/backends/cache.h"
#include "helper/backends/chain-members.h"
#include "helper/backends/open.h"
#include "helper/config/load.h"
#include "helper/entries/store.h"
#include "helper/system/lock.h"
#include "protocol/core/memory.h"

enum status store_load(struct store *store, const char *file,
		       const char *backend, struct error *e)
{
	store->config = memory_alloc(1, sizeof(*store->config));
	return backend_configure(file, backend, store->config, e);
}

enum status store_open(struct store *store, const char *file,
		       const char *backend, struct error *e)
{
	enum status status = store_load(store, file, backend, e);

	return status == STATUS_OK
		       ? cache_open(store->config, &store->backend, e)
		       : status;
}

void store_close(struct store *store)
{
	if (store->config)
		config_clear(store->config);
	free(store->config);
	*store = (struct store){ 0 };
}

enum status store_search(const struct store *store,
			 const struct credential *pattern, search_visit *visit,
			 void *argument, struct error *e)
{
	const struct backend *backend = store->backend;

	return backend->search(backend, store->config, pattern, visit, argument,
			       e);
}

enum status store_find(const struct store *store,
		       const struct credential *record, struct credential *old,
		       struct error *e)
{
	struct search_exact exact = { .address = record, .out = old };
	enum status status =
		store_search(store, record, search_exact, &exact, e);

	return status == STATUS_OK && !exact.found ? STATUS_NOT_FOUND : status;
}

enum status store_despite(enum status status, struct error *e)
{
	if (status != STATUS_UNAVAILABLE)
		return status;
	(void)search_ok(e);
	return STATUS_NOT_FOUND;
}

enum status store_home(const struct store *store,
		       const struct credential *record, struct store *home,
		       struct error *e)
{
	const char *name = record->values[FIELD_BACKEND];

	*home = *store;
	return name ? backend_find(name, &home->backend, e) : STATUS_OK;
}

/* One of sixteen, for that a host never waits for most of the others. */
static char lock_digit(const char *host)
{
	unsigned int sum = 0;

	for (; host && *host; host++)
		sum = sum * 33 + (unsigned char)*host;
	return "0123456789abcdef"[sum % 16];
}

enum status store_lock(const struct credential *address, int *lock,
		       struct error *e)
{
	char name[] = "entries-0.lock";
	const struct lock_wanted wanted = {
		.how = LOCK_ALONE,
		.path = name,
		.seconds = LOCK_SECONDS,
		.optional = true,
	};

	name[strlen("entries-")] = lock_digit(address->values[FIELD_HOST]);
	return lock_state(&wanted, lock, e);
}

void store_unlock(int lock)
{
	lock_release(lock);
}

enum status store_may_change(const struct store *store,
			     const struct credential *address, struct error *e)
{
	const struct config_store *section = NULL;
	enum status status = chain_section(store->config, address, &section, e);

	if (status != STATUS_OK || !section || !section->read_only)
		return status;
	error_set(e, STATUS_FAILED,
		  "nothing is changed for '%s': it is read-only",
		  section->title);
	error_hint(e, "see its section 'store' in '%s'", store->config->file);
	return STATUS_FAILED;
}

/*
 * Gives the record to the back-end. What is cached is forgotten twice: before,
 * and with what was read meanwhile.
 */
static enum status put(const struct store *store,
		       const struct credential *record, struct error *e)
{
	enum status status;

	cache_forget(record);
	status =
		store->backend->store(store->backend, store->config, record, e);
	cache_forget(record);
	return status;
}

enum status store_put(const struct store *store, struct credential *record,
		      struct error *e)
{
	struct timespec now;
	enum status status = store_may_change(store, record, e);

	if (status != STATUS_OK)
		return status;
	(void)clock_gettime(CLOCK_REALTIME, &now);
	if (!record->values[FIELD_CREATED])
		credential_set_number(record, FIELD_CREATED, now.tv_sec);
	credential_set_number(record, FIELD_STORED,
			      now.tv_sec * 1000000000LL + now.tv_nsec);
	return put(store, record, e);
}

enum status store_rewrite(const struct store *store,
			  const struct credential *record, struct error *e)
{
	enum status status = store_may_change(store, record, e);

	return status == STATUS_OK ? put(store, record, e) : status;
}

enum status store_erase(const struct store *store,
			const struct credential *pattern, struct error *e)
{
	enum status status = store_may_change(store, pattern, e);

	if (status != STATUS_OK)
		return status;
	cache_forget(pattern);
	status = store->backend->erase(store->backend, store->config, pattern,
				       e);
	cache_forget(pattern);
	return status;
}
