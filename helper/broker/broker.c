#include <string.h>

#include "helper/broker/broker.h"
#include "helper/catalogue/catalogue.h"
#include "helper/definition/verdict.h"
#include "helper/entries/entries.h"
#include "helper/entries/store.h"
#include "helper/events/event.h"
#include "protocol/core/text.h"

/* What the search for the best record has found so far. */
struct choice {
	const struct credential *request;
	struct credential *best;
	bool found;
	char disabled[ENTRY_NAME_SIZE]; /* the name of one that is; "": none
					   fits */
	struct error withheld;		/* of one whose secret is not given */
};

/*
 * What nobody could verify does not hide what was verified, and what the
 * provider has since refused hides nothing.
 */
static int trust(const struct credential *record)
{
	const char *verdict = record->values[FIELD_VERDICT];

	if (verdict_kind(verdict_parse(verdict)) == VERDICT_KIND_REJECTED)
		return 0;
	return text_equal(verdict, "unverified") ? 1 : 2;
}

/* How well a record fits; larger is better. */
static int rank(const struct choice *choice, const struct credential *record)
{
	bool same_path = !choice->request->values[FIELD_PATH] ==
			 !record->values[FIELD_PATH];
	bool preferred = text_equal(record->values[FIELD_DEFAULT], "1");

	return preferred * 8 + same_path * 4 + trust(record);
}

static bool is_better(const struct choice *choice,
		      const struct credential *record)
{
	int new_rank = rank(choice, record);
	int old_rank = rank(choice, choice->best);

	if (new_rank != old_rank)
		return new_rank > old_rank;
	return credential_number(record, FIELD_STORED) >
	       credential_number(choice->best, FIELD_STORED);
}

static bool can_carry(const struct credential *request,
		      const struct credential *record)
{
	return record->values[FIELD_PASSWORD] ||
	       credential_has(request, FIELD_CAPABILITY, "authtype");
}

static bool consider(const struct credential *record, void *argument)
{
	struct choice *choice = argument;

	(void)entry_is_withheld(record, &choice->withheld);
	if (!can_carry(choice->request, record))
		return true;
	if (entry_is_disabled(record)) {
		entry_name(record, choice->disabled, sizeof(choice->disabled));
	} else if (!choice->found || is_better(choice, record)) {
		credential_copy(record, choice->best);
		choice->found = true;
	}
	return true;
}

/*
 * The address of `request` for a search. On a provider's host an empty
 * username means any.
 */
static void make_pattern(const struct credential *request, bool any_username,
			 struct credential *pattern)
{
	for (int f = 0; f < FIELD_COUNT; f++)
		if (field_info[f].flags & FIELD_IS_ADDRESS)
			credential_set(pattern, (enum field)f,
				       request->values[f]);
	if (any_username)
		credential_set(pattern, FIELD_USERNAME, NULL);
}

/* Whether the request's empty username stands for any. */
static enum status has_any_username(const struct config *config,
				    const struct credential *request, bool *any,
				    struct error *e)
{
	struct provider *provider = NULL;
	enum status status;

	*any = false;
	if (!text_equal(request->values[FIELD_USERNAME], ""))
		return STATUS_OK;
	status = catalogue_find_for(config, request, &provider, e);
	*any = provider != NULL;
	provider_free(provider);
	return status;
}

/* In one line: git shows it to the person whom it asks next. */
static enum status refuse_disabled(const char *name, struct error *e)
{
	return error_set(e, STATUS_REFUSED,
			 "'%s' is disabled; 'ringbearer enable %s' lets it be "
			 "used again",
			 name, name);
}

enum status broker_get(const struct store *store,
		       const struct credential *request,
		       struct credential *answer, struct error *e)
{
	struct credential pattern = { 0 };
	struct choice choice = { .request = request, .best = answer };
	bool any_username;
	enum status status;

	status = has_any_username(store->config, request, &any_username, e);
	if (status != STATUS_OK)
		return status;
	make_pattern(request, any_username, &pattern);
	status = store_search(store, &pattern, consider, &choice, e);
	credential_clear(&pattern);
	if (status != STATUS_OK || choice.found)
		return status;
	if (*choice.disabled)
		return refuse_disabled(choice.disabled, e);
	if (!*choice.withheld.message)
		return STATUS_NOT_FOUND;
	*e = choice.withheld;
	return STATUS_FAILED;
}

static enum status erase(const struct store *store,
			 const struct credential *pattern, struct error *e)
{
	int lock;
	enum status status = store_lock(pattern, &lock, e);

	if (status == STATUS_OK)
		status = store_erase(store, pattern, e);
	store_unlock(lock);
	return status;
}

static enum status erase_and_announce(const struct store *store,
				      const struct credential *pattern,
				      struct error *e)
{
	struct credentials victims = { 0 };
	struct search taken = { .pattern = pattern,
				.erases = true,
				.visit = credentials_add,
				.argument = &victims };
	struct error ignored = { 0 };
	enum status status;

	if (announce_wanted(store->config, EVENT_REMOVED))
		(void)store_search(store, pattern, search_pass, &taken,
				   &ignored);
	status = erase(store, pattern, e);
	for (size_t i = 0; i < victims.count; i++) {
		const struct event event = {
			.kind = EVENT_REMOVED,
			.record = &victims.items[i],
		};

		if (status == STATUS_OK)
			announce(store->config, &event, NULL);
	}
	credentials_clear(&victims);
	return status;
}

enum status broker_erase(const struct store *store,
			 const struct credential *request, struct error *e)
{
	struct credential pattern = { 0 };
	bool any_username = false;
	enum status status = STATUS_OK;

	/* Without its secret, an empty name must not mean everybody's. */
	if (credential_has_secret(request))
		status = has_any_username(store->config, request, &any_username,
					  e);
	if (status != STATUS_OK)
		return status;
	make_pattern(request, any_username, &pattern);
	credential_set(&pattern, FIELD_PASSWORD,
		       request->values[FIELD_PASSWORD]);
	credential_set(&pattern, FIELD_CREDENTIAL,
		       request->values[FIELD_CREDENTIAL]);
	status = erase_and_announce(store, &pattern, e);
	credential_clear(&pattern);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}
