#include <sodium.h>

#include "helper/backends/cache.h"
#include "helper/entries/erase.h"
#include "helper/entries/store.h"

enum {
	MARK_BYTES = 16,
	PLACES = 2, /* `auto` has two */
};

/* How many records an erase by a pattern would take. */
struct victims {
	const struct credential *pattern;
	size_t count;
};

static bool count(const struct credential *record, void *argument)
{
	struct victims *victims = argument;

	victims->count += credential_erases(record, victims->pattern);
	return true;
}

static void make_pattern(const struct credential *entry,
			 struct credential *pattern)
{
	for (int f = 0; f < FIELD_COUNT; f++)
		if ((field_info[f].flags & FIELD_IS_ADDRESS) ||
		    f == FIELD_PASSWORD || f == FIELD_CREDENTIAL)
			credential_set(pattern, (enum field)f,
				       entry->values[f]);
}

/* Keeps a random secret at the pattern's address, and nothing else. */
static enum status mark(const struct config *config,
			const struct backend *backend,
			struct credential *pattern, struct error *e)
{
	unsigned char random[MARK_BYTES];
	char text[2 * MARK_BYTES + 1];

	if (sodium_init() < 0)
		return error_set(e, STATUS_FAILED, "cannot start libsodium");
	randombytes_buf(random, sizeof(random));
	(void)sodium_bin2hex(text, sizeof(text), random, sizeof(random));
	credential_set(pattern, FIELD_CREDENTIAL, NULL);
	credential_set(pattern, FIELD_PASSWORD, text);
	/* Should it stay, for want of power: it is handed to nobody. */
	credential_set(pattern, FIELD_DISABLED, "1");
	return keeping_store(config, backend, pattern, e);
}

/* Erases it in one back-end, the one that it came from. */
static enum status forget_there(const struct config *config,
				const struct backend *backend,
				const struct credential *entry, struct error *e)
{
	struct credential pattern = { 0 };
	struct victims victims = { .pattern = &pattern };
	enum status status = keeping_may_change(config, entry, e);

	make_pattern(entry, &pattern);
	if (status == STATUS_OK)
		status = backend->get(backend, config, &pattern, count,
				      &victims, e);
	if (status == STATUS_OK && victims.count > 1)
		status = mark(config, backend, &pattern, e);
	if (status == STATUS_OK)
		status = backend->erase(backend, config, &pattern, e);
	credential_clear(&pattern);
	return status;
}

static enum status forget_one(const struct config *config,
			      const struct backend *backend,
			      const struct credential *entry, struct error *e)
{
	enum status status = keeping_home(entry, &backend, e);

	return status == STATUS_OK ? forget_there(config, backend, entry, e)
				   : status;
}

enum status forget_held(const struct config *config,
			const struct backend *backend,
			const struct credential *entry, struct error *e)
{
	struct credential left = { 0 };
	enum status looked = STATUS_OK;
	enum status status;

	cache_forget(config, entry);
	status = forget_one(config, backend, entry, e);
	cache_forget(config, entry);

	/* An older copy may have been hidden in the other place. */
	for (int i = 0; i < PLACES && status == STATUS_OK; i++) {
		looked = keeping_find(config, backend, entry, &left, e);
		if (looked != STATUS_OK)
			break;
		status = forget_one(config, backend, &left, e);
		cache_forget(config, entry);
	}
	credential_clear(&left);
	if (status != STATUS_OK || looked == STATUS_NOT_FOUND)
		return status;
	return looked == STATUS_OK
		       ? error_set(e, STATUS_FAILED,
				   "the entry is still there after erasing it")
		       : looked;
}

enum status forget(const struct config *config, const struct backend *backend,
		   const struct credential *entry, struct error *e)
{
	int lock;
	enum status status = keeping_lock(entry, &lock, e);

	if (status == STATUS_OK)
		status = forget_held(config, backend, entry, e);
	keeping_unlock(lock);
	return status;
}
