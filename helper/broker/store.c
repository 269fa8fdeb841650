#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "helper/broker/broker.h"
#include "helper/broker/compose.h"
#include "helper/broker/enrol.h"
#include "helper/broker/explain.h"
#include "helper/broker/known.h"
#include "helper/broker/weigh.h"
#include "helper/catalogue/catalogue.h"
#include "helper/definition/fields.h"
#include "helper/definition/token.h"
#include "helper/entries/entries.h"
#include "helper/entries/replaced.h"
#include "helper/entries/update.h"
#include "helper/events/event.h"
#include "helper/network/verify.h"
#include "protocol/core/record.h"
#include "protocol/core/text.h"
#include "protocol/git/git.h"

/* A token on its way in, whose own flow asks nobody. */
struct storing {
	struct enrolment c;
	bool provider_known;
	bool kept;     /* and not for what was told beside the token */
	bool replaced; /* somebody has put a newer one in its place */
};

static bool look_for_unchanged(const struct credential *record, void *argument)
{
	struct storing *s = argument;
	struct enrolment *c = &s->c;

	if (!entry_is_for(record, &c->request, c->provider))
		return true;
	s->replaced |= replaced_has(record, &c->request);
	if (!credential_same_secret(&c->request, record))
		return true;
	credential_copy(record, &c->old);
	c->unchanged = true;
	return false;
}

static void take_beside(struct credential *record, void *request)
{
	static const enum field beside[] = { FIELD_PASSWORD_EXPIRY_UTC,
					     FIELD_OAUTH_REFRESH_TOKEN };

	for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
		const char *told =
			((struct credential *)request)->values[beside[i]];

		if (!told || text_equal(record->values[beside[i]], told))
			continue;
		credential_set(record, beside[i], told);
		if (beside[i] == FIELD_PASSWORD_EXPIRY_UTC)
			credential_set(record, FIELD_EXPIRY_KNOWN, "told");
	}
}

/*
 * The same secret again. What the caller was told beside it may be new; what
 * it leaves out it may never have been given (git before 2.41). Whoever has
 * replaced or erased it meanwhile did so after this.
 */
static enum status keep_unchanged(struct enrolment *c, struct error *e)
{
	struct update u = {
		.store = c->store,
		.seen = &c->old,
		.change = take_beside,
		.argument = &c->request,
		.quiet = true,
	};
	enum status status;

	credential_copy(&c->old, &c->record);
	take_beside(&c->record, &c->request);
	if (record_equal(&c->old, &c->record))
		return STATUS_OK;
	status = store_may_change(c->store, &c->old, e);
	return status == STATUS_OK ? entry_update(&u, e) : status;
}

/* Nothing for git to tell; a person who types it wants to know. */
static enum status pass_over(struct storing *s, struct error *e)
{
	s->kept = false;
	if (!isatty(STDIN_FILENO))
		return STATUS_OK;
	error_set(e, STATUS_OK,
		  "nothing was changed: a newer token has replaced this one");
	error_hint(e, "'ringbearer rotate' takes it back");
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

/* What is there is looked at under the lock, by which it is replaced. */
static enum status keep_held(struct storing *s, enum verdict_kind kind,
			     bool asked, struct error *e)
{
	struct enrolment *c = &s->c;
	enum status status = enrol_compose(c, kind, e);

	s->replaced = status == STATUS_OK && replaced_has(&c->old, &c->record);
	if (s->replaced)
		return pass_over(s, e);
	if (status == STATUS_OK && asked)
		status = weigh(c, kind, e);
	if (status == STATUS_OK)
		status = enrol_keep_held(c, e);
	s->kept = status == STATUS_OK;
	return status;
}

static enum status enrol(struct storing *s, struct error *e)
{
	int lock = -1;
	struct enrolment *c = &s->c;
	bool asked = c->provider && c->store->config->policy != POLICY_OFF;
	enum verdict_kind kind = VERDICT_KIND_UNCLEAR;
	enum status status = c->provider ? check_request(c, e) : STATUS_OK;

	if (status == STATUS_OK && asked)
		status = enrol_verify(c, &kind, e);
	if (status == STATUS_OK && kind == VERDICT_KIND_REJECTED)
		return explain_refusal(c->provider, &c->answer, e);
	if (status == STATUS_OK)
		status = store_lock(&c->request, &lock, e);
	if (status == STATUS_OK)
		status = keep_held(s, kind, asked, e);
	store_unlock(lock);
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
					 look_for_unchanged, s, e);
	if (store_despite(status, e) == STATUS_NOT_FOUND)
		status = STATUS_OK;
	if (status == STATUS_OK && c->unchanged)
		return keep_known(s, e);
	if (status == STATUS_OK && s->replaced)
		return pass_over(s, e);
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
