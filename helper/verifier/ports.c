#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "helper/verifier/ports.h"
#include "protocol/core/text.h"

enum {
	DIGITS_MAX = 5,
	PORT_MAX = 65535,
	PORT_HTTP = 80,
	PORT_HTTPS = 443,
	PORT_PROXY = 1080,
};

/* Behind the host, which may hold colons in brackets. */
static uint16_t port_of_host(const char *host, size_t length,
			     uint16_t otherwise)
{
	const char *bracket = memrchr(host, ']', length);
	const char *begin = bracket ? bracket : host;
	const char *colon = memchr(begin, ':', length - (size_t)(begin - host));
	size_t digits;
	char text[DIGITS_MAX + 1] = "";
	long long port;

	if (!colon)
		return otherwise;
	digits = length - (size_t)(colon + 1 - host);
	if (digits == 0)
		return otherwise;
	if (digits > DIGITS_MAX)
		return 0;
	memcpy(text, colon + 1, digits);
	return text_number(text, PORT_MAX, &port) ? (uint16_t)port : 0;
}

uint16_t port_of_url(const char *url)
{
	const char *host = strstr(url, "://");
	bool plain = strncmp(url, "http:", strlen("http:")) == 0;

	host = host ? host + strlen("://") : url;
	return port_of_host(host, strcspn(host, "/?#"),
			    plain ? PORT_HTTP : PORT_HTTPS);
}

uint16_t port_of_proxy(const char *proxy)
{
	const char *host = proxy ? strstr(proxy, "://") : NULL;
	bool tls = host && strncasecmp(proxy, "https:", strlen("https:")) == 0;
	const char *at;
	size_t length;

	if (!proxy || !*proxy)
		return 0;
	host = host ? host + strlen("://") : proxy;
	length = strcspn(host, "/?#");
	at = memrchr(host, '@', length);
	if (at) {
		length -= (size_t)(at + 1 - host);
		host = at + 1;
	}
	return port_of_host(host, length, tls ? PORT_HTTPS : PORT_PROXY);
}
