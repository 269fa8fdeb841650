#include <string.h>
#include <time.h>

#include "helper/backends/chain-members.h"
#include "helper/backends/open.h"
#include "helper/entries/store.h"
#include "helper/system/lock.h"

/* What is looked for, and where it goes. */
struct lookup {
	const struct credential *record;
	struct credential *old;
	bool found;
};

static bool is_at_address(const struct credential *record, void *argument)
{
	struct lookup *lookup = argument;

	if (!credential_same_address(record, lookup->record))
		return true;
	credential_copy(record, lookup->old);
	lookup->found = true;
	return false;
}

enum status keeping_find(const struct config *config,
			 const struct backend *backend,
			 const struct credential *record,
			 struct credential *old, struct error *e)
{
	struct lookup lookup = { .record = record, .old = old };
	enum status status = backend->get(backend, config, record,
					  is_at_address, &lookup, e);

	if (status == STATUS_OK && !lookup.found)
		return STATUS_NOT_FOUND;
	return status;
}

enum status keeping_home(const struct credential *record,
			 const struct backend **backend, struct error *e)
{
	const char *name = record->values[FIELD_BACKEND];

	return name ? backend_find(name, backend, e) : STATUS_OK;
}

/* One of sixteen, for that a host never waits for most of the others. */
static char lock_digit(const char *host)
{
	unsigned int sum = 0;

	for (; host && *host; host++)
		sum = sum * 33 + (unsigned char)*host;
	return "0123456789abcdef"[sum % 16];
}

enum status keeping_lock(const struct credential *address, int *lock,
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

void keeping_unlock(int lock)
{
	lock_release(lock);
}

enum status keeping_may_change(const struct config *config,
			       const struct credential *address,
			       struct error *e)
{
	const struct config_store *section = NULL;
	enum status status = chain_section(config, address, &section, e);

	if (status != STATUS_OK || !section || !section->read_only)
		return status;
	error_set(e, STATUS_FAILED,
		  "nothing is changed for '%s': it is read-only",
		  section->title);
	error_hint(e, "see its section 'store' in '%s'", config->file);
	return STATUS_FAILED;
}

enum status keeping_store(const struct config *config,
			  const struct backend *backend,
			  struct credential *record, struct error *e)
{
	struct timespec now;
	enum status status = keeping_may_change(config, record, e);

	if (status != STATUS_OK)
		return status;
	(void)clock_gettime(CLOCK_REALTIME, &now);
	if (!record->values[FIELD_CREATED])
		credential_set_number(record, FIELD_CREATED, now.tv_sec);
	credential_set_number(record, FIELD_STORED,
			      now.tv_sec * 1000000000LL + now.tv_nsec);
	return backend->store(backend, config, record, e);
}
