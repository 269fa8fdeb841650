#include <stdio.h>
#include <string.h>

#include "helper/broker/compose.h"
#include "helper/broker/enrol.h"
#include "helper/definition/fields.h"
#include "helper/entries/store.h"
#include "protocol/core/text.h"

enum {
	SHOWN = 256
};

void enrol_clear(struct enrolment *c)
{
	provider_free(c->provider);
	credential_clear(&c->request);
	credentials_clear(&c->seen);
	verification_clear(&c->answer);
	credential_clear(&c->record);
	credential_clear(&c->old);
	*c = (struct enrolment){ 0 };
}

void enrol_set_address(struct enrolment *c)
{
	const struct provider *provider = c->provider;
	bool plain = provider->loopback && provider->step_count > 0 &&
		     strncmp(provider->steps[0].url, "http:", 5) == 0;

	credential_set(&c->request, FIELD_PROTOCOL, plain ? "http" : "https");
	credential_set(&c->request, FIELD_HOST, provider->hosts.items[0]);
}

enum field enrol_token_field(const struct credential *request)
{
	return request->values[FIELD_AUTHTYPE] ? FIELD_CREDENTIAL
					       : FIELD_PASSWORD;
}

enum status enrol_verify(struct enrolment *c, enum verdict_kind *kind,
			 struct error *e)
{
	verification_clear(&c->answer);
	verify(c->store->config, c->provider, &c->request, &c->answer);
	*kind = verdict_kind(c->answer.verdict);
	if (!c->answer.nonsense)
		return STATUS_OK;
	error_set(e, STATUS_UNVERIFIED, VERIFY_NONSENSE);
	error_hint(e, "nothing was stored; install ringbearer again, and if it "
		      "stays, do not trust this provider");
	return STATUS_UNVERIFIED;
}

enum status enrol_see(struct enrolment *c, struct error *e)
{
	enum status status = entries_at_host(c->store, &c->request,
					     credentials_add, &c->seen, e);

	if (store_despite(status, e) == STATUS_NOT_FOUND)
		return STATUS_OK;
	/* A damaged neighbour; one in the way is met when it is replaced. */
	c->partly_seen = status == STATUS_FAILED;
	return c->partly_seen ? STATUS_OK : status;
}

/* The same secret, under any username if none is wanted. */
static void find_same(struct enrolment *c)
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

static enum status find_old(struct enrolment *c, struct error *e)
{
	enum status status;

	credential_clear(&c->old);
	status = store_find(c->store, &c->record, &c->old, e);
	status = store_despite(status, e);
	c->has_old = status == STATUS_OK;
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* A token that is kept already keeps what is known of it. */
static void keep_expiry(struct enrolment *c)
{
	static const enum field fields[] = { FIELD_PASSWORD_EXPIRY_UTC,
					     FIELD_EXPIRY_KNOWN };

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		credential_set(&c->record, fields[i], c->old.values[fields[i]]);
}

static enum status compose_unclear(struct enrolment *c, struct error *e)
{
	enum status status = STATUS_OK;

	find_same(c);
	if (c->has_old) {
		credential_copy(&c->old, &c->record);
		typed_field_copy(c->provider, &c->request, &c->record);
	} else {
		status = find_old(c, e);
	}
	/* Without a reason nobody was asked. */
	if (credential_extra(&c->answer.learnt, VERIFY_REASON))
		compose_doubt(c->answer.verdict, &c->record);
	return status;
}

enum status enrol_compose(struct enrolment *c, enum verdict_kind kind,
			  struct error *e)
{
	enum status status;

	compose_request(&c->request, c->provider, &c->record);
	if (kind == VERDICT_KIND_UNCLEAR && !c->stays && !c->overwrites) {
		status = compose_unclear(c, e);
	} else {
		if (kind == VERDICT_KIND_GOOD)
			compose_verified(&c->answer, &c->record);
		if (c->stays)
			credential_set(&c->record, FIELD_USERNAME,
				       c->request.values[FIELD_USERNAME]);
		status = find_old(c, e);
	}
	if (c->overwrites)
		return status;
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

static bool differs(const struct enrolment *c, enum field field)
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

void enrol_differences(const struct enrolment *c, struct buffer *out)
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

bool enrol_account(const struct enrolment *c, size_t index, struct account *out)
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
