#include <json-c/json.h>
#include <string.h>

#include "protocol/core/json.h"
#include "protocol/core/text.h"
#include "protocol/core/web-address.h"
#include "protocol/protocol.h"

static enum status write(const struct credential *record, const void *argument,
			 struct buffer *out, struct error *e)
{
	(void)argument;
	buffer_add_text(out, "{");
	json_add_member(out, "token", credential_token(record));
	buffer_add_text(out, "}\n");
	return json_check(out, e);
}

static enum status get(const struct call *call, const struct credential *host,
		       struct error *e)
{
	const struct wanted wanted = { .address = *host,
				       .nothing = "{}\n",
				       .write = write };

	return call_answer(call, &wanted, e);
}

/* What cannot be kept whole must be refused, says the documentation. */
static enum status read_token(struct json_object *object,
			      struct credential *request, struct error *e)
{
	const char *token;
	enum status status = json_text(object, "token", &token, e);

	if (status != STATUS_OK)
		return status;
	if (text_is_empty(token))
		return error_set(e, STATUS_MALFORMED, "there is no 'token'");
	if (json_object_object_length(object) > 1)
		return error_set(e, STATUS_MALFORMED,
				 "there is more than a 'token', which cannot "
				 "be kept");
	credential_set(request, FIELD_PASSWORD, token);
	return STATUS_OK;
}

static enum status store(const struct call *call, const struct credential *host,
			 struct error *e)
{
	const struct service *service = call->service;
	struct credential request = { 0 };
	enum status status;

	credential_copy(host, &request);
	status = call_receive_object(call, read_token, &request, e);
	if (status == STATUS_OK)
		status = service->replace(service->context, &request, e);
	credential_clear(&request);
	return status;
}

static enum status forget(const struct call *call,
			  const struct credential *host, struct error *e)
{
	const struct service *service = call->service;
	enum status status = service->forget(service->context, host, e);

	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* Terraform has what it sends read to the end, whatever is wrong. */
static void drain(const struct call *call)
{
	struct buffer text = { 0 };
	struct error ignored = { 0 };

	(void)call->service->receive(call->service->context, &text, &ignored);
	buffer_clear(&text);
}

static enum status serve(const struct call *call, struct error *e)
{
	static const struct {
		const char *word;
		enum status (*run)(const struct call *call,
				   const struct credential *host,
				   struct error *e);
	} verbs[] = {
		{ "get", get },
		{ "store", store },
		{ "forget", forget },
	};
	struct credential host = { 0 };
	enum status status = call_check(call, &protocol_terraform, 2, 2, e);

	if (status != STATUS_OK)
		return status;
	status = web_address_host(call->words[1], &host, e);
	if (status != STATUS_OK && strcmp(call->words[0], "store") == 0)
		drain(call);
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (status == STATUS_OK &&
		    strcmp(call->words[0], verbs[i].word) == 0) {
			status = verbs[i].run(call, &host, e);
			credential_clear(&host);
			return status;
		}
	credential_clear(&host);
	return status == STATUS_OK
		       ? error_set(e, STATUS_USAGE,
				   "terraform's helpers have no such word")
		       : status;
}

const struct protocol protocol_terraform = {
	.name = "terraform",
	.program = "terraform-credentials-ringbearer",
	.usage = "get|store|forget HOST",
	.summary = "Terraform, OpenTofu",
	.serve = serve,
};
