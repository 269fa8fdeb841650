#include <sodium.h>

#include "helper/entries/erase.h"

enum {
	MARK_BYTES = 16,
	PLACES = 2, /* `auto` has two */
};

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
static enum status mark(const struct store *store, struct credential *pattern,
			struct error *e)
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
	return store_put(store, pattern, e);
}

/* Erases it in one back-end, the one that it came from. */
static enum status forget_there(const struct store *store,
				const struct credential *entry, struct error *e)
{
	struct credential pattern = { 0 };
	struct search taken = { .pattern = &pattern, .erases = true };
	enum status status = store_may_change(store, entry, e);

	make_pattern(entry, &pattern);
	if (status == STATUS_OK)
		status = store_search(store, &pattern, search_pass, &taken, e);
	if (status == STATUS_OK && taken.found > 1)
		status = mark(store, &pattern, e);
	if (status == STATUS_OK)
		status = store_erase(store, &pattern, e);
	credential_clear(&pattern);
	return status;
}

static enum status forget_one(const struct store *store,
			      const struct credential *entry, struct error *e)
{
	struct store home;
	enum status status = store_home(store, entry, &home, e);

	return status == STATUS_OK ? forget_there(&home, entry, e) : status;
}

enum status entry_erase_held(const struct store *store,
			     const struct credential *entry, struct error *e)
{
	struct credential left = { 0 };
	enum status looked = STATUS_OK;
	enum status status;

	status = forget_one(store, entry, e);

	/* An older copy may have been hidden in the other place. */
	for (int i = 0; i < PLACES && status == STATUS_OK; i++) {
		looked = store_find(store, entry, &left, e);
		if (looked != STATUS_OK)
			break;
		status = forget_one(store, &left, e);
	}
	credential_clear(&left);
	if (status != STATUS_OK || looked == STATUS_NOT_FOUND)
		return status;
	return looked == STATUS_OK
		       ? error_set(e, STATUS_FAILED,
				   "the entry is still there after erasing it")
		       : looked;
}

enum status entry_erase(const struct store *store,
			const struct credential *entry, struct error *e)
{
	int lock;
	enum status status = store_lock(entry, &lock, e);

	if (status == STATUS_OK)
		status = entry_erase_held(store, entry, e);
	store_unlock(lock);
	return status;
}
