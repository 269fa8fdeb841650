#include <stdio.h>
#include <string.h>

#include "helper/broker/explain.h"
#include "helper/definition/scopes.h"
#include "protocol/core/text.h"

enum {
	REASON_MAX = 640,  /* bytes */
	CHOICES_MAX = 420, /* fits a hint */
};

/* The reason, with the status of HTTP where that tells something. */
static void describe(const struct verification *v, char *out)
{
	const char *reason = credential_extra(&v->learnt, VERIFY_REASON);
	const char *http = credential_extra(&v->learnt, VERIFY_HTTP_STATUS);

	if (!reason)
		reason = verdict_names[v->verdict];
	if (http && strcmp(http, "200") != 0)
		(void)snprintf(out, REASON_MAX, "%s (HTTP %s)", reason, http);
	else
		(void)snprintf(out, REASON_MAX, "%s", reason);
}

static void list_choices(const struct credential *learnt, char *out)
{
	const size_t prefix = strlen(VERIFY_CHOICE);

	*out = '\0';
	for (size_t i = 0; i < learnt->extra_count; i++) {
		const struct extra *e = &learnt->extras[i];

		if (strncmp(e->key, VERIFY_CHOICE, prefix) == 0)
			text_list_add(out, CHOICES_MAX, "%s (%s)",
				      e->key + prefix, e->value);
	}
}

static enum status explain_wrong_place(const struct verification *v,
				       struct error *e)
{
	char reason[REASON_MAX];
	char choices[CHOICES_MAX];

	describe(v, reason);
	list_choices(&v->learnt, choices);
	error_set(e, STATUS_REFUSED, "the token was not kept: %s", reason);
	if (*choices)
		error_hint(e, "choose one with 'username=ID': %s", choices);
	return STATUS_REFUSED;
}

enum status explain_refusal(const struct provider *provider,
			    const struct verification *v, struct error *e)
{
	char reason[REASON_MAX];

	if (v->verdict == VERDICT_WRONG_PLACE)
		return explain_wrong_place(v, e);
	describe(v, reason);
	error_set(e, STATUS_REFUSED, "%s refused the token: %s",
		  provider->title, reason);
	if (provider->create_url)
		error_hint(e, "make a new one at %s", provider->create_url);
	return STATUS_REFUSED;
}

enum status explain_unverified(const struct provider *provider,
			       const struct verification *v, bool old_stays,
			       struct error *e)
{
	const char *retry = credential_extra(&v->learnt, VERIFY_RETRY);
	const char *old = old_stays ? "the old token is still there; " : "";
	char reason[REASON_MAX];

	describe(v, reason);
	error_set(e, STATUS_UNVERIFIED,
		  "the token was not kept: %s could not be asked: %s",
		  provider->title, reason);
	if (retry)
		error_hint(e, "%stry again in %s seconds", old, retry);
	else
		error_hint(e, "%stry again later", old);
	return STATUS_UNVERIFIED;
}

void explain_doubt(const struct provider *provider,
		   const struct verification *v, struct error *e)
{
	char reason[REASON_MAX];

	describe(v, reason);
	error_set(e, STATUS_OK,
		  "the token is kept, but not verified: %s could not be "
		  "asked: %s",
		  provider->title, reason);
}

void explain_lacking(const struct provider *provider, const char *wanted,
		     const struct credential *record, struct error *e)
{
	const char *told = record->values[FIELD_SCOPES];
	struct buffer lacking = { 0 };

	if (wanted && !text_is_empty(told))
		scopes_lacking(provider, wanted, told, &lacking);
	if (lacking.length > 0)
		error_set(e, STATUS_OK,
			  "the token lacks scopes that were wanted: %s",
			  lacking.data);
	buffer_clear(&lacking);
}
