#include <stdlib.h>
#include <string.h>

#include "helper/entries/entries.h"
#include "helper/entries/pick.h"
#include "helper/entries/usable.h"
#include "protocol/core/text.h"

static const char account_variable[] = "RINGBEARER_ACCOUNT";

/* What is at exactly the address of a request, and where it goes. */
struct gathering {
	const struct credential *request;
	struct credentials *out;
};

static bool gather(const struct credential *record, void *argument)
{
	const struct gathering *g = argument;
	const char *username = g->request->values[FIELD_USERNAME];

	if (text_equal(record->values[FIELD_PATH],
		       g->request->values[FIELD_PATH]) &&
	    (!username || text_equal(record->values[FIELD_USERNAME], username)))
		(void)credentials_add(record, g->out);
	return true;
}

enum status pick_gather(const struct store *store,
			const struct credential *request,
			struct credentials *out, struct error *e)
{
	struct gathering g = { request, out };

	return entries_at_host(store, request, gather, &g, e);
}

/* The account that the user wants for the host, or NULL. */
static const char *wanted_account(const struct config *config,
				  const struct credential *request)
{
	const char *account = getenv(account_variable);

	if (!text_is_empty(account))
		return account;
	for (size_t i = 0; i < config->host_count; i++)
		if (text_equal(config->hosts[i].host,
			       request->values[FIELD_HOST]))
			return config->hosts[i].account;
	return NULL;
}

static bool is_default(const struct credential *record, const char *account)
{
	(void)account;
	return text_equal(record->values[FIELD_DEFAULT], "1");
}

static bool is_nobodys(const struct credential *record, const char *account)
{
	(void)account;
	return text_is_empty(record->values[FIELD_USERNAME]);
}

/* The first of `entries` that is so. */
static const struct credential *first(
	const struct credentials *entries,
	bool (*is_so)(const struct credential *record, const char *account),
	const char *account)
{
	for (size_t i = 0; i < entries->count; i++)
		if (is_so(&entries->items[i], account))
			return &entries->items[i];
	return NULL;
}

static enum status several(const struct credentials *entries,
			   const char *account, struct error *e)
{
	char list[ERROR_HINT_MAX / 2] = "";
	const char *host = entries->items[0].values[FIELD_HOST];

	for (size_t i = 0; i < entries->count; i++) {
		char name[ENTRY_NAME_SIZE];

		entry_name(&entries->items[i], name, sizeof(name));
		text_list_add(list, sizeof(list), "'%.200s'", name);
	}
	if (account)
		error_set(e, STATUS_USAGE, "'%s' has no account '%s'", host,
			  account);
	else
		error_set(e, STATUS_USAGE, "'%s' has %zu accounts", host,
			  entries->count);
	error_hint(e,
		   "there is %s; set %s, or choose one by 'ringbearer edit "
		   "NAME --default'",
		   list, account_variable);
	return STATUS_USAGE;
}

static enum status choose(const struct config *config,
			  const struct credential *request,
			  const struct credentials *entries,
			  struct credential *answer, struct error *e)
{
	const char *account = wanted_account(config, request);
	const struct credential *one;

	if (account && !request->values[FIELD_USERNAME]) {
		one = first(entries, entry_has_account, account);
	} else {
		account = NULL;
		one = first(entries, is_default, NULL);
		if (!one)
			one = first(entries, is_nobodys, NULL);
		if (!one && entries->count == 1)
			one = entries->items;
	}
	if (!one)
		return several(entries, account, e);
	credential_copy(one, answer);
	return usable_check(answer, e);
}

/* Leaves out what may not be handed out; the last of it explains the rest. */
static enum status drop_disabled(struct credentials *all,
				 struct credentials *out, struct error *e)
{
	enum status status = STATUS_NOT_FOUND;

	for (size_t i = 0; i < all->count; i++) {
		if (!credential_has_secret(&all->items[i]) &&
		    text_is_empty(all->items[i].values[FIELD_WITHHELD]))
			continue;
		if (entry_is_disabled(&all->items[i]))
			status = usable_check(&all->items[i], e);
		else
			(void)credentials_add(&all->items[i], out);
	}
	if (out->count == 0)
		return status;
	*e = (struct error){ 0 };
	return STATUS_OK;
}

enum status pick_choose(const struct store *store,
			const struct credential *request,
			struct credential *answer, struct error *e)
{
	struct credentials all = { 0 };
	struct credentials usable = { 0 };
	enum status status = pick_gather(store, request, &all, e);

	if (status == STATUS_OK)
		status = drop_disabled(&all, &usable, e);
	if (status == STATUS_OK)
		status = choose(store->config, request, &usable, answer, e);
	credentials_clear(&usable);
	credentials_clear(&all);
	return status;
}
