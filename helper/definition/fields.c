#include <stdio.h>
#include <string.h>

#include "helper/definition/fields.h"
#include "protocol/core/text.h"

enum {
	LIST_MAX = 200, /* bytes of names, in a hint */
};

bool typed_field_is(const struct provider_field *field)
{
	return strcmp(field->from, "typed") == 0;
}

const struct provider_field *typed_field_find(const struct provider *provider,
					      const char *name, size_t length)
{
	for (size_t i = 0; i < provider->field_count; i++) {
		const struct provider_field *field = &provider->fields[i];

		if (typed_field_is(field) && strlen(field->name) == length &&
		    memcmp(field->name, name, length) == 0)
			return field;
	}
	return NULL;
}

enum status typed_field_set(const struct provider_field *field,
			    const char *value, struct credential *c,
			    struct error *e)
{
	size_t length = strlen(value);

	if (length == 0)
		return error_set(e, STATUS_USAGE, "the field '%s' is empty",
				 field->name);
	if (text_has_control(value, length) || !text_is_utf8(value, length))
		return error_set(e, STATUS_USAGE,
				 "the field '%s' holds what is no text",
				 field->name);
	credential_set_extra(c, field->name, value, field->secret);
	return STATUS_OK;
}

void typed_field_copy(const struct provider *provider,
		      const struct credential *from, struct credential *to)
{
	for (size_t i = 0; provider && i < provider->field_count; i++) {
		const struct provider_field *field = &provider->fields[i];
		const char *value = credential_extra(from, field->name);

		if (typed_field_is(field) && value)
			credential_set_extra(to, field->name, value,
					     field->secret);
	}
}

/* Adds a name to a list; what has no room is cut off. */
static void add(char *list, const char *between, const char *name,
		const char *more)
{
	size_t used = strlen(list);

	(void)snprintf(list + used, LIST_MAX - used, "%s%s%s",
		       used ? between : "", name, more);
}

enum status typed_field_check(const struct provider *provider,
			      const struct credential *c, struct error *e)
{
	char all[LIST_MAX] = "", open[LIST_MAX] = "", secret[LIST_MAX] = "";

	for (size_t i = 0; i < provider->field_count; i++) {
		const struct provider_field *field = &provider->fields[i];

		if (!typed_field_is(field) || field->optional ||
		    credential_extra(c, field->name))
			continue;
		add(all, ", ", field->name, "");
		if (field->secret)
			add(secret, ", ", field->name, "");
		else
			add(open, " ", field->name, "=VALUE");
	}
	if (!*all)
		return STATUS_OK;
	error_set(e, STATUS_USAGE, "a token of %s needs more: %s",
		  provider->title, all);
	error_hint(e, "run 'ringbearer connect %s%s%s'%s%s", provider->name,
		   *open ? " " : "", open,
		   *secret ? ", with lines behind the token: " : "", secret);
	return STATUS_USAGE;
}
