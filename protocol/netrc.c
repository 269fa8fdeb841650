#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/core/memory.h"
#include "protocol/core/text.h"
#include "protocol/core/web-address.h"
#include "protocol/protocol.h"

/* The form has no quoting that all of its readers agree about. */
static enum status add_word(struct buffer *out, const char *key,
			    const char *value, struct error *e)
{
	if (text_is_empty(value) || strpbrk(value, " \"\\#") ||
	    text_has_control(value, strlen(value)))
		return error_set(e, STATUS_MALFORMED,
				 "the %s cannot stand in a netrc file", key);
	buffer_add_texts(out, out->length ? " " : "", key, " ", value, NULL);
	return STATUS_OK;
}

/*
 * A machine has no port there: curl gives it to any of that host. About
 * addresses in brackets its readers do not agree.
 */
static enum status write(const struct credential *record, const void *argument,
			 struct buffer *out, struct error *e)
{
	const char *host = record->values[FIELD_HOST];
	char *machine =
		memory_copy(host, *host == '[' ? 0 : strcspn(host, ":"));
	enum status status = add_word(out, "machine", machine, e);

	(void)argument;
	if (status == STATUS_OK)
		status = add_word(out, "login", record->values[FIELD_USERNAME],
				  e);
	if (status == STATUS_OK)
		status = add_word(out, "password", credential_token(record), e);
	buffer_add_text(out, "\n");
	free(machine);
	return status;
}

/* Whether it is https on its own port, which is never written out. */
static enum status check(const struct credential *address, struct error *e)
{
	const char *host = address->values[FIELD_HOST];
	const char *behind = *host == '[' ? strchr(host, ']') : host;

	if (text_equal(address->values[FIELD_PROTOCOL], "https") &&
	    (!behind || !strchr(behind, ':')))
		return STATUS_OK;
	error_set(e, STATUS_USAGE,
		  "a netrc file knows neither ports nor schemes: the token "
		  "would go to all that '%s' serves",
		  host);
	error_hint(e, "'ringbearer curl' sends it to this one alone; '--force' "
		      "behind the address prints the line");
	return STATUS_USAGE;
}

static enum status serve(const struct call *call, struct error *e)
{
	struct wanted wanted = { .write = write };
	enum status status = call_check(call, &protocol_netrc, 1, 2, e);
	bool forced =
		call->word_count == 2 && strcmp(call->words[1], "--force") == 0;

	if (status == STATUS_OK && !forced)
		status = call_check(call, &protocol_netrc, 1, 1, e);
	if (status == STATUS_OK)
		status = web_address_whole(call->words[0], &wanted.address, e);
	if (status == STATUS_OK && !forced)
		status = check(&wanted.address, e);
	credential_set(&wanted.address, FIELD_PATH, NULL);
	if (status == STATUS_OK)
		status = call_answer(call, &wanted, e);
	if (status == STATUS_NOT_FOUND && !e->message[0])
		error_set(e, status, "nothing is stored for '%s'",
			  wanted.address.values[FIELD_HOST]);
	credential_clear(&wanted.address);
	return status;
}

const struct protocol protocol_netrc = {
	.name = "netrc",
	.usage = "HOST|URL [--force]",
	.summary = "curl, as --netrc-file",
	.serve = serve,
};
