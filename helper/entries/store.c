#include <string.h>
#include <time.h>

#include "helper/backends/chain-members.h"
#include "helper/backends/open.h"
#include "helper/definition/fields.h"
#include "helper/definition/token.h"
#include "helper/entries/store.h"
#include "helper/system/lock.h"
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

void keeping_compose(const struct credential *request,
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
	typed_copy(provider, request, record);
	if (provider->step_count == 0)
		take_account(provider, record);
	take_expiry(provider, record);
}

void keeping_learn(const struct verification *v, struct credential *record)
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

void keeping_doubt(enum verdict verdict, struct credential *record)
{
	credential_set(record, FIELD_INCONCLUSIVE, verdict_names[verdict]);
}

/* What is looked for, and where it goes. */
struct lookup {
	const struct credential *record;
	struct credential *old;
	bool found;
};

static bool is_at_address(const struct credential *record, void *argument)
{
	struct lookup *lookup = argument;

	if (!credential_same_address(record, lookup->record))
		return true;
	credential_copy(record, lookup->old);
	lookup->found = true;
	return false;
}

enum status keeping_find(const struct config *config,
			 const struct backend *backend,
			 const struct credential *record,
			 struct credential *old, struct error *e)
{
	struct lookup lookup = { .record = record, .old = old };
	enum status status = backend->get(backend, config, record,
					  is_at_address, &lookup, e);

	if (status == STATUS_OK && !lookup.found)
		return STATUS_NOT_FOUND;
	return status;
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

void keeping_inherit(const struct credential *old, struct credential *record)
{
	static const enum field noted[] = { FIELD_LABEL, FIELD_DESCRIPTION,
					    FIELD_DEFAULT, FIELD_CREATED };
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

enum status keeping_home(const struct credential *record,
			 const struct backend **backend, struct error *e)
{
	const char *name = record->values[FIELD_BACKEND];

	return name ? backend_find(name, backend, e) : STATUS_OK;
}

/* One of sixteen, for that a host never waits for most of the others. */
static char lock_digit(const char *host)
{
	unsigned int sum = 0;

	for (; host && *host; host++)
		sum = sum * 33 + (unsigned char)*host;
	return "0123456789abcdef"[sum % 16];
}

enum status keeping_lock(const struct credential *address, int *lock,
			 struct error *e)
{
	char name[] = "entries-0.lock";
	const struct lock_wanted wanted = {
		.how = LOCK_ALONE,
		.path = name,
		.seconds = LOCK_SECONDS,
		.optional = true,
	};

	name[strlen("entries-")] = lock_digit(address->values[FIELD_HOST]);
	return lock_state(&wanted, lock, e);
}

void keeping_unlock(int lock)
{
	lock_release(lock);
}

void keeping_note_type(const struct provider *provider,
		       const struct credential *old, struct credential *record)
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

enum status keeping_may_change(const struct config *config,
			       const struct credential *address,
			       struct error *e)
{
	const struct config_store *section = NULL;
	enum status status = chain_section(config, address, &section, e);

	if (status != STATUS_OK || !section || !section->read_only)
		return status;
	error_set(e, STATUS_FAILED,
		  "nothing is changed for '%s': it is read-only",
		  section->title);
	error_hint(e, "see its section 'store' in '%s'", config->file);
	return STATUS_FAILED;
}

enum status keeping_store(const struct config *config,
			  const struct backend *backend,
			  struct credential *record, struct error *e)
{
	struct timespec now;
	enum status status = keeping_may_change(config, record, e);

	if (status != STATUS_OK)
		return status;
	(void)clock_gettime(CLOCK_REALTIME, &now);
	if (!record->values[FIELD_CREATED])
		credential_set_number(record, FIELD_CREATED, now.tv_sec);
	credential_set_number(record, FIELD_STORED,
			      now.tv_sec * 1000000000LL + now.tv_nsec);
	return backend->store(backend, config, record, e);
}
