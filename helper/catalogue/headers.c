#include <sodium.h>
#include <string.h>

#include "helper/catalogue/catalogue.h"
#include "helper/catalogue/headers.h"
#include "protocol/core/text.h"

static enum status cannot_carry(const char *what, struct error *e)
{
	error_set(e, STATUS_MALFORMED, "%s cannot stand in a header", what);
	error_hint(e, "it holds a control character; store it anew");
	return STATUS_MALFORMED;
}

static bool has_control(const char *value)
{
	return value && text_has_control(value, strlen(value));
}

/* RFC 7617: the first colon ends the name. */
static enum status add_basic(const struct credential *record,
			     struct buffer *lines, struct error *e)
{
	const char *username = record->values[FIELD_USERNAME];
	struct buffer pair = { 0 };
	size_t size;

	if (has_control(username))
		return cannot_carry("the username", e);
	if (username && strchr(username, ':'))
		return error_set(e, STATUS_MALFORMED,
				 "a username with a ':' cannot stand in a "
				 "header");
	buffer_add_texts(&pair, username ? username : "", ":",
			 record->values[FIELD_PASSWORD], NULL);
	buffer_add_text(lines, "Authorization: Basic ");
	size = sodium_base64_encoded_len(pair.length,
					 sodium_base64_VARIANT_ORIGINAL);
	(void)sodium_bin2base64(buffer_reserve(lines, size), size,
				(const unsigned char *)pair.data, pair.length,
				sodium_base64_VARIANT_ORIGINAL);
	lines->length += size - 1;
	buffer_add_text(lines, "\n");
	buffer_clear(&pair);
	return STATUS_OK;
}

static enum status add_generic(const struct credential *record,
			       struct buffer *lines, struct error *e)
{
	if (record->values[FIELD_PASSWORD])
		return add_basic(record, lines, e);
	if (has_control(record->values[FIELD_AUTHTYPE]))
		return cannot_carry("the authtype", e);
	buffer_add_texts(lines,
			 "Authorization: ", record->values[FIELD_AUTHTYPE], " ",
			 record->values[FIELD_CREDENTIAL], "\n", NULL);
	return STATUS_OK;
}

enum status header_lines(const struct config *config,
			 const struct credential *record, struct buffer *lines,
			 struct error *e)
{
	struct provider *provider = NULL;
	enum status status;

	if (!credential_has_secret(record))
		return error_set(e, STATUS_NOT_FOUND, "it holds no token");
	if (has_control(credential_token(record)))
		return cannot_carry("the token", e);
	status = catalogue_find_for(config, record, &provider, e);
	if (status == STATUS_OK && provider)
		provider_headers(&provider->headers,
				 provider_credential_variable, (void *)record,
				 lines);
	else if (status == STATUS_OK)
		status = add_generic(record, lines, e);
	provider_free(provider);
	return status;
}
