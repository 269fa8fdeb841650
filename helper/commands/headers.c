#include <stdbool.h>
#include <string.h>

#include "helper/broker/broker.h"
#include "helper/catalogue/headers.h"
#include "helper/commands/command.h"
#include "helper/commands/output.h"
#include "helper/entries/usable.h"
#include "protocol/core/address.h"
#include "protocol/core/buffer.h"
#include "protocol/core/json.h"
#include "protocol/core/text.h"

static enum status read_url(const char *url, struct credential *request,
			    struct error *e)
{
	enum status status;

	if (text_has_control(url, strlen(url)))
		return error_set(e, STATUS_MALFORMED,
				 "the url holds a control character");
	status = address_from_url(url, strlen(url), request, e);
	if (status == STATUS_OK &&
	    !text_equal(request->values[FIELD_PROTOCOL], "https") &&
	    !text_equal(request->values[FIELD_PROTOCOL], "http"))
		return error_set(e, STATUS_USAGE,
				 "only https and http have headers");
	if (status == STATUS_OK && request->values[FIELD_PASSWORD]) {
		error_set(e, STATUS_USAGE, "the url holds a password");
		error_hint(e, "others see it there; only a username may stand "
			      "before the '@'");
		return STATUS_USAGE;
	}
	return status == STATUS_OK ? address_canonical(request, e) : status;
}

static void explain_missing(const struct credential *request, struct error *e)
{
	const char *username = request->values[FIELD_USERNAME];

	error_set(e, STATUS_NOT_FOUND, "nothing is stored for '%s://%s%s%s'",
		  request->values[FIELD_PROTOCOL], username ? username : "",
		  username ? "@" : "", request->values[FIELD_HOST]);
	error_hint(e, "see 'ringbearer list'");
}

/* The exact protocol, host and port decide; a path asks for nothing more. */
static enum status find_url(const struct store *store, const char *url,
			    struct credential *record, struct error *e)
{
	struct credential request = { 0 };
	enum status status = read_url(url, &request, e);

	credential_append(&request, FIELD_CAPABILITY, "authtype",
			  strlen("authtype"));
	if (status == STATUS_OK)
		status = broker_get(store, &request, record, e);
	if (status == STATUS_NOT_FOUND)
		explain_missing(&request, e);
	credential_clear(&request);
	return status == STATUS_OK ? usable_check(record, e) : status;
}

static enum status print(const struct buffer *lines, bool json, struct error *e)
{
	struct buffer object = { 0 };
	const struct buffer *out = json ? &object : lines;
	enum status status = STATUS_OK;

	if (json) {
		buffer_add_text(&object, "{");
		json_add_headers(&object, lines);
		buffer_add_text(&object, "}\n");
		status = json_check(&object, e);
	}
	if (status == STATUS_OK)
		status = output_write("the headers", out->data, out->length, e);
	buffer_clear(&object);
	return status;
}

static enum status run(const struct invocation *invocation, struct error *e)
{
	const char *name = invocation->arguments[0];
	bool json = command_option(invocation, "json");
	struct store store = { 0 };
	struct credential record = { 0 };
	struct buffer lines = { 0 };
	enum status status = usable_output(invocation, e);

	if (status == STATUS_OK)
		status = command_open(invocation, &store, e);
	if (status == STATUS_OK)
		status = strstr(name, "://")
				 ? find_url(&store, name, &record, e)
				 : usable_find(&store, name, &record, e);
	if (status == STATUS_OK)
		status = header_lines(store.config, &record, &lines, e);
	if (status == STATUS_OK)
		status = print(&lines, json, e);
	if (status == STATUS_OK)
		usable_announce(&store, &record, e);
	buffer_clear(&lines);
	credential_clear(&record);
	store_close(&store);
	return status;
}

static const struct command_option options[] = {
	{ "json", NULL, "an object instead of lines" },
	{ "force", NULL, "to a terminal, too" },
	{ 0 },
};

const struct command command_headers = {
	.name = "headers",
	.arguments = "NAME|URL",
	.kind = ARGUMENT_ENTRY,
	.minimum = 1,
	.maximum = 1,
	.summary = "print the headers that a request needs",
	.details =
		"Prints every header that the provider's definition asks for, "
		"the token in one of\nthem; for hosts of no provider, basic "
		"authentication or what was stored. A URL\nis answered only "
		"for exactly the host and port that something is stored for; "
		"a\nusername before its '@' chooses the account. Without one, "
		"of several the default is\ntaken, else, as 'get' does, the "
		"one without a path, the verified, the newest.\n",
	.example = "ringbearer headers notion |\n"
		   "    curl -H @- https://api.notion.com/v1/users/me\n",
	.options = options,
	.run = run,
};
