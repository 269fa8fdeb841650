#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "helper/definition/internal.h"
#include "protocol/core/address.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"
#define URL_CHARACTERS LETTERS DIGITS "-._~:/?#[]@!$&'()*+,;=%"

enum {
	STATUS_DIGITS = 3,
	STATUS_FIRST = 100,
	STATUS_LAST = 599,
};

static bool begins(const char *value, const char *prefix)
{
	return strncmp(value, prefix, strlen(prefix)) == 0;
}

/* Whether `value` is not empty and of these characters only. */
static bool consists_of(const char *value, const char *characters)
{
	return *value && value[strspn(value, characters)] == '\0';
}

static bool is_printable_ascii(const char *value)
{
	for (; *value; value++)
		if (*value < ' ' || *value > '~')
			return false;
	return true;
}

const char *wrong_host(const char *value)
{
	struct error ignored = { 0 };
	char canonical[ADDRESS_HOST_MAX];

	if (!is_printable_ascii(value))
		return "is not ASCII: write it as IDNA does, xn--...";
	if (address_host("https", value, canonical, &ignored) != STATUS_OK)
		return "is no host";
	if (strcmp(value, canonical) != 0)
		return "is not in its canonical form: small letters, no dot "
		       "at the end, no port 443";
	return NULL;
}

const char *url_host(const char *url, size_t *length)
{
	const char *host = strstr(url, "://") + 3;

	*length = strcspn(host, "/?#");
	return host;
}

bool url_is_plain(const char *url)
{
	return begins(url, "http://");
}

/* Strict enough that no two parsers differ about the host. */
static const char *wrong_url(const char *value)
{
	size_t length;
	const char *host = url_host(value, &length);

	if (length == 0)
		return "has no host";
	if (memchr(host, '@', length))
		return "holds a user name";
	if (!consists_of(value, URL_CHARACTERS))
		return "holds a character that no URL has";
	return NULL;
}

/* Behind '?' a template; before it all is as it stands. */
static const char *wrong_request_text(const char *value)
{
	size_t length = strcspn(value, "?");
	char *address = memory_copy(value, length);
	const char *wrong = NULL;

	if (strpbrk(address, "{}"))
		wrong = "has a variable, which an address may not";
	else if (!(wrong = wrong_url(address)) && value[length] &&
		 !consists_of(value + length, URL_CHARACTERS "{}"))
		wrong = "holds a character that no URL has";
	free(address);
	return wrong ? wrong : wrong_template(value + length);
}

const char *wrong_request_url(const char *value)
{
	size_t length;
	const char *wrong;

	if (strchr(value, '#'))
		return "has a fragment";
	if (url_is_plain(value) && !begins(value, "http://127.0.0.1:") &&
	    !begins(value, "http://[::1]:"))
		return "is http to another host than 127.0.0.1:PORT or "
		       "[::1]:PORT";
	if (!url_is_plain(value) && !begins(value, "https://"))
		return "does not begin with https://";
	if ((wrong = wrong_request_text(value)))
		return wrong;
	return url_host(value, &length)[length] == '/' ? NULL : "has no path";
}

const char *wrong_page_url(const char *value)
{
	return begins(value, "https://") ? wrong_url(value)
					 : "does not begin with https://";
}

const char *wrong_header_name(const char *value)
{
	return consists_of(value, LETTERS DIGITS "!#$%&'*+-.^_`|~")
		       ? NULL
		       : "is no name of a header";
}

/* What the transfer itself decides. */
static bool is_framing(const char *name)
{
	static const char *const names[] = {
		"Accept-Encoding",
		"Connection",
		"Content-Length",
		"Expect",
		"Host",
		"Keep-Alive",
		"TE",
		"Trailer",
		"Transfer-Encoding",
		"Upgrade",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcasecmp(name, names[i]) == 0)
			return true;
	return strncasecmp(name, "Proxy-", strlen("Proxy-")) == 0;
}

const char *wrong_header(const char *value)
{
	const char *colon = strchr(value, ':');
	const char *wrong;
	char *name;

	if (!colon || colon[1] != ' ' || colon[2] == '\0' || colon[2] == ' ')
		return "is not of the form 'Name: value'";
	if (!is_printable_ascii(value))
		return "is not ASCII";
	name = memory_copy(value, (size_t)(colon - value));
	wrong = wrong_header_name(name);
	if (!wrong && is_framing(name))
		wrong = "is a header that only the transfer itself may set";
	free(name);
	return wrong ? wrong : wrong_template(value);
}

bool parse_status(const char *text, int *first, int *last)
{
	const char *dash = strchr(text, '-');
	char digits[STATUS_DIGITS + 1] = "";
	long long low = 0, high = 0;
	bool good;

	if (strlen(text) < STATUS_DIGITS || (dash && dash != text + 3))
		return false;
	memcpy(digits, text, STATUS_DIGITS);
	good = text_number(digits, STATUS_LAST, &low) &&
	       text_number(dash ? dash + 1 : text, STATUS_LAST, &high);
	*first = (int)low;
	*last = (int)high;
	return good && low >= STATUS_FIRST && high >= low;
}

const char *wrong_status(const char *value)
{
	int first, last;

	return parse_status(value, &first, &last)
		       ? NULL
		       : "is no HTTP status from 100 to 599 and no range of "
			 "them";
}
