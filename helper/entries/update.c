#include "helper/entries/update.h"
#include "helper/entries/entries.h"
#include "protocol/core/record.h"
#include "protocol/core/text.h"

/* Straight to the back-end, not by store_put(), which makes it newer. */
static enum status write_change(struct update *u, const struct store *home,
				const struct credential *old, struct error *e)
{
	struct credential record = { 0 };
	enum status status = STATUS_OK;

	credential_copy(old, &record);
	u->change(&record, u->argument);
	if (!record_equal(old, &record)) {
		status = store_rewrite(home, &record, e);
		u->changed |= status == STATUS_OK;
	}
	credential_clear(&record);
	return status;
}

enum status update_refuse(const struct credential *entry, const char *undone,
			  const char *happened, struct error *e)
{
	char name[ENTRY_NAME_SIZE];

	entry_name(entry, name, sizeof(name));
	error_set(e, STATUS_FAILED, "%s: '%s' has been %s meanwhile", undone,
		  name, happened);
	error_hint(e, "see 'ringbearer list'; then do it again, if need be");
	return STATUS_FAILED;
}

static bool may_change(const struct store *home, const struct credential *now)
{
	struct error ignored = { 0 };

	return !text_equal(now->values[FIELD_CHANGEABLE], "0") &&
	       store_may_change(home, now, &ignored) == STATUS_OK;
}

/* By what is there now, or NULL. */
static enum status update_there(struct update *u, const struct store *home,
				const struct credential *now, struct error *e)
{
	bool same = now && credential_same_secret(now, u->seen);

	if (u->quiet && (!same || !may_change(home, now)))
		return STATUS_OK;
	if (!same)
		return update_refuse(u->seen, "nothing was changed",
				     now ? "given another token" : "erased", e);
	return write_change(u, home, now, e);
}

static enum status update_one(struct update *u, struct error *e)
{
	struct store home;
	struct credential now = { 0 };
	enum status status = store_home(u->store, u->seen, &home, e);

	if (status == STATUS_OK)
		status = store_find(&home, u->seen, &now, e);
	if (status == STATUS_OK)
		status = update_there(u, &home, &now, e);
	else if (status == STATUS_NOT_FOUND)
		status = update_there(u, &home, NULL, e);
	credential_clear(&now);
	return status;
}

static void take_default(struct credential *record, void *argument)
{
	(void)argument;
	credential_set(record, FIELD_DEFAULT, NULL);
}

static enum status take_default_of_others(struct update *u, struct error *e)
{
	struct credentials entries = { 0 };
	enum status status = entries_at_host(u->store, u->seen, credentials_add,
					     &entries, e);

	if (store_despite(status, e) == STATUS_NOT_FOUND)
		status = STATUS_OK;
	for (size_t i = 0; i < entries.count && status == STATUS_OK; i++) {
		struct update other = {
			.store = u->store,
			.seen = &entries.items[i],
			.change = take_default,
		};

		if (credential_same_address(other.seen, u->seen))
			continue;
		status = update_one(&other, e);
		u->changed |= other.changed;
	}
	credentials_clear(&entries);
	return status;
}

enum status entry_update(struct update *u, struct error *e)
{
	int lock;
	enum status status = store_lock(u->seen, &lock, e);

	if (status == STATUS_OK)
		status = update_one(u, e);
	if (status == STATUS_OK && u->alone)
		status = take_default_of_others(u, e);
	store_unlock(lock);
	return status;
}

/* The notes of a request, on their way. */
struct noting {
	const struct credential *request;
	bool preferred;
};

static void note(struct credential *record, void *argument)
{
	const struct noting *n = argument;

	for (size_t i = 0; i < n->request->extra_count; i++) {
		const struct extra *extra = &n->request->extras[i];

		if (extra->note)
			credential_set_note(record, extra->key, extra->value);
	}
	if (n->preferred)
		credential_set(record, FIELD_DEFAULT, "1");
}

static enum status note_entry(const struct store *store,
			      const struct credential *entry, struct noting *n,
			      struct error *e)
{
	struct update u = {
		.store = store,
		.seen = entry,
		.change = note,
		.argument = n,
		.alone = n->preferred,
	};

	return entry_update(&u, e);
}

enum status update_notes(const struct store *store,
			 const struct credential *request, bool preferred,
			 struct error *e)
{
	struct credentials kept = { 0 };
	struct noting n = { request, false };
	struct error failure = { 0 };
	size_t there = 0;
	bool done = false;
	enum status status = entries_at_host(store, request, credentials_add,
					     &kept, &failure);

	if (store_despite(status, &failure) == STATUS_NOT_FOUND)
		status = STATUS_OK;
	for (size_t i = 0; i < kept.count; i++)
		there += text_equal(kept.items[i].values[FIELD_PATH],
				    request->values[FIELD_PATH]);
	n.preferred = preferred && there > 1;
	for (size_t i = 0; i < kept.count && status == STATUS_OK && !done;
	     i++) {
		const struct credential *entry = &kept.items[i];

		if (!entry_is_for(entry, request,
				  entry->values[FIELD_PROVIDER]) ||
		    !credential_same_secret(entry, request))
			continue;
		status = note_entry(store, entry, &n, &failure);
		done = n.preferred;
	}
	if (status != STATUS_OK)
		*e = failure;
	credentials_clear(&kept);
	return status;
}
