#include <string.h>

#include "protocol/core/address.h"
#include "protocol/core/buffer.h"
#include "protocol/core/text.h"
#include "protocol/core/web-address.h"

static enum status finish(struct credential *out, struct error *e)
{
	const char *protocol = out->values[FIELD_PROTOCOL];

	if (!text_equal(protocol, "https") && !text_equal(protocol, "http"))
		return error_set(e, STATUS_MALFORMED,
				 "the address is none of https or http");
	if (out->values[FIELD_USERNAME])
		return error_set(e, STATUS_MALFORMED,
				 "the address holds a username");
	return address_canonical(out, e);
}

static enum status check_text(const char *text, struct error *e)
{
	if (!*text || text_has_control(text, strlen(text)))
		return error_set(e, STATUS_MALFORMED,
				 *text ? "the address holds a control character"
				       : "the address is empty");
	return STATUS_OK;
}

enum status web_address_whole(const char *text, struct credential *out,
			      struct error *e)
{
	struct buffer url = { 0 };
	enum status status = check_text(text, e);

	if (!strstr(text, "://"))
		buffer_add_text(&url, "https://");
	buffer_add_text(&url, text);
	if (status == STATUS_OK)
		status = address_from_whole_url(url.data, url.length, out, e);
	buffer_clear(&url);
	return status == STATUS_OK ? finish(out, e) : status;
}

enum status web_address_url(const char *url, struct credential *out,
			    struct error *e)
{
	enum status status = check_text(url, e);

	if (status == STATUS_OK)
		status = address_from_url(url, strlen(url), out, e);
	return status == STATUS_OK ? finish(out, e) : status;
}

enum status web_address_host(const char *host, struct credential *out,
			     struct error *e)
{
	enum status status = check_text(host, e);

	if (status != STATUS_OK)
		return status;
	credential_set(out, FIELD_PROTOCOL, "https");
	credential_set(out, FIELD_HOST, host);
	return address_canonical(out, e);
}
