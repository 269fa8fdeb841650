#include <stdlib.h>
#include <string.h>

#include "protocol/core/json.h"
#include "protocol/core/text.h"
#include "protocol/core/web-address.h"
#include "protocol/protocol.h"

/* Claude Code says here which server it is about to ask. */
static const char url_variable[] = "CLAUDE_CODE_MCP_SERVER_URL";

static enum status find_url(const struct call *call, const char *url,
			    struct credential *record, struct error *e)
{
	struct credential request = { 0 };
	enum status status = web_address_url(url, &request, e);

	if (status == STATUS_OK)
		status = call->service->pick(call->service->context, &request,
					     record, e);
	credential_clear(&request);
	return status;
}

static enum status find(const struct call *call, struct credential *record,
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
		return find_url(call, what, record, e);
	return call->service->find(call->service->context, what, record, e);
}

static enum status serve(const struct call *call, struct error *e)
{
	const struct service *service = call->service;
	struct credential record = { 0 };
	struct buffer lines = { 0 };
	struct buffer out = { 0 };
	enum status status = call_check(call, &protocol_mcp_headers, 0, 1, e);

	if (status == STATUS_OK)
		status = find(call, &record, e);
	if (status == STATUS_OK)
		status = service->headers(service->context, &record, &lines, e);
	/* A server that nothing is kept for needs nothing. */
	if (status == STATUS_NOT_FOUND && !e->message[0])
		status = STATUS_OK;
	buffer_add_text(&out, "{");
	json_add_headers(&out, &lines);
	buffer_add_text(&out, "}\n");
	if (status == STATUS_OK)
		status = json_check(&out, e);
	if (status == STATUS_OK)
		status = service->send(service->context, &out, e);
	buffer_clear(&out);
	buffer_clear(&lines);
	credential_clear(&record);
	return status;
}

const struct protocol protocol_mcp_headers = {
	.name = "mcp-headers",
	.program = "ringbearer-mcp-headers",
	.usage = "[NAME|URL]",
	.summary = "Claude Code, as headersHelper of an MCP server",
	.serve = serve,
};
