#include <stdio.h>
#include <string.h>

#include "helper/entries/entries.h"
#include "protocol/core/text.h"

const char *entry_owner(const struct credential *record)
{
	return record->values[FIELD_PROVIDER] ? record->values[FIELD_PROVIDER]
					      : record->values[FIELD_HOST];
}

void entry_name(const struct credential *record, char *out, size_t size)
{
	const char *user = record->values[FIELD_USERNAME];
	const char *path = record->values[FIELD_PATH];
	char raw[ENTRY_NAME_SIZE];

	(void)snprintf(raw, sizeof(raw), "%s%s%s%s%s", entry_owner(record),
		       user && *user ? "/" : "", user ? user : "",
		       path ? ":" : "", path ? path : "");
	text_sanitize(raw, out, size);
}

static bool same_name(const struct credential *a, const struct credential *b)
{
	char name[ENTRY_NAME_SIZE];
	char other[ENTRY_NAME_SIZE];

	entry_name(a, name, sizeof(name));
	entry_name(b, other, sizeof(other));
	return strcmp(name, other) == 0;
}

/* Whether one beside it, on that side, has its name and another protocol. */
static bool has_twin(const struct credentials *entries, size_t index,
		     bool before)
{
	const struct credential *own = &entries->items[index];
	const size_t step = before ? (size_t)-1 : 1;

	for (size_t i = index + step; i < entries->count; i += step) {
		const struct credential *other = &entries->items[i];

		if (!same_name(own, other))
			return false;
		if (!text_equal(own->values[FIELD_PROTOCOL],
				other->values[FIELD_PROTOCOL]))
			return true;
	}
	return false;
}

void entries_name(const struct credentials *entries, size_t index, char *out,
		  size_t size)
{
	const struct credential *record = &entries->items[index];
	bool apart = has_twin(entries, index, true) ||
		     has_twin(entries, index, false);
	char protocol[ENTRY_NAME_SIZE];
	char name[ENTRY_NAME_SIZE];

	entry_name(record, name, sizeof(name));
	text_sanitize(record->values[FIELD_PROTOCOL], protocol,
		      sizeof(protocol));
	(void)snprintf(out, size, "%s%s%s", apart ? protocol : "",
		       apart ? "://" : "", name);
}

bool entries_is_copy(const struct credentials *entries, size_t index)
{
	const struct credential *own = &entries->items[index];

	for (size_t i = index; i > 0; i--) {
		const struct credential *other = &entries->items[i - 1];

		if (credential_same_address(own, other))
			return true;
		if (!same_name(own, other))
			return false;
	}
	return false;
}
