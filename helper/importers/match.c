#include <string.h>

#include "helper/definition/fields.h"
#include "helper/importers/import.h"
#include "protocol/core/memory.h"

/* A template with one variable, taken apart. */
struct parts {
	size_t before; /* bytes of it before the `{` */
	const char *name;
	size_t name_length;
	const char *after;
};

static bool take_apart(const char *template, struct parts *parts)
{
	const char *open = strchr(template, '{');
	const char *end = open ? strchr(open, '}') : NULL;

	if (!end || strchr(end, '{'))
		return false;
	*parts = (struct parts){ .before = (size_t)(open - template),
				 .name = open + 1,
				 .name_length = (size_t)(end - open - 1),
				 .after = end + 1 };
	return true;
}

static bool is_name(const struct parts *parts, const char *name)
{
	return parts->name_length == strlen(name) &&
	       memcmp(parts->name, name, parts->name_length) == 0;
}

/* Whether records are filed under exactly this variable. */
static bool is_account(const struct provider *provider,
		       const struct parts *parts)
{
	struct parts account;

	return provider->account.count > 0 &&
	       take_apart(provider->account.items[0], &account) &&
	       account.before == 0 && *account.after == '\0' &&
	       account.name_length == parts->name_length &&
	       memcmp(account.name, parts->name, parts->name_length) == 0;
}

/*
 * The email and the like that an account may be called by are learnt; only
 * what is chosen before, as Harvest's accounts, is known to the file.
 */
static bool is_chosen(const struct provider *provider,
		      const struct parts *parts)
{
	for (size_t i = 0; i < provider->field_count; i++)
		if (is_name(parts, provider->fields[i].name))
			return strcmp(provider->fields[i].from, "chosen") == 0;
	return false;
}

static bool set(const struct provider *provider, const struct parts *parts,
		const char *value, struct credential *out)
{
	const struct provider_field *field =
		typed_field_find(provider, parts->name, parts->name_length);
	struct error ignored = { 0 };

	if (is_name(parts, "token")) {
		credential_set(out, FIELD_PASSWORD, value);
		return true;
	}
	if (field)
		(void)typed_field_set(field, value, out, &ignored);
	else if (is_chosen(provider, parts) && is_account(provider, parts))
		credential_set(out, FIELD_USERNAME, value);
	return false;
}

bool import_match(const struct provider *provider, const char *template,
		  const char *text, struct credential *out)
{
	size_t length = strlen(text);
	struct parts parts;
	size_t after;
	char *value;
	bool token;

	if (!take_apart(template, &parts))
		return false;
	after = strlen(parts.after);
	if (length <= parts.before + after ||
	    strncasecmp(text, template, parts.before) != 0 ||
	    strcmp(text + length - after, parts.after) != 0)
		return false;
	value = secret_copy(text + parts.before, length - parts.before - after);
	token = set(provider, &parts, value, out);
	secret_free(value);
	return token;
}
