#include <string.h>

#include "helper/backends/vault/vault-mark.h"
#include "helper/backends/vault/vault.h"

/* The key without what says how its value is written. */
const char *vault_base_of(const char *key, bool *encoded)
{
	*encoded = strncmp(key, VAULT_ENCODED, strlen(VAULT_ENCODED)) == 0;
	return *encoded ? key + strlen(VAULT_ENCODED) : key;
}

int vault_field_of(const char *key)
{
	for (int f = 0; f < FIELD_COUNT; f++)
		if ((field_info[f].flags & FIELD_IS_KEPT) &&
		    strcmp(field_info[f].key, key) == 0)
			return f;
	return -1;
}

/* In the mark a comma stands behind each key, which has none itself. */
void vault_add_marked(const char *key, struct buffer *out)
{
	for (; *key; key++)
		buffer_add_text(out, *key == ','   ? "%2C"
				     : *key == '%' ? "%25"
						   : (char[]){ *key, '\0' });
	buffer_add_text(out, ",");
}

/* Whether the entry's mark says that the key was written by us. */
bool vault_is_marked(struct json_object *data, const char *key)
{
	const char *mark = vault_text(data, VAULT_MARK);
	struct buffer wanted = { 0 };
	const char *at;
	bool found = false;

	if (!mark || strncmp(mark, VAULT_FORMAT, strlen(VAULT_FORMAT)) != 0)
		return false;
	vault_add_marked(key, &wanted);
	for (at = mark + strlen(VAULT_FORMAT); !found && at && *at;) {
		found = strncmp(at, wanted.data, wanted.length) == 0;
		at = strchr(at, ',');
		at = at ? at + 1 : NULL;
	}
	buffer_clear(&wanted);
	return found;
}

/* What a record always replaces, whoever wrote it. */
bool vault_is_replaced(int field)
{
	return field >= 0 && field <= FIELD_PASSWORD_EXPIRY_UTC;
}

bool vault_is_ours(struct json_object *data, const char *key)
{
	bool encoded;
	const char *base = vault_base_of(key, &encoded);

	return strcmp(key, VAULT_MARK) == 0 || vault_is_marked(data, base) ||
	       vault_is_replaced(vault_field_of(base));
}
