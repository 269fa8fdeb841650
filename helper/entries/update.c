#include "helper/entries/update.h"
#include "helper/entries/entries.h"
#include "protocol/core/record.h"

enum {
	NAME_SIZE = 256
};

/* Straight to the back-end, not by store_put(), which makes it newer. */
static enum status write_change(struct revising *r, const struct store *home,
				const struct credential *old, struct error *e)
{
	struct credential record = { 0 };
	enum status status = STATUS_OK;

	credential_copy(old, &record);
	r->change(&record, r->argument);
	if (!record_equal(old, &record)) {
		status = store_rewrite(home, &record, e);
		r->changed |= status == STATUS_OK;
	}
	credential_clear(&record);
	return status;
}

static enum status refuse_changed(const struct revising *r, bool there,
				  struct error *e)
{
	char name[NAME_SIZE];

	entry_name(r->seen, name, sizeof(name));
	error_set(e, STATUS_FAILED,
		  "nothing was changed: '%s' has been %s meanwhile", name,
		  there ? "given another token" : "erased");
	error_hint(e, "see 'ringbearer list'; then do it again, if need be");
	return STATUS_FAILED;
}

static enum status revise_one(struct revising *r, struct error *e)
{
	struct store home;
	struct credential now = { 0 };
	enum status status = store_home(r->store, r->seen, &home, e);

	if (status == STATUS_OK)
		status = store_find(&home, r->seen, &now, e);
	if (status == STATUS_NOT_FOUND)
		status = refuse_changed(r, false, e);
	else if (status == STATUS_OK && !credential_same_secret(&now, r->seen))
		status = refuse_changed(r, true, e);
	else if (status == STATUS_OK)
		status = write_change(r, &home, &now, e);
	credential_clear(&now);
	return status;
}

static void take_default(struct credential *record, void *argument)
{
	(void)argument;
	credential_set(record, FIELD_DEFAULT, NULL);
}

static enum status take_default_of_others(struct revising *r, struct error *e)
{
	struct credentials entries = { 0 };
	enum status status = entries_at_host(r->store, r->seen, &entries, e);

	for (size_t i = 0; i < entries.count && status == STATUS_OK; i++) {
		struct revising other = {
			.store = r->store,
			.seen = &entries.items[i],
			.change = take_default,
		};

		if (credential_same_address(other.seen, r->seen))
			continue;
		status = revise_one(&other, e);
		r->changed |= other.changed;
	}
	credentials_clear(&entries);
	return status;
}

enum status revise(struct revising *r, struct error *e)
{
	int lock;
	enum status status = store_lock(r->seen, &lock, e);

	if (status == STATUS_OK)
		status = revise_one(r, e);
	if (status == STATUS_OK && r->alone)
		status = take_default_of_others(r, e);
	store_unlock(lock);
	return status;
}
