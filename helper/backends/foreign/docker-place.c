#include <string.h>

#include "helper/backends/foreign/docker-place.h"
#include "protocol/core/address.h"
#include "protocol/core/percent.h"
#include "protocol/core/text.h"

static const char no_username[] = ":";
static const char any_username[] = "ringbearer";

static void add_host_and_path(const struct credential *address,
			      struct buffer *out)
{
	const char *path = address->values[FIELD_PATH];

	buffer_add_text(out, address->values[FIELD_HOST]);
	if (!path)
		return;
	buffer_add_text(out, "/");
	percent_encode_url(path, "/", out);
}

void docker_place(const struct credential *address, struct buffer *out)
{
	const char *username = address->values[FIELD_USERNAME];

	buffer_add_texts(out, address->values[FIELD_PROTOCOL], "://", NULL);
	if (username)
		percent_encode_url(username, "", out);
	else
		buffer_add_text(out, no_username);
	buffer_add_text(out, "@");
	add_host_and_path(address, out);
}

bool docker_place_natural(const struct credential *pattern, size_t number,
			  struct buffer *out)
{
	const char *protocol = pattern->values[FIELD_PROTOCOL];
	bool https = text_equal(protocol, "https");

	if (number > https || (!https && !text_equal(protocol, "http")) ||
	    text_is_empty(pattern->values[FIELD_HOST]))
		return false;
	if (number == 0)
		buffer_add_texts(out, protocol, "://", NULL);
	add_host_and_path(pattern, out);
	return true;
}

const char *docker_place_username(const struct credential *address)
{
	const char *username = address->values[FIELD_USERNAME];

	return text_is_empty(username) ? any_username : username;
}

/* Where the username of a URL ends, at its `@`; NULL if it has none. */
static const char *find_at(const char *place)
{
	const char *colon = strstr(place, "://");
	const char *host = colon ? colon + 3 : place;

	return memchr(host, '@', strcspn(host, "/?#"));
}

bool docker_place_is_own(const char *place)
{
	return strstr(place, "://") && find_at(place);
}

bool docker_place_read(const char *place, const char *username,
		       struct credential *out)
{
	struct buffer url = { 0 };
	struct error ignored = { 0 };
	const char *at = find_at(place);
	bool good;

	if (!strstr(place, "://"))
		buffer_add_text(&url, "https://");
	buffer_add_text(&url, place);
	/* Ours has the address as it was given. */
	good = address_from_whole_url(url.data, url.length, out, &ignored) ==
		       STATUS_OK &&
	       (at || address_canonical(out, &ignored) == STATUS_OK);
	buffer_clear(&url);
	if (!at)
		credential_set(out, FIELD_USERNAME, username);
	else if (at > place && at[-1] == ':')
		credential_set(out, FIELD_USERNAME, NULL);
	credential_set(out, FIELD_PASSWORD, NULL);
	return good;
}
