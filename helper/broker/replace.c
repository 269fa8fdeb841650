#include "helper/broker/compose.h"
#include "helper/broker/enrol.h"
#include "helper/entries/replaced.h"
#include "helper/entries/update.h"
#include "helper/events/event.h"
#include "protocol/core/text.h"

/* The entry that held this token before anybody knew whose it is. */
static enum status erase_nameless(struct enrolment *c, struct error *e)
{
	struct credential nameless = { 0 };
	struct credential found = { 0 };
	enum status status;

	credential_copy(&c->request, &nameless);
	credential_set(&nameless, FIELD_USERNAME, "");
	status = store_find(c->store, &nameless, &found, e);
	status = store_despite(status, e);
	if (status == STATUS_OK && credential_same_secret(&found, &nameless))
		status = store_erase(c->store, &nameless, e);
	credential_clear(&nameless);
	credential_clear(&found);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* Whether both are there with the same secret, or neither (NULL) is. */
static bool is_same(const struct credential *a, const struct credential *b)
{
	return a && b ? credential_same_secret(a, b) : a == b;
}

static const struct credential *seen_there(const struct enrolment *c)
{
	for (size_t i = 0; i < c->seen.count; i++)
		if (credential_same_address(&c->seen.items[i], &c->record))
			return &c->seen.items[i];
	return NULL;
}

/*
 * Looks at the place once more: while the provider was asked, another process
 * may have done the same.
 */
static enum status look_again(const struct enrolment *c, struct credential *now,
			      struct error *e)
{
	enum status status =
		store_despite(store_find(c->store, &c->record, now, e), e);
	const struct credential *there = status == STATUS_OK ? now : NULL;

	if (status != STATUS_OK && status != STATUS_NOT_FOUND)
		return status;
	/* Gone before enrol_see() looked, but not before the caller did. */
	if (c->stays && !there)
		return update_refuse(&c->record, "the token was not kept",
				     "erased", e);
	if (is_same(there, &c->record) ||
	    (is_same(there, c->has_old ? &c->old : NULL) &&
	     (c->partly_seen || is_same(there, seen_there(c)))))
		return STATUS_OK;
	return update_refuse(&c->record, "the token was not kept",
			     there ? "given another one" : "erased", e);
}

/* The token that is replaced, and when it ends, for `rotate --undo`. */
static void keep_previous(const struct credential *replaced,
			  struct credential *record)
{
	credential_set(record, FIELD_PREVIOUS, credential_token(replaced));
	credential_set(record, FIELD_PREVIOUS_EXPIRY,
		       replaced->values[FIELD_PASSWORD_EXPIRY_UTC]);
	credential_set(record, FIELD_PREVIOUS_KNOWN,
		       replaced->values[FIELD_EXPIRY_KNOWN]);
}

enum status enrol_keep_held(struct enrolment *c, struct error *e)
{
	struct credential now = { 0 };
	const struct credential *there = c->overwrites ? &c->old : &now;
	enum status status = c->overwrites ? STATUS_OK : look_again(c, &now, e);

	if (status == STATUS_OK) {
		compose_inherit(there, &c->record);
		compose_type(c->provider, there, &c->record);
		if (!c->overwrites)
			replaced_note(there, &c->record);
		if (c->keeps_old)
			keep_previous(there, &c->record);
		status = store_put(c->store, &c->record, e);
	}
	credential_clear(&now);
	if (status == STATUS_OK && !c->stays && !c->overwrites &&
	    !text_is_empty(c->record.values[FIELD_USERNAME]))
		status = erase_nameless(c, e);
	return status;
}

enum status enrol_keep(struct enrolment *c, struct error *e)
{
	int lock;
	enum status status = store_lock(&c->record, &lock, e);

	if (status == STATUS_OK)
		status = enrol_keep_held(c, e);
	store_unlock(lock);
	return status;
}

void enrol_announce(const struct enrolment *c, struct error *note)
{
	const char *verdict = c->record.values[FIELD_VERDICT];
	struct event event = {
		.kind = c->stays ? EVENT_ROTATED : EVENT_STORED,
		.record = &c->record,
		.detail = verdict,
	};

	if (c->unchanged)
		event.kind = EVENT_VERIFIED;
	if (!c->unchanged || !text_equal(verdict, c->old.values[FIELD_VERDICT]))
		announce(c->store->config, &event, note);
}
