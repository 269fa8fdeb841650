#include <stdio.h>
#include <string.h>

#include "helper/announce.h"
#include "helper/connecting.h"
#include "helper/entries.h"
#include "helper/keeping.h"
#include "protocol/text.h"

enum {
	SHOWN = 256
};

void connecting_clear(struct connecting *c)
{
	provider_free(c->provider);
	credential_clear(&c->request);
	entries_clear(&c->seen);
	verification_clear(&c->answer);
	credential_clear(&c->record);
	credential_clear(&c->old);
	*c = (struct connecting){ 0 };
}

void connecting_set_address(struct connecting *c)
{
	const struct provider *provider = c->provider;
	bool plain = provider->loopback && provider->step_count > 0 &&
		     strncmp(provider->steps[0].url, "http:", 5) == 0;

	credential_set(&c->request, FIELD_PROTOCOL, plain ? "http" : "https");
	credential_set(&c->request, FIELD_HOST, provider->hosts.items[0]);
}

enum judgement connecting_verify(struct connecting *c)
{
	verification_clear(&c->answer);
	verify(c->config, c->provider, &c->request, &c->answer);
	switch (c->answer.verdict) {
	case VERDICT_OK:
	case VERDICT_LIMITED:
		return JUDGEMENT_GOOD;
	case VERDICT_INVALID:
	case VERDICT_EXPIRED:
	case VERDICT_REVOKED:
	case VERDICT_WRONG_PLACE:
		return JUDGEMENT_BAD;
	default:
		return JUDGEMENT_UNCLEAR;
	}
}

enum status connecting_see(struct connecting *c, struct error *e)
{
	return entries_at_host(c->config, c->backend, &c->request, &c->seen, e);
}

/* The same secret, under any username if none is wanted. */
static void find_same(struct connecting *c)
{
	const char *wanted = c->request.values[FIELD_USERNAME];

	for (size_t i = 0; i < c->seen.count && !c->has_old; i++) {
		const struct credential *record = &c->seen.items[i];

		if (!credential_same_secret(record, &c->request) ||
		    (!text_is_empty(wanted) &&
		     !text_equal(record->values[FIELD_USERNAME], wanted)))
			continue;
		credential_copy(record, &c->old);
		c->has_old = true;
	}
}

static enum status find_old(struct connecting *c, struct error *e)
{
	enum status status =
		keeping_find(c->config, c->backend, &c->record, &c->old, e);

	c->has_old = status == STATUS_OK;
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* A token that is kept already keeps what is known of it. */
static void keep_expiry(struct connecting *c)
{
	static const enum field fields[] = { FIELD_PASSWORD_EXPIRY_UTC,
					     FIELD_EXPIRY_KNOWN };

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		credential_set(&c->record, fields[i], c->old.values[fields[i]]);
}

static enum status compose_unclear(struct connecting *c, struct error *e)
{
	enum status status = STATUS_OK;

	find_same(c);
	if (c->has_old)
		credential_copy(&c->old, &c->record);
	else
		status = find_old(c, e);
	/* Without a reason nobody was asked. */
	if (credential_extra(&c->answer.learnt, VERIFY_REASON))
		keeping_doubt(c->answer.verdict, &c->record);
	return status;
}

enum status connecting_compose(struct connecting *c, enum judgement judgement,
			       struct error *e)
{
	enum status status;

	keeping_compose(&c->request, c->provider, &c->record);
	if (judgement == JUDGEMENT_UNCLEAR && !c->stays) {
		status = compose_unclear(c, e);
	} else {
		if (judgement == JUDGEMENT_GOOD)
			keeping_learn(&c->answer, &c->record);
		if (c->stays)
			credential_set(&c->record, FIELD_USERNAME,
				       c->request.values[FIELD_USERNAME]);
		status = find_old(c, e);
	}
	c->unchanged =
		c->has_old && credential_same_secret(&c->old, &c->record);
	if (c->unchanged)
		keep_expiry(c);
	return status;
}

static void add_difference(const char *what, const char *old, const char *new,
			   struct buffer *out)
{
	char from[SHOWN], to[SHOWN];
	char line[2 * SHOWN + 32];

	text_sanitize(old, from, sizeof(from));
	text_sanitize(text_is_empty(new) ? "not known" : new, to, sizeof(to));
	(void)snprintf(line, sizeof(line), "%s: %s -> %s\n", what, from, to);
	buffer_add_text(out, line);
}

static bool differs(const struct connecting *c, enum field field)
{
	const char *old = c->old.values[field];
	const char *new = c->record.values[field];

	return !text_is_empty(old) &&
	       (text_is_empty(new) || strcmp(old, new) != 0);
}

static bool is_nobody(const struct credential *record)
{
	return record->values[FIELD_PROVIDER] &&
	       text_is_empty(record->values[FIELD_ID]) &&
	       text_is_empty(record->values[FIELD_EMAIL]);
}

void connecting_differences(const struct connecting *c, struct buffer *out)
{
	static const struct {
		enum field field;
		const char *what;
	} compared[] = {
		{ FIELD_NAME, "name" },
		{ FIELD_EMAIL, "email" },
		{ FIELD_ID, "user" },
	};
	/* People rename themselves and change their address: the id counts. */
	enum field decides =
		text_is_empty(c->old.values[FIELD_ID]) ? FIELD_EMAIL : FIELD_ID;

	if (!c->has_old)
		return;
	for (size_t i = 0; i < sizeof(compared) / sizeof(compared[0]); i++)
		if (differs(c, decides) && differs(c, compared[i].field))
			add_difference(compared[i].what,
				       c->old.values[compared[i].field],
				       c->record.values[compared[i].field],
				       out);
	if (!c->unchanged && is_nobody(&c->old) && is_nobody(&c->record))
		add_difference("user", "not known", NULL, out);
	if (differs(c, FIELD_ORGANIZATION))
		add_difference("organization",
			       c->old.values[FIELD_ORGANIZATION],
			       c->record.values[FIELD_ORGANIZATION], out);
}

/* The entry that held this token before anybody knew whose it is. */
static enum status erase_nameless(struct connecting *c, struct error *e)
{
	struct credential nameless = { 0 };
	struct credential found = { 0 };
	enum status status;

	credential_copy(&c->request, &nameless);
	credential_set(&nameless, FIELD_USERNAME, "");
	status = keeping_find(c->config, c->backend, &nameless, &found, e);
	if (status == STATUS_OK && credential_same_secret(&found, &nameless))
		status = c->backend->erase(c->config, &nameless, e);
	credential_clear(&nameless);
	credential_clear(&found);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* Whether both are there with the same secret, or neither (NULL) is. */
static bool is_same(const struct credential *a, const struct credential *b)
{
	return a && b ? credential_same_secret(a, b) : a == b;
}

static const struct credential *seen_there(const struct connecting *c)
{
	for (size_t i = 0; i < c->seen.count; i++)
		if (credential_same_address(&c->seen.items[i], &c->record))
			return &c->seen.items[i];
	return NULL;
}

static enum status refuse_changed(const struct connecting *c, bool there,
				  struct error *e)
{
	char name[SHOWN];

	entry_name(&c->record, name, sizeof(name));
	error_set(e, STATUS_FAILED,
		  "the token was not kept: '%s' has been %s meanwhile", name,
		  there ? "given another one" : "erased");
	error_hint(e, "see 'ringbearer list'; then do it again, if need be");
	return STATUS_FAILED;
}

/*
 * Looks at the place once more: while the provider was asked, another process
 * may have done the same.
 */
static enum status look_again(const struct connecting *c,
			      struct credential *now, struct error *e)
{
	enum status status =
		keeping_find(c->config, c->backend, &c->record, now, e);
	const struct credential *there = status == STATUS_OK ? now : NULL;

	if (status != STATUS_OK && status != STATUS_NOT_FOUND)
		return status;
	if (is_same(there, &c->record) ||
	    (is_same(there, c->has_old ? &c->old : NULL) &&
	     is_same(there, seen_there(c))))
		return STATUS_OK;
	return refuse_changed(c, there != NULL, e);
}

static enum status replace(struct connecting *c, struct error *e)
{
	struct credential now = { 0 };
	enum status status = look_again(c, &now, e);

	if (status == STATUS_OK) {
		keeping_inherit(&now, &c->record);
		if (c->keeps_old)
			credential_set(&c->record, FIELD_PREVIOUS,
				       credential_token(&now));
		status = keeping_store(c->config, c->backend, &c->record, e);
	}
	credential_clear(&now);
	if (status == STATUS_OK && !c->stays &&
	    !text_is_empty(c->record.values[FIELD_USERNAME]))
		status = erase_nameless(c, e);
	return status;
}

void connecting_announce(const struct connecting *c, struct error *note)
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
		announce(c->config, &event, note);
}

enum status connecting_keep(struct connecting *c, struct error *e)
{
	int lock;
	enum status status = keeping_lock(&lock, e);

	if (status == STATUS_OK)
		status = replace(c, e);
	keeping_unlock(lock);
	return status;
}

bool connecting_account(const struct connecting *c, size_t index,
			struct account *out)
{
	const struct credential *learnt = &c->answer.learnt;
	const size_t prefix = strlen(VERIFY_CHOICE);

	for (size_t i = 0; i < learnt->extra_count; i++)
		if (strncmp(learnt->extras[i].key, VERIFY_CHOICE, prefix) ==
			    0 &&
		    index-- == 0) {
			out->id = learnt->extras[i].key + prefix;
			out->label = learnt->extras[i].value;
			return true;
		}
	return false;
}
