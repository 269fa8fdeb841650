#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/core/json.h"
#include "protocol/core/memory.h"
#include "protocol/protocol.h"

/* The two objects of an answer, as they grow. */
struct answer {
	struct buffer values;
	struct buffer errors;
};

static void add_error(struct answer *answer, const char *id, size_t length,
		      const char *message)
{
	json_add_comma(&answer->errors);
	json_add_bytes(&answer->errors, id, length);
	buffer_add_text(&answer->errors, ":{");
	json_add_member(&answer->errors, "message", message);
	buffer_add_text(&answer->errors, "}");
}

/* What is kept may be no JSON: that, too, is that id's alone. */
static void add_value(struct answer *answer, const char *id,
		      const struct credential *record)
{
	struct buffer member = { 0 };
	struct error e = { 0 };

	json_add_member(&member, id, credential_token(record));
	if (json_check(&member, &e) == STATUS_OK) {
		json_add_comma(&answer->values);
		buffer_add(&answer->values, member.data, member.length);
	} else {
		add_error(answer, id, strlen(id), e.message);
	}
	buffer_clear(&member);
}

/* A failure is that id's alone. */
static void resolve(const char *id, const struct credential *record,
		    enum status status, const struct error *e, void *argument)
{
	struct answer *answer = argument;

	if (status == STATUS_OK)
		add_value(answer, id, record);
	else
		add_error(answer, id, strlen(id), e->message);
}

/* The ids of a request, each once. */
struct batch {
	struct json_object *seen; /* they are its keys, as JSON has them */
	const char **names;	  /* of those that can be looked for */
	size_t count;
};

static bool is_new(struct batch *batch, struct json_object *id)
{
	const char *key = json_object_to_json_string(id);

	if (json_object_object_get_ex(batch->seen, key, NULL))
		return false;
	json_object_object_add(batch->seen, key, NULL);
	return true;
}

static enum status gather(struct json_object *ids, struct batch *batch,
			  struct answer *answer, struct error *e)
{
	for (size_t i = 0; i < json_object_array_length(ids); i++) {
		struct json_object *id = json_object_array_get_idx(ids, i);
		const char *text = json_object_get_string(id);
		size_t length = (size_t)json_object_get_string_len(id);

		if (!json_object_is_type(id, json_type_string))
			return error_set(e, STATUS_MALFORMED,
					 "an item of 'ids' is no text");
		if (!is_new(batch, id))
			continue;
		if (strlen(text) == length)
			batch->names[batch->count++] = text;
		else
			add_error(answer, text, length, "the id holds a NUL");
	}
	return STATUS_OK;
}

static enum status resolve_all(const struct service *service,
			       struct json_object *request,
			       struct answer *answer, struct error *e)
{
	struct json_object *ids = json_object_object_get(request, "ids");
	struct batch batch = { 0 };
	enum status status;

	if (!json_object_is_type(ids, json_type_array))
		return error_set(e, STATUS_MALFORMED, "'ids' is no list");
	batch.seen = json_object_new_object();
	batch.names = memory_alloc(json_object_array_length(ids) + 1,
				   sizeof(*batch.names));
	status = gather(ids, &batch, answer, e);
	if (status == STATUS_OK)
		service->find_each(service->context, batch.names, batch.count,
				   resolve, answer);
	free(batch.names);
	json_object_put(batch.seen);
	return status;
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
