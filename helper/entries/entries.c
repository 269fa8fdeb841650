#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/entries/entries.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

bool entries_add_shown(const struct credential *record, void *argument)
{
	struct credentials *entries = argument;
	char fingerprint[FINGERPRINT_SIZE];

	entry_fingerprint(record, fingerprint);
	(void)credentials_add_notes(record, entries);
	credential_set(&entries->items[entries->count - 1], FIELD_FINGERPRINT,
		       fingerprint);
	return true;
}

bool entry_is_disabled(const struct credential *record)
{
	return text_equal(record->values[FIELD_DISABLED], "1");
}

bool entry_is_withheld(const struct credential *record, struct error *e)
{
	const char *why = record->values[FIELD_WITHHELD];
	char name[ENTRY_NAME_SIZE];

	if (text_is_empty(why) || credential_has_secret(record))
		return why && !credential_has_secret(record);
	entry_name(record, name, sizeof(name));
	error_set(e, STATUS_FAILED, "'%s' cannot be read: %s", name, why);
	error_hint(
		e,
		"unlock it, or store the token again; 'ringbearer disconnect "
		"%s' forgets the entry",
		name);
	return true;
}

/* An entry with its name, which is made once and compared often. */
struct named {
	char *name;
	struct credential item;
};

static int compare(const void *left, const void *right)
{
	const struct named *a = left;
	const struct named *b = right;
	long long age_a = credential_number(&a->item, FIELD_STORED);
	long long age_b = credential_number(&b->item, FIELD_STORED);
	int order = strcmp(a->name, b->name);

	if (order == 0)
		order = strcmp(a->item.values[FIELD_PROTOCOL],
			       b->item.values[FIELD_PROTOCOL]);
	return order ? order : (age_a < age_b) - (age_a > age_b);
}

/* Those of sections `store` that are read-only; others say it themselves. */
static void note_read_only(const struct store *store,
			   struct credentials *entries)
{
	struct error ignored = { 0 };

	for (size_t i = 0; store->config->store_count > 0 && i < entries->count;
	     i++)
		if (store_may_change(store, &entries->items[i], &ignored) !=
		    STATUS_OK)
			credential_set(&entries->items[i], FIELD_CHANGEABLE,
				       "0");
}

void entries_sort(const struct store *store, struct credentials *entries)
{
	struct named *named = memory_alloc(entries->count + 1, sizeof(*named));
	char name[ENTRY_NAME_SIZE];

	note_read_only(store, entries);
	for (size_t i = 0; i < entries->count; i++) {
		entry_name(&entries->items[i], name, sizeof(name));
		named[i].name = memory_copy(name, strlen(name));
		named[i].item = entries->items[i];
	}
	qsort(named, entries->count, sizeof(*named), compare);
	for (size_t i = 0; i < entries->count; i++) {
		entries->items[i] = named[i].item;
		free(named[i].name);
	}
	free(named);
}

enum status entries_load(const struct store *store, search_visit *add,
			 struct credentials *out, struct error *e)
{
	enum status status = store_search(store, NULL, add, out, e);

	entries_sort(store, out);
	return status;
}

enum status entries_at_host(const struct store *store,
			    const struct credential *address,
			    search_visit *visit, void *argument,
			    struct error *e)
{
	struct credential pattern = { 0 };
	enum status status;

	credential_copy_host(address, &pattern);
	status = store_search(store, &pattern, visit, argument, e);
	credential_clear(&pattern);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

bool entry_is_for(const struct credential *record,
		  const struct credential *request, bool any_user)
{
	const char *asked = request->values[FIELD_USERNAME];
	const char *kept = record->values[FIELD_USERNAME];

	if (!text_equal(request->values[FIELD_PATH],
			record->values[FIELD_PATH]))
		return false;
	return text_is_empty(asked) ? any_user || text_is_empty(kept)
				    : text_equal(kept, asked);
}

bool entry_has_account(const struct credential *record, const char *account)
{
	static const enum field names[] = { FIELD_USERNAME, FIELD_EMAIL,
					    FIELD_ACCOUNT, FIELD_ID,
					    FIELD_LABEL };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (text_equal(record->values[names[i]], account))
			return true;
	/* `PROVIDER/`: the entry without a username. */
	return *account == '\0' && !record->values[FIELD_USERNAME];
}
