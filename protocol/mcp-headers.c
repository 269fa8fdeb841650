#include <stdlib.h>
#include <string.h>

#include "protocol/core/json.h"
#include "protocol/core/text.h"
#include "protocol/core/web-address.h"
#include "protocol/protocol.h"

/* Claude Code says here which server it is about to ask. */
static const char url_variable[] = "CLAUDE_CODE_MCP_SERVER_URL";

static enum status read_words(const struct call *call, struct wanted *wanted,
			      struct error *e)
{
	const char *what =
		call->word_count ? call->words[0] : getenv(url_variable);

	if (call->word_count == 0 && text_is_empty(what)) {
		error_set(e, STATUS_USAGE, "there is no url");
		error_hint(e, "name one, or an entry: ringbearer mcp-headers "
			      "NAME|URL");
		return STATUS_USAGE;
	}
	if (strstr(what, "://"))
		return web_address_url(what, &wanted->address, e);
	wanted->name = what;
	return STATUS_OK;
}

static enum status write(const struct credential *record, const void *argument,
			 struct buffer *out, struct error *e)
{
	const struct call *call = argument;
	struct buffer lines = { 0 };
	enum status status = call->service->headers(call->service->context,
						    record, &lines, e);

	buffer_add_text(out, "{");
	json_add_headers(out, &lines);
	buffer_add_text(out, "}\n");
	buffer_clear(&lines);
	return status == STATUS_OK ? json_check(out, e) : status;
}

static enum status serve(const struct call *call, struct error *e)
{
	/* A server that nothing is kept for needs nothing. */
	struct wanted wanted = { .nothing = "{}\n",
				 .write = write,
				 .argument = call };
	enum status status = call_check(call, &protocol_mcp_headers, 0, 1, e);

	if (status == STATUS_OK)
		status = read_words(call, &wanted, e);
	if (status == STATUS_OK)
		status = call_answer(call, &wanted, e);
	credential_clear(&wanted.address);
	return status;
}

const struct protocol protocol_mcp_headers = {
	.name = "mcp-headers",
	.program = "ringbearer-mcp-headers",
	.usage = "[NAME|URL]",
	.summary = "Claude Code, as headersHelper of an MCP server",
	.serve = serve,
};
