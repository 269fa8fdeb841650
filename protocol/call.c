#include <json-c/json.h>

#include "protocol/core/json.h"
#include "protocol/protocol.h"

enum status call_check(const struct call *call, const struct protocol *protocol,
		       int minimum, int maximum, struct error *e)
{
	if (call->word_count >= minimum && call->word_count <= maximum)
		return STATUS_OK;
	error_set(e, STATUS_USAGE, "'%s' needs %s arguments", protocol->name,
		  call->word_count < minimum ? "more" : "fewer");
	error_hint(e, "usage: ringbearer %s%s%s", protocol->name,
		   *protocol->usage ? " " : "", protocol->usage);
	return STATUS_USAGE;
}

enum status call_receive_object(const struct call *call, call_read_object *read,
				struct credential *out, struct error *e)
{
	struct buffer text = { 0 };
	struct json_object *object = NULL;
	enum status status =
		call->service->receive(call->service->context, &text, e);

	if (status == STATUS_OK)
		status = json_read(text.data, text.length, &object, e);
	if (status == STATUS_OK)
		status = read(object, out, e);
	json_object_put(object);
	buffer_clear(&text);
	return status;
}

enum status call_answer(const struct call *call, const struct wanted *wanted,
			struct error *e)
{
	const struct service *service = call->service;
	struct credential record = { 0 };
	struct buffer out = { 0 };
	enum status status =
		wanted->name ? service->find(service->context, wanted->name,
					     &record, e)
			     : service->pick(service->context, &wanted->address,
					     &record, e);

	if (status == STATUS_OK) {
		status = wanted->write(&record, wanted->argument, &out, e);
		if (status == STATUS_OK && out.length > 0)
			status = service->send_token(service->context, &out, e);
	} else if (status == STATUS_NOT_FOUND && !wanted->name &&
		   wanted->nothing) {
		buffer_add_text(&out, wanted->nothing);
		status = service->send(service->context, &out, e);
	}
	buffer_clear(&out);
	credential_clear(&record);
	return status;
}
