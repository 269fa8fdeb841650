#include <string.h>

#include "protocol/core/expiry.h"
#include "protocol/core/json.h"
#include "protocol/core/web-address.h"
#include "protocol/protocol.h"

static enum status read_request(struct json_object *object,
				struct credential *request, struct error *e)
{
	const char *uri;
	enum status status = json_text(object, "uri", &uri, e);

	if (status != STATUS_OK)
		return status;
	return uri ? web_address_url(uri, request, e)
		   : error_set(e, STATUS_MALFORMED, "there is no 'uri'");
}

/* The specification wants each value to be a list. */
static enum status write(const struct credential *record, const void *argument,
			 struct buffer *out, struct error *e)
{
	const struct call *call = argument;
	const struct service *service = call->service;
	struct buffer lines = { 0 };
	char expires[EXPIRY_SIZE];
	enum status status =
		service->headers(service->context, record, &lines, e);

	expiry_text(record, expires);
	buffer_add_text(out, "{\"headers\":{");
	json_add_header_lists(out, &lines);
	buffer_add_text(out, "}");
	json_add_member(out, "expires", *expires ? expires : NULL);
	buffer_add_text(out, "}\n");
	buffer_clear(&lines);
	return status == STATUS_OK ? json_check(out, e) : status;
}

static enum status get(const struct call *call, struct error *e)
{
	struct wanted wanted = { .nothing = "{\"headers\":{}}\n",
				 .write = write,
				 .argument = call };
	enum status status =
		call_receive_object(call, read_request, &wanted.address, e);

	if (status == STATUS_OK)
		status = call_answer(call, &wanted, e);
	credential_clear(&wanted.address);
	return status;
}

static enum status serve(const struct call *call, struct error *e)
{
	enum status status = call_check(call, &protocol_bazel, 1, 1, e);

	if (status != STATUS_OK)
		return status;
	if (strcmp(call->words[0], "get") != 0)
		return error_set(e, STATUS_USAGE,
				 "credential helpers have no such word");
	return get(call, e);
}

const struct protocol protocol_bazel = {
	.name = "bazel",
	.program = "bazel-credential-ringbearer",
	.usage = "get",
	.summary = "Bazel and others with credential helpers",
	.serve = serve,
};
