#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/entries/entries.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

enum {
	HOUR = 60 * 60,
	DAY = 24 * HOUR,
};

void entries_clear(struct entries *entries)
{
	for (size_t i = 0; i < entries->count; i++)
		credential_clear(&entries->items[i]);
	free(entries->items);
	*entries = (struct entries){ 0 };
}

/* Room for one more, which is empty. */
static struct credential *add_item(struct entries *entries)
{
	entries->items = memory_grow(entries->items, entries->count,
				     sizeof(*entries->items));
	return &entries->items[entries->count++];
}

bool entries_add(const struct credential *record, void *argument)
{
	credential_copy(record, add_item(argument));
	return true;
}

bool entries_add_notes(const struct credential *record, void *argument)
{
	credential_copy_notes(record, add_item(argument));
	return true;
}

bool entries_add_shown(const struct credential *record, void *argument)
{
	struct credential *item = add_item(argument);
	char fingerprint[FINGERPRINT_SIZE];

	entry_fingerprint(record, fingerprint);
	credential_copy_notes(record, item);
	credential_set(item, FIELD_FINGERPRINT, fingerprint);
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

long long entry_expiry(const struct credential *record)
{
	return credential_number(record, FIELD_PASSWORD_EXPIRY_UTC);
}

long long entry_days_left(const struct credential *record, long long now)
{
	long long left = entry_expiry(record) - now;

	return left < 0 ? (left - DAY + 1) / DAY : (left + HOUR - 1) / DAY;
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
static void note_read_only(const struct store *store, struct entries *entries)
{
	struct error ignored = { 0 };

	for (size_t i = 0; store->config->store_count > 0 && i < entries->count;
	     i++)
		if (store_may_change(store, &entries->items[i], &ignored) !=
		    STATUS_OK)
			credential_set(&entries->items[i], FIELD_CHANGEABLE,
				       "0");
}

void entries_sort(const struct store *store, struct entries *entries)
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
			 struct entries *out, struct error *e)
{
	enum status status = store_search(store, NULL, add, out, e);

	entries_sort(store, out);
	return status;
}

enum status entries_at_host(const struct store *store,
			    const struct credential *address,
			    struct entries *out, struct error *e)
{
	struct credential pattern = { 0 };
	enum status status;

	credential_copy_host(address, &pattern);
	status = store_search(store, &pattern, entries_add, out, e);
	credential_clear(&pattern);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
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
