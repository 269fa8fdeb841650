#include <string.h>
#include <time.h>

#include "helper/broker/compose.h"
#include "helper/definition/fields.h"
#include "helper/definition/token.h"
#include "protocol/core/text.h"

static void take_expiry(const struct provider *provider,
			struct credential *record)
{
	long long lifetime = provider->lifetime_days * 86400LL;

	if (record->values[FIELD_EXPIRY_KNOWN])
		return;
	credential_set(record, FIELD_EXPIRY_KNOWN, provider->expiry);
	if (strcmp(provider->expiry, "computed") == 0)
		credential_set_number(record, FIELD_PASSWORD_EXPIRY_UTC,
				      time(NULL) + lifetime);
}

/* Where nobody can be asked, what was typed may tell whose it is. */
static void take_account(const struct provider *provider,
			 struct credential *record)
{
	struct buffer account = { 0 };

	for (size_t i = 0; i < provider->account.count && !account.length; i++)
		(void)provider_render(provider->account.items[i],
				      provider_credential_variable, record,
				      &account);
	if (account.length > 0) {
		credential_set(record, FIELD_ACCOUNT, account.data);
		if (text_is_empty(record->values[FIELD_USERNAME]))
			credential_set(record, FIELD_USERNAME, account.data);
	}
	buffer_clear(&account);
}

void compose_request(const struct credential *request,
		     const struct provider *provider, struct credential *record)
{
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
	if (!provider)
		return;
	credential_set(record, FIELD_PROVIDER, provider->name);
	credential_set(record, FIELD_VERDICT, "unverified");
	typed_field_copy(provider, request, record);
	if (provider->step_count == 0)
		take_account(provider, record);
	take_expiry(provider, record);
}

void compose_verified(const struct verification *v, struct credential *record)
{
	static const enum field notes[] = {
		FIELD_ACCOUNT,	    FIELD_NAME,	  FIELD_EMAIL,	 FIELD_ID,
		FIELD_ORGANIZATION, FIELD_SCOPES, FIELD_MISSING,
	};
	const struct credential *learnt = &v->learnt;

	for (size_t i = 0; i < sizeof(notes) / sizeof(notes[0]); i++)
		credential_set(record, notes[i], learnt->values[notes[i]]);
	for (size_t i = 0; i < learnt->extra_count; i++) {
		const struct extra *e = &learnt->extras[i];

		/* With a dot: the verifier's own, such as `answer.reason`. */
		if (!strchr(e->key, '.') && !e->foreign && !e->note)
			credential_set_extra(record, e->key, e->value,
					     e->secret);
	}
	if (text_is_empty(record->values[FIELD_USERNAME]) &&
	    !text_is_empty(record->values[FIELD_ACCOUNT]))
		credential_set(record, FIELD_USERNAME,
			       record->values[FIELD_ACCOUNT]);
	credential_set(record, FIELD_VERDICT, verdict_names[v->verdict]);
	credential_set(record, FIELD_INCONCLUSIVE, NULL);
	credential_set_number(record, FIELD_VERIFIED, time(NULL));
}

void compose_doubt(enum verdict verdict, struct credential *record)
{
	credential_set(record, FIELD_INCONCLUSIVE, verdict_names[verdict]);
}

static void inherit_field(const struct credential *old, enum field field,
			  struct credential *record)
{
	const char *own = record->values[field];

	if (!own)
		credential_set(record, field, old->values[field]);
	else if (!*own)
		credential_set(record, field, NULL);
}

void compose_inherit(const struct credential *old, struct credential *record)
{
	static const enum field noted[] = { FIELD_LABEL, FIELD_DESCRIPTION,
					    FIELD_DEFAULT, FIELD_CREATED,
					    FIELD_REPLACED };
	static const enum field of_token[] = { FIELD_DISABLED, FIELD_PREVIOUS,
					       FIELD_PREVIOUS_EXPIRY,
					       FIELD_PREVIOUS_KNOWN };

	for (size_t i = 0; i < sizeof(noted) / sizeof(noted[0]); i++)
		inherit_field(old, noted[i], record);
	for (size_t i = 0; i < sizeof(of_token) / sizeof(of_token[0]); i++)
		if (credential_same_secret(old, record))
			inherit_field(old, of_token[i], record);
	for (size_t i = 0; i < old->extra_count; i++) {
		const struct extra *e = &old->extras[i];

		if (e->foreign)
			credential_add_foreign(record, e->key, e->value);
		else if (e->note && !credential_note(record, e->key))
			credential_set_note(record, e->key, e->value);
	}
}

void compose_type(const struct provider *provider, const struct credential *old,
		  struct credential *record)
{
	const char *noted = credential_note(record, "type");
	const char *was, *is;

	if (!provider)
		return;
	was = token_text_type(provider, credential_token(old));
	is = token_text_type(provider, credential_token(record));
	/* What the old token looked like was no person's word. */
	if (!noted || text_equal(noted, was))
		credential_set_note(record, "type", is);
}
