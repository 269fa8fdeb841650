#include <string.h>

#include "protocol/core/web-address.h"
#include "protocol/protocol.h"

/* go takes headers for https alone, and for all that begins with the URL. */
static enum status write(const struct credential *record, const void *argument,
			 struct buffer *out, struct error *e)
{
	const struct call *call = argument;

	buffer_add_texts(out, "https://", record->values[FIELD_HOST], "/\n\n",
			 NULL);
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
	struct wanted wanted = { .nothing = "",
				 .write = write,
				 .argument = call };
	enum status status = call_check(call, &protocol_goauth, 0, 1, e);

	if (status != STATUS_OK || call->word_count == 0)
		return status;
	if (strncmp(call->words[0], "https://", strlen("https://")) != 0)
		return STATUS_OK;
	status = web_address_url(call->words[0], &wanted.address, e);
	if (status == STATUS_OK)
		status = call_answer(call, &wanted, e);
	credential_clear(&wanted.address);
	return status;
}

const struct protocol protocol_goauth = {
	.name = "goauth",
	.usage = "[URL]",
	.summary = "go, as GOAUTH",
	.serve = serve,
};
