#include <string.h>
#include <strings.h>

#include "helper/broker/broker.h"
#include "helper/broker/compose.h"
#include "helper/broker/explain.h"
#include "helper/catalogue/catalogue.h"
#include "helper/definition/fields.h"
#include "helper/definition/token.h"
#include "helper/entries/entries.h"
#include "helper/events/event.h"
#include "helper/network/verify.h"
#include "protocol/core/text.h"
#include "protocol/git/git.h"

/* The record of a store, and what is there already. */
struct storing {
	const struct store *store;
	const struct credential *request;
	struct provider *provider; /* NULL: the host is nobody's */
	bool provider_known;
	struct credential record;
	struct credential old; /* at the same address, or the same secret */
	bool unchanged;
	bool replaces; /* `old` is at the address of `record` */
	bool kept;     /* `record`, and not for what was told beside it */
};

static bool look_for_unchanged(const struct credential *record, void *argument)
{
	struct storing *s = argument;

	if (!entry_is_for(record, s->request, s->provider) ||
	    !credential_same_secret(s->request, record))
		return true;
	credential_copy(record, &s->old);
	s->unchanged = true;
	return false;
}

/* Looks for an older entry, and takes over what was noted there. */
static enum status find_old(struct storing *s, struct error *e)
{
	enum status status = store_find(s->store, &s->record, &s->old, e);

	if (status == STATUS_NOT_FOUND)
		return STATUS_OK;
	if (status == STATUS_OK) {
		s->replaces = true;
		compose_inherit(&s->old, &s->record);
	}
	return status;
}

static enum status store_record(struct storing *s, struct error *e)
{
	int lock;
	enum status status = store_lock(&s->record, &lock, e);

	if (status == STATUS_OK)
		status = store_put(s->store, &s->record, e);
	store_unlock(lock);
	return status;
}

static enum status keep(struct storing *s, struct error *e)
{
	enum status status;

	compose_type(s->provider, &s->old, &s->record);
	status = store_record(s, e);
	s->kept = status == STATUS_OK;
	return status;
}

/*
 * The same secret again. What the caller was told beside it may be new; what
 * it leaves out it may never have been given (git before 2.41).
 */
static enum status keep_unchanged(struct storing *s, struct error *e)
{
	static const enum field beside[] = { FIELD_PASSWORD_EXPIRY_UTC,
					     FIELD_OAUTH_REFRESH_TOKEN };
	bool changed = false;

	credential_copy(&s->old, &s->record);
	for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
		const char *told = s->request->values[beside[i]];

		if (!told || text_equal(s->old.values[beside[i]], told))
			continue;
		credential_set(&s->record, beside[i], told);
		if (beside[i] == FIELD_PASSWORD_EXPIRY_UTC)
			credential_set(&s->record, FIELD_EXPIRY_KNOWN, "told");
		changed = true;
	}
	return changed ? store_record(s, e) : STATUS_OK;
}

/* The caller named nobody, and what is there may be somebody else's. */
static enum status refuse_to_replace(const struct storing *s, struct error *e)
{
	const char *person = s->old.values[FIELD_EMAIL];
	const char *username = s->old.values[FIELD_USERNAME];

	error_set(e, STATUS_REFUSED,
		  "the token was not kept: one of %s is kept in its place",
		  text_is_empty(person) ? "an unknown account" : person);
	error_hint(e,
		   "give this one a 'username=NAME', or erase the other one "
		   "first, 'username=%s'",
		   text_is_empty(username) ? "" : username);
	return STATUS_REFUSED;
}

/* Nobody could tell whether the token is good. */
static enum status keep_unverified(struct storing *s,
				   const struct verification *v,
				   struct error *e)
{
	bool verified = s->replaces && s->old.values[FIELD_VERIFIED];
	enum status status;

	if (s->store->config->policy == POLICY_REQUIRE || verified)
		return explain_unverified(s->provider, v, verified, e);
	if (s->replaces && text_is_empty(s->request->values[FIELD_USERNAME]))
		return refuse_to_replace(s, e);
	compose_doubt(v->verdict, &s->record);
	status = keep(s, e);
	if (status != STATUS_OK)
		return status;
	explain_doubt(s->provider, v, e);
	if (!token_text_fits(s->provider, credential_token(s->request)))
		error_set(e, STATUS_OK, "%s; it does not look like one of %s",
			  e->message, s->provider->title);
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

static enum status keep_verified(struct storing *s, struct error *e)
{
	enum status status = find_old(s, e);

	if (status != STATUS_OK)
		return status;
	if (s->replaces && s->old.values[FIELD_VERIFIED] &&
	    text_is_empty(s->request->values[FIELD_USERNAME]) &&
	    !is_same_person(&s->old, &s->record))
		return refuse_to_replace(s, e);
	return keep(s, e);
}

static enum status judge(struct storing *s, struct error *e)
{
	struct verification v = { 0 };
	enum status status;

	verify(s->store->config, s->provider, s->request, &v);
	switch (v.verdict) {
	case VERDICT_INVALID:
	case VERDICT_EXPIRED:
	case VERDICT_REVOKED:
	case VERDICT_WRONG_PLACE:
		status = explain_refusal(s->provider, &v, e);
		break;
	case VERDICT_OK:
	case VERDICT_LIMITED:
		compose_verified(&v, &s->record);
		status = keep_verified(s, e);
		break;
	default:
		status = find_old(s, e);
		if (status == STATUS_OK)
			status = keep_unverified(s, &v, e);
	}
	verification_clear(&v);
	return status;
}

static enum status keep_for_provider(struct storing *s, struct error *e)
{
	const char *protocol = s->request->values[FIELD_PROTOCOL];
	enum status status;

	if (text_equal(protocol, "http") && !s->provider->loopback) {
		error_set(e, STATUS_MALFORMED,
			  "the host '%s' belongs to %s and is spoken to by "
			  "https only",
			  s->request->values[FIELD_HOST], s->provider->title);
		error_hint(e, "use 'protocol=https'");
		return STATUS_MALFORMED;
	}
	if (text_is_empty(credential_token(s->request)))
		return error_set(e, STATUS_MALFORMED, "the token is empty");
	if (typed_check(s->provider, s->request, e) != STATUS_OK) {
		error_hint(e, "use 'ringbearer connect %s'", s->provider->name);
		return STATUS_MALFORMED;
	}
	if (s->store->config->policy != POLICY_OFF)
		return judge(s, e);
	status = find_old(s, e);
	return status == STATUS_OK ? keep(s, e) : status;
}

static enum status find_provider(struct storing *s, struct error *e)
{
	enum status status = STATUS_OK;

	if (!s->provider_known)
		status = catalogue_find_for(s->store->config, s->request,
					    &s->provider, e);
	s->provider_known = true;
	return status;
}

/* What was kept when it could not be verified, and now has to be. */
static bool must_verify(const struct storing *s)
{
	return s->store->config->policy == POLICY_REQUIRE &&
	       s->old.values[FIELD_PROVIDER] && !s->old.values[FIELD_VERIFIED];
}

static enum status keep_request(struct storing *s, struct error *e)
{
	enum status status = STATUS_OK;

	/* Only then does it matter for finding the same secret. */
	if (text_is_empty(s->request->values[FIELD_USERNAME]))
		status = find_provider(s, e);
	if (status == STATUS_OK)
		status = entries_at_host(s->store, s->request,
					 look_for_unchanged, s, e);
	if (status == STATUS_OK && s->unchanged && !must_verify(s))
		return keep_unchanged(s, e);
	if (status == STATUS_OK)
		status = find_provider(s, e);
	if (status != STATUS_OK)
		return status;
	compose_request(s->request, s->provider, &s->record);
	if (s->provider)
		return keep_for_provider(s, e);
	status = find_old(s, e);
	return status == STATUS_OK ? keep(s, e) : status;
}

/* The same secret is kept again only once somebody could verify it. */
static void announce_kept(const struct storing *s)
{
	const struct event event = {
		.kind = s->unchanged ? EVENT_VERIFIED : EVENT_STORED,
		.record = &s->record,
		.detail = s->record.values[FIELD_VERDICT],
	};

	if (s->kept)
		announce(s->store->config, &event, NULL);
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

enum status broker_store(const struct store *store,
			 const struct credential *request, struct error *e)
{
	struct storing s = {
		.store = store,
		.request = request,
	};
	enum status status;

	if (!credential_has_secret(request) || is_ephemeral(request))
		return STATUS_OK;
	status = check_lengths(request, e);
	if (status == STATUS_OK)
		status = keep_request(&s, e);
	if (status == STATUS_OK)
		announce_kept(&s);
	credential_clear(&s.record);
	credential_clear(&s.old);
	provider_free(s.provider);
	return status;
}
