#include <string.h>

#include "protocol/git/git.h"

static bool is_guess(const struct credential *answer)
{
	const char *known = answer->values[FIELD_EXPIRY_KNOWN];

	return known && strcmp(known, "told") != 0 &&
	       strcmp(known, "asked") != 0;
}

/* Whether this caller is to see this field of the answer. */
static bool is_asked_for(const struct credential *request,
			 const struct credential *answer, enum field field)
{
	switch (field) {
	case FIELD_AUTHTYPE:
	case FIELD_CREDENTIAL:
		return credential_has(request, FIELD_CAPABILITY, "authtype");
	case FIELD_PASSWORD_EXPIRY_UTC:
		/* git throws away what is over: only a fact may do that. */
		return !is_guess(answer);
	default:
		return true;
	}
}

static enum status write_field(const struct credential *answer,
			       enum field field, struct buffer *out,
			       struct error *e)
{
	const char *value = answer->values[field];

	if (!value)
		return STATUS_OK;
	if (git_can_carry(value)) {
		buffer_add_texts(out, field_info[field].key, "=", value, "\n",
				 NULL);
		return STATUS_OK;
	}
	if (!(field_info[field].flags & FIELD_IS_SECRET))
		return STATUS_OK;
	return error_set(e, STATUS_MALFORMED,
			 "the '%s' kept for '%s' has several lines, which "
			 "git's protocol cannot carry",
			 field_info[field].key, answer->values[FIELD_HOST]);
}

/* What git itself would act upon; no definition may have such a field. */
static bool is_of_git(const char *key)
{
	for (int f = 0; f < FIELD_COUNT; f++)
		if (strcmp(key, field_info[f].key) == 0)
			return true;
	return strcmp(key, "url") == 0 || strchr(key, '[');
}

static void write_extras(const struct credential *answer, struct buffer *out)
{
	for (size_t i = 0; i < answer->extra_count; i++) {
		const struct extra *e = &answer->extras[i];

		if (!e->foreign && !e->note && !is_of_git(e->key) &&
		    git_can_carry(e->value))
			buffer_add_texts(out, e->key, "=", e->value, "\n",
					 NULL);
	}
}

enum status git_write(enum operation operation,
		      const struct credential *request,
		      const struct credential *answer, struct buffer *out,
		      struct error *e)
{
	static const enum field order[] = {
		FIELD_AUTHTYPE,
		FIELD_CREDENTIAL,
		FIELD_USERNAME,
		FIELD_PASSWORD,
		FIELD_OAUTH_REFRESH_TOKEN,
		FIELD_PASSWORD_EXPIRY_UTC,
		FIELD_PROVIDER,
		FIELD_ACCOUNT,
		FIELD_ORGANIZATION,
	};
	enum status status = STATUS_OK;

	if (operation == OPERATION_CAPABILITY)
		buffer_add_text(out, "version 0\ncapability authtype\n");
	if (!answer)
		return STATUS_OK;
	if (credential_has(request, FIELD_CAPABILITY, "authtype"))
		buffer_add_text(out, "capability[]=authtype\n");
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		if (status == STATUS_OK &&
		    is_asked_for(request, answer, order[i]))
			status = write_field(answer, order[i], out, e);
	if (status == STATUS_OK)
		write_extras(answer, out);
	return status;
}
