#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "helper/broker.h"
#include "helper/explain.h"
#include "helper/verify.h"

static bool is(const char *value, const char *word)
{
	return value && strcmp(value, word) == 0;
}

static bool is_empty(const char *value)
{
	return !value || *value == '\0';
}

/* The record of a store, and what is there already. */
struct keeping {
	const struct config *config;
	const struct backend *backend;
	const struct credential *request;
	struct provider *provider; /* NULL: the host is nobody's */
	bool provider_known;
	struct credential record;
	struct credential old; /* at the same address, or the same secret */
	bool unchanged;
	bool found;
};

static bool fits_username(const struct keeping *k,
			  const struct credential *record)
{
	const char *asked = k->request->values[FIELD_USERNAME];
	const char *kept = record->values[FIELD_USERNAME];

	if (is_empty(asked))
		return k->provider || is_empty(kept);
	return is(kept, asked);
}

static bool same_path(const struct credential *a, const struct credential *b)
{
	const char *left = a->values[FIELD_PATH];
	const char *right = b->values[FIELD_PATH];

	return left && right ? strcmp(left, right) == 0 : left == right;
}

static bool look_for_unchanged(const struct credential *record, void *argument)
{
	struct keeping *k = argument;

	if (!fits_username(k, record) || !same_path(k->request, record) ||
	    !credential_same_secret(k->request, record))
		return true;
	credential_copy(record, &k->old);
	k->unchanged = true;
	return false;
}

static bool look_for_address(const struct credential *record, void *argument)
{
	struct keeping *k = argument;

	if (!credential_same_address(record, &k->record))
		return true;
	credential_copy(record, &k->old);
	k->found = true;
	return false;
}

/* Visits all that is kept for the request's protocol and host. */
static enum status visit_host(struct keeping *k, backend_visit *visit,
			      struct error *e)
{
	struct credential pattern = { 0 };
	enum status status;

	credential_set(&pattern, FIELD_PROTOCOL,
		       k->request->values[FIELD_PROTOCOL]);
	credential_set(&pattern, FIELD_HOST, k->request->values[FIELD_HOST]);
	status = k->backend->get(k->config, &pattern, visit, k, e);
	credential_clear(&pattern);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static long long nanoseconds(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static enum status keep(struct keeping *k, struct error *e)
{
	long long now = nanoseconds();

	if (!k->record.values[FIELD_CREATED])
		credential_set_number(&k->record, FIELD_CREATED,
				      now / 1000000000);
	credential_set_number(&k->record, FIELD_STORED, now);
	return k->backend->store(k->config, &k->record, e);
}

/*
 * The same secret again. What the caller was told beside it may be new; what
 * it leaves out it may never have been given (git before 2.41).
 */
static enum status keep_unchanged(struct keeping *k, struct error *e)
{
	static const enum field beside[] = { FIELD_PASSWORD_EXPIRY_UTC,
					     FIELD_OAUTH_REFRESH_TOKEN };
	bool changed = false;

	credential_copy(&k->old, &k->record);
	for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
		const char *told = k->request->values[beside[i]];

		if (!told || is(k->old.values[beside[i]], told))
			continue;
		credential_set(&k->record, beside[i], told);
		if (beside[i] == FIELD_PASSWORD_EXPIRY_UTC)
			credential_set(&k->record, FIELD_EXPIRY_KNOWN, "told");
		changed = true;
	}
	return changed ? keep(k, e) : STATUS_OK;
}

/* What is kept of the request itself. */
static void take_request(struct keeping *k)
{
	const struct credential *request = k->request;
	struct credential *record = &k->record;

	credential_clear(record);
	for (int f = 0; f < FIELD_COUNT; f++)
		if ((field_info[f].flags & FIELD_IS_KEPT) &&
		    (field_info[f].flags & FIELD_ON_WIRE))
			credential_set(record, (enum field)f,
				       request->values[f]);
	if (record->values[FIELD_PASSWORD_EXPIRY_UTC])
		credential_set(record, FIELD_EXPIRY_KNOWN, "told");
	/* git asks a person for the name when an answer has none. */
	if (record->values[FIELD_PASSWORD] && !record->values[FIELD_USERNAME])
		credential_set(record, FIELD_USERNAME, "");
}

static void take_expiry(struct keeping *k)
{
	const struct provider *provider = k->provider;
	struct credential *record = &k->record;

	if (record->values[FIELD_EXPIRY_KNOWN])
		return;
	credential_set(record, FIELD_EXPIRY_KNOWN, provider->expiry);
	if (is(provider->expiry, "computed"))
		credential_set_number(record, FIELD_PASSWORD_EXPIRY_UTC,
				      time(NULL) + provider->lifetime_days *
							   86400LL);
}

/* Adds what the verifier learnt, and files the record under its account. */
static void take_learnt(struct keeping *k, const struct credential *learnt)
{
	static const enum field notes[] = {
		FIELD_ACCOUNT,	    FIELD_NAME,	  FIELD_EMAIL,	 FIELD_ID,
		FIELD_ORGANIZATION, FIELD_SCOPES, FIELD_MISSING,
	};
	struct credential *record = &k->record;

	for (size_t i = 0; i < sizeof(notes) / sizeof(notes[0]); i++)
		credential_set(record, notes[i], learnt->values[notes[i]]);
	for (size_t i = 0; i < learnt->extra_count; i++) {
		const struct extra *e = &learnt->extras[i];

		if (!strchr(e->key, '.') && !e->foreign)
			credential_set_extra(record, e->key, e->value,
					     e->secret);
	}
	if (is_empty(record->values[FIELD_USERNAME]) &&
	    !is_empty(record->values[FIELD_ACCOUNT]))
		credential_set(record, FIELD_USERNAME,
			       record->values[FIELD_ACCOUNT]);
}

/* What a person or a newer version noted stays with the entry. */
static void take_old_notes(struct keeping *k)
{
	static const enum field kept[] = { FIELD_LABEL, FIELD_DESCRIPTION,
					   FIELD_DEFAULT, FIELD_CREATED };

	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		credential_set(&k->record, kept[i], k->old.values[kept[i]]);
	for (size_t i = 0; i < k->old.extra_count; i++)
		if (k->old.extras[i].foreign)
			credential_add_foreign(&k->record, k->old.extras[i].key,
					       k->old.extras[i].value);
}

/* Nobody could tell whether the token is good. */
static enum status keep_unverified(struct keeping *k,
				   const struct verification *v,
				   struct error *e)
{
	bool verified = k->found && k->old.values[FIELD_VERIFIED];
	enum status status;

	if (k->config->policy == POLICY_REQUIRE || verified)
		return explain_unverified(k->provider, v, verified, e);
	credential_set(&k->record, FIELD_VERDICT, "unverified");
	credential_set(&k->record, FIELD_INCONCLUSIVE,
		       verdict_names[v->verdict]);
	status = keep(k, e);
	if (status == STATUS_OK)
		explain_doubt(k->provider, v, e);
	return status;
}

static enum status keep_verified(struct keeping *k,
				 const struct verification *v, struct error *e)
{
	credential_set(&k->record, FIELD_VERDICT, verdict_names[v->verdict]);
	credential_set_number(&k->record, FIELD_VERIFIED, time(NULL));
	return keep(k, e);
}

static enum status find_old(struct keeping *k, struct error *e)
{
	enum status status = visit_host(k, look_for_address, e);

	if (status == STATUS_OK && k->found)
		take_old_notes(k);
	return status;
}

static enum status judge(struct keeping *k, struct error *e)
{
	struct verification v = { 0 };
	enum status status;

	verify(k->config, k->provider, k->request, &v);
	switch (v.verdict) {
	case VERDICT_INVALID:
	case VERDICT_EXPIRED:
	case VERDICT_REVOKED:
	case VERDICT_WRONG_PLACE:
		status = explain_refusal(k->provider, &v, e);
		break;
	case VERDICT_OK:
	case VERDICT_LIMITED:
		take_learnt(k, &v.learnt);
		status = find_old(k, e);
		if (status == STATUS_OK)
			status = keep_verified(k, &v, e);
		break;
	default:
		status = find_old(k, e);
		if (status == STATUS_OK)
			status = keep_unverified(k, &v, e);
	}
	verification_clear(&v);
	return status;
}

static enum status keep_for_provider(struct keeping *k, struct error *e)
{
	const char *protocol = k->request->values[FIELD_PROTOCOL];
	enum status status;

	if (is(protocol, "http") && !k->provider->loopback) {
		error_set(e, STATUS_MALFORMED,
			  "the host '%s' belongs to %s and is spoken to by "
			  "https only",
			  k->request->values[FIELD_HOST], k->provider->title);
		error_hint(e, "use 'protocol=https'");
		return STATUS_MALFORMED;
	}
	credential_set(&k->record, FIELD_PROVIDER, k->provider->name);
	take_expiry(k);
	if (k->config->policy != POLICY_OFF)
		return judge(k, e);
	credential_set(&k->record, FIELD_VERDICT, "unverified");
	status = find_old(k, e);
	return status == STATUS_OK ? keep(k, e) : status;
}

static enum status find_provider(struct keeping *k, struct error *e)
{
	enum status status = STATUS_OK;

	if (!k->provider_known)
		status = broker_find_provider(k->config, k->request,
					      &k->provider, e);
	k->provider_known = true;
	return status;
}

static enum status keep_request(struct keeping *k, struct error *e)
{
	enum status status = STATUS_OK;

	/* Only then does it matter for finding the same secret. */
	if (is_empty(k->request->values[FIELD_USERNAME]))
		status = find_provider(k, e);
	if (status == STATUS_OK)
		status = visit_host(k, look_for_unchanged, e);
	if (status == STATUS_OK && k->unchanged)
		return keep_unchanged(k, e);
	if (status == STATUS_OK)
		status = find_provider(k, e);
	if (status != STATUS_OK)
		return status;
	take_request(k);
	if (k->provider)
		return keep_for_provider(k, e);
	status = find_old(k, e);
	return status == STATUS_OK ? keep(k, e) : status;
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

enum status broker_store(const struct config *config,
			 const struct backend *backend,
			 const struct credential *request, struct error *e)
{
	struct keeping k = {
		.config = config,
		.backend = backend,
		.request = request,
	};
	enum status status;

	if (!credential_has_secret(request) || is_ephemeral(request))
		return STATUS_OK;
	status = keep_request(&k, e);
	credential_clear(&k.record);
	credential_clear(&k.old);
	provider_free(k.provider);
	return status;
}
