#include <json-c/json.h>
#include <string.h>

#include "protocol/json.h"
#include "protocol/protocol.h"
#include "protocol/text.h"

/* The two objects of an answer, as they grow. */
struct answer {
	struct buffer values;
	struct buffer errors;
};

static void add_error(struct answer *answer, const char *id,
		      const char *message)
{
	json_add_comma(&answer->errors);
	json_add_text(&answer->errors, id);
	buffer_add_text(&answer->errors, ":{");
	json_add_member(&answer->errors, "message", message);
	buffer_add_text(&answer->errors, "}");
}

/* A failure is that id's alone. */
static void resolve(const struct service *service, const char *id,
		    struct answer *answer)
{
	struct credential record = { 0 };
	struct error e = { 0 };

	if (service->find(service->context, id, &record, &e) == STATUS_OK)
		json_add_member(&answer->values, id, credential_token(&record));
	else
		add_error(answer, id, e.message);
	credential_clear(&record);
}

static enum status resolve_all(const struct service *service,
			       struct json_object *request,
			       struct answer *answer, struct error *e)
{
	struct json_object *ids = json_object_object_get(request, "ids");

	if (!json_object_is_type(ids, json_type_array))
		return error_set(e, STATUS_MALFORMED, "'ids' is no list");
	for (size_t i = 0; i < json_object_array_length(ids); i++) {
		struct json_object *id = json_object_array_get_idx(ids, i);
		const char *text = json_object_get_string(id);

		if (!json_object_is_type(id, json_type_string) ||
		    strlen(text) != (size_t)json_object_get_string_len(id))
			return error_set(e, STATUS_MALFORMED,
					 "an item of 'ids' is no text");
		resolve(service, text, answer);
	}
	return STATUS_OK;
}

static enum status send(const struct service *service,
			const struct answer *answer, struct error *e)
{
	struct buffer out = { 0 };
	enum status status;

	buffer_add_text(&out, "{\"protocolVersion\":1,\"values\":{");
	buffer_add(&out, answer->values.data, answer->values.length);
	buffer_add_text(&out, "},\"errors\":{");
	buffer_add(&out, answer->errors.data, answer->errors.length);
	buffer_add_text(&out, "}}\n");
	status = json_check(&out, e);
	if (status == STATUS_OK)
		status = service->send(service->context, &out, e);
	buffer_clear(&out);
	return status;
}

static enum status check_version(struct json_object *request, struct error *e)
{
	struct json_object *version =
		json_object_object_get(request, "protocolVersion");

	if (!json_object_is_type(version, json_type_int) ||
	    json_object_get_int(version) != 1)
		return error_set(e, STATUS_MALFORMED,
				 "'protocolVersion' is not 1");
	return STATUS_OK;
}

static enum status serve(const struct call *call, struct error *e)
{
	const struct service *service = call->service;
	struct buffer text = { 0 };
	struct answer answer = { 0 };
	struct json_object *request = NULL;
	enum status status = call_check(call, &protocol_openclaw, 0, 0, e);

	if (status == STATUS_OK)
		status = service->receive(service->context, &text, e);
	if (status == STATUS_OK)
		status = json_read(text.data, text.length, &request, e);
	if (status == STATUS_OK)
		status = check_version(request, e);
	if (status == STATUS_OK)
		status = resolve_all(service, request, &answer, e);
	if (status == STATUS_OK)
		status = send(service, &answer, e);
	json_object_put(request);
	buffer_clear(&answer.values);
	buffer_clear(&answer.errors);
	buffer_clear(&text);
	return status;
}

const struct protocol protocol_openclaw = {
	.name = "openclaw",
	.usage = "",
	.summary = "OpenClaw",
	.serve = serve,
};
