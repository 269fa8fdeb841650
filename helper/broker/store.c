#include <string.h>
#include <strings.h>

#include "helper/broker/broker.h"
#include "helper/broker/compose.h"
#include "helper/broker/enrol.h"
#include "helper/broker/explain.h"
#include "helper/broker/known.h"
#include "helper/catalogue/catalogue.h"
#include "helper/definition/fields.h"
#include "helper/definition/token.h"
#include "helper/entries/entries.h"
#include "helper/events/event.h"
#include "helper/network/verify.h"
#include "protocol/core/text.h"
#include "protocol/git/git.h"

/* A token on its way in, whose own flow asks nobody. */
struct storing {
	struct enrolment c;
	bool provider_known;
	bool kept; /* and not for what was told beside the token */
};

static bool look_for_unchanged(const struct credential *record, void *argument)
{
	struct enrolment *c = argument;

	if (!entry_is_for(record, &c->request, c->provider) ||
	    !credential_same_secret(&c->request, record))
		return true;
	credential_copy(record, &c->old);
	c->unchanged = true;
	return false;
}

static enum status store_record(struct enrolment *c, struct error *e)
{
	int lock;
	enum status status = store_lock(&c->record, &lock, e);

	if (status == STATUS_OK)
		status = store_put(c->store, &c->record, e);
	store_unlock(lock);
	return status;
}

/*
 * The same secret again. What the caller was told beside it may be new; what
 * it leaves out it may never have been given (git before 2.41).
 */
static enum status keep_unchanged(struct enrolment *c, struct error *e)
{
	static const enum field beside[] = { FIELD_PASSWORD_EXPIRY_UTC,
					     FIELD_OAUTH_REFRESH_TOKEN };
	bool changed = false;

	credential_copy(&c->old, &c->record);
	for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
		const char *told = c->request.values[beside[i]];

		if (!told || text_equal(c->old.values[beside[i]], told))
			continue;
		credential_set(&c->record, beside[i], told);
		if (beside[i] == FIELD_PASSWORD_EXPIRY_UTC)
			credential_set(&c->record, FIELD_EXPIRY_KNOWN, "told");
		changed = true;
	}
	return changed ? store_record(c, e) : STATUS_OK;
}

/* The caller named nobody, and what is there may be somebody else's. */
static enum status refuse_to_replace(const struct enrolment *c, struct error *e)
{
	const char *person = c->old.values[FIELD_EMAIL];
	const char *username = c->old.values[FIELD_USERNAME];

	error_set(e, STATUS_REFUSED,
		  "the token was not kept: one of %s is kept in its place",
		  text_is_empty(person) ? "an unknown account" : person);
	error_hint(e,
		   "give this one a 'username=NAME', or erase the other one "
		   "first, 'username=%s'",
		   text_is_empty(username) ? "" : username);
	return STATUS_REFUSED;
}

static enum status weigh_unclear(struct enrolment *c, struct error *e)
{
	bool verified = c->has_old && c->old.values[FIELD_VERIFIED];

	if (c->store->config->policy == POLICY_REQUIRE || verified)
		return explain_unverified(c->provider, &c->answer, verified, e);
	if (c->has_old && text_is_empty(c->request.values[FIELD_USERNAME]))
		return refuse_to_replace(c, e);
	compose_doubt(c->answer.verdict, &c->record);
	return STATUS_OK;
}

/* Whether two records are known to be of one person. */
static bool is_same_person(const struct credential *a,
			   const struct credential *b)
{
	static const enum field identity[] = { FIELD_ID, FIELD_EMAIL };

	for (size_t i = 0; i < sizeof(identity) / sizeof(identity[0]); i++)
		if (!text_is_empty(a->values[identity[i]]) &&
		    !text_is_empty(b->values[identity[i]]))
			return text_equal(a->values[identity[i]],
					  b->values[identity[i]]);
	return false;
}

static enum status weigh_good(const struct enrolment *c, struct error *e)
{
	if (c->has_old && c->old.values[FIELD_VERIFIED] &&
	    text_is_empty(c->request.values[FIELD_USERNAME]) &&
	    !is_same_person(&c->old, &c->record))
		return refuse_to_replace(c, e);
	return STATUS_OK;
}

static enum status check_request(const struct enrolment *c, struct error *e)
{
	const char *protocol = c->request.values[FIELD_PROTOCOL];

	if (text_equal(protocol, "http") && !c->provider->loopback) {
		error_set(e, STATUS_MALFORMED,
			  "the host '%s' belongs to %s and is spoken to by "
			  "https only",
			  c->request.values[FIELD_HOST], c->provider->title);
		error_hint(e, "use 'protocol=https'");
		return STATUS_MALFORMED;
	}
	if (text_is_empty(credential_token(&c->request)))
		return error_set(e, STATUS_MALFORMED, "the token is empty");
	if (typed_field_check(c->provider, &c->request, e) != STATUS_OK) {
		error_hint(e, "use 'ringbearer connect %s'", c->provider->name);
		return STATUS_MALFORMED;
	}
	return STATUS_OK;
}

static void note_doubt(const struct enrolment *c, struct error *e)
{
	explain_doubt(c->provider, &c->answer, e);
	if (!token_text_fits(c->provider, credential_token(&c->request)))
		error_set(e, STATUS_OK, "%s; it does not look like one of %s",
			  e->message, c->provider->title);
}

static enum status enrol(struct storing *s, struct error *e)
{
	struct enrolment *c = &s->c;
	bool asked = c->provider && c->store->config->policy != POLICY_OFF;
	enum verdict_kind kind = VERDICT_KIND_UNCLEAR;
	enum status status = c->provider ? check_request(c, e) : STATUS_OK;

	if (status == STATUS_OK && asked)
		kind = enrol_verify(c);
	if (kind == VERDICT_KIND_REJECTED)
		return explain_refusal(c->provider, &c->answer, e);
	if (status == STATUS_OK)
		status = enrol_compose(c, kind, e);
	if (status == STATUS_OK && asked)
		status = kind == VERDICT_KIND_GOOD ? weigh_good(c, e)
						   : weigh_unclear(c, e);
	if (status == STATUS_OK)
		status = enrol_keep(c, e);
	s->kept = status == STATUS_OK;
	if (s->kept && asked && kind == VERDICT_KIND_UNCLEAR)
		note_doubt(c, e);
	return status;
}

static enum status find_provider(struct storing *s, struct error *e)
{
	struct enrolment *c = &s->c;
	enum status status = STATUS_OK;

	if (!s->provider_known)
		status = catalogue_find_for(c->store->config, &c->request,
					    &c->provider, e);
	s->provider_known = true;
	return status;
}

/* The same secret again, which is an event if its verdict is another now. */
static enum status keep_known(struct storing *s, struct error *e)
{
	enum status status = known_answer(s->c.store, &s->c.old, &s->kept, e);

	return status == STATUS_OK ? keep_unchanged(&s->c, e) : status;
}

static enum status keep_request(struct storing *s, struct error *e)
{
	struct enrolment *c = &s->c;
	enum status status = STATUS_OK;

	/* Only then does it matter for finding the same secret. */
	if (text_is_empty(c->request.values[FIELD_USERNAME]))
		status = find_provider(s, e);
	if (status == STATUS_OK)
		status = entries_at_host(c->store, &c->request,
					 look_for_unchanged, c, e);
	if (store_despite(status, e) == STATUS_NOT_FOUND)
		status = STATUS_OK;
	if (status == STATUS_OK && c->unchanged)
		return keep_known(s, e);
	if (status == STATUS_OK)
		status = find_provider(s, e);
	return status == STATUS_OK ? enrol(s, e) : status;
}

static void announce_kept(const struct storing *s)
{
	const struct event event = {
		.kind = s->c.unchanged ? EVENT_VERIFIED : EVENT_STORED,
		.record = &s->c.record,
		.detail = s->c.record.values[FIELD_VERDICT],
	};

	if (s->kept)
		announce(s->c.store->config, &event, NULL);
}

static bool is_ephemeral(const struct credential *request)
{
	static const char *const words[] = { "1", "true", "yes", "on" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (request->values[FIELD_EPHEMERAL] &&
		    strcasecmp(request->values[FIELD_EPHEMERAL], words[i]) == 0)
			return true;
	return false;
}

/* What git could not be given is kept for nobody, whoever brings it. */
static enum status check_lengths(const struct credential *request,
				 struct error *e)
{
	for (int f = 0; f < FIELD_COUNT; f++) {
		const char *key = field_info[f].key;
		const char *value = request->values[f];

		if (value && (field_info[f].flags & FIELD_IS_KEPT) &&
		    strlen(key) + strlen(value) + 2 > GIT_LINE_MAX)
			return error_set(e, STATUS_MALFORMED,
					 "'%s' makes a line of more than %d "
					 "bytes",
					 key, GIT_LINE_MAX);
	}
	return STATUS_OK;
}

/* Everybody would see it: in lists, events, names of files. */
static enum status check_username(const struct credential *request,
				  struct error *e)
{
	if (!credential_has_token_as_username(request))
		return STATUS_OK;
	error_set(e, STATUS_MALFORMED,
		  "nothing was stored for '%s': its username seems to be the "
		  "token",
		  request->values[FIELD_HOST]);
	error_hint(e, "give the token as the password, with any username: "
		      "'username=x-access-token'");
	return STATUS_MALFORMED;
}

enum status broker_store(const struct store *store,
			 const struct credential *request, struct error *e)
{
	struct storing s = { .c = { .store = store, .overwrites = true } };
	enum status status;

	if (!credential_has_secret(request) || is_ephemeral(request))
		return STATUS_OK;
	status = check_lengths(request, e);
	if (status == STATUS_OK)
		status = check_username(request, e);
	credential_copy(request, &s.c.request);
	if (status == STATUS_OK)
		status = keep_request(&s, e);
	if (status == STATUS_OK)
		announce_kept(&s);
	enrol_clear(&s.c);
	return status;
}
