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
