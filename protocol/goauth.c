#include <string.h>

#include "protocol/core/web-address.h"
#include "protocol/protocol.h"

/* go takes headers for https alone, and for all that begins with the URL. */
static enum status write(const struct call *call,
			 const struct credential *record, struct buffer *out,
			 struct error *e)
{
	buffer_add_text(out, "https://");
	buffer_add_text(out, record->values[FIELD_HOST]);
	buffer_add_text(out, "/\n\n");
	enum status status =
		call->service->headers(call->service->context, record, out, e);

	buffer_add_text(out, "\n");
	return status;
}

/*
 * go first asks without a URL, for all there is. Nothing is said then: it asks
 * again, with the URL, for what it was refused.
 */
static enum status serve(const struct call *call, struct error *e)
{
	const struct service *service = call->service;
	struct credential request = { 0 };
	struct credential record = { 0 };
	struct buffer out = { 0 };
	enum status status = call_check(call, &protocol_goauth, 0, 1, e);

	if (status != STATUS_OK || call->word_count == 0)
		return status;
	if (strncmp(call->words[0], "https://", strlen("https://")) != 0)
		return STATUS_OK;
	status = web_address_url(call->words[0], &request, e);
	if (status == STATUS_OK)
		status = service->pick(service->context, &request, &record, e);
	if (status == STATUS_OK)
		status = write(call, &record, &out, e);
	else if (status == STATUS_NOT_FOUND)
		status = STATUS_OK;
	if (status == STATUS_OK && out.length > 0)
		status = service->send(service->context, &out, e);
	buffer_clear(&out);
	credential_clear(&record);
	credential_clear(&request);
	return status;
}

const struct protocol protocol_goauth = {
	.name = "goauth",
	.usage = "[URL]",
	.summary = "go, as GOAUTH",
	.serve = serve,
};
