#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <time.h>

#include "helper/verifier/landlock.h"
#include "helper/verifier/sandbox.h"
#include "helper/verifier/seccomp.h"
#include "helper/verifier/transfer.h"
#include "protocol/core/text.h"

enum {
#ifdef __SANITIZE_ADDRESS__ /* it reads files and traces the process */
	SANITIZED = 1,
#else
	SANITIZED = 0,
#endif
	/* An answer too long for UDP is asked for again by TCP. */
	PORT_DNS = 53,
	PORT_HTTP = 80,
	PORT_HTTPS = 443,
	PORT_PROXY = 1080,
	PORT_MAX = 65535,
	DIGITS_MAX = 5,
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

static void allow_resolver(struct landlock *l)
{
	static const char *const files[] = {
		"/etc/resolv.conf", "/etc/hosts",    "/etc/nsswitch.conf",
		"/etc/host.conf",   "/etc/gai.conf",
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		landlock_allow_file(l, files[i]);
	landlock_allow_port(l, PORT_DNS);
}

static void allow_proxies(struct landlock *l)
{
	static const char *const proxies[] = { "https_proxy", "HTTPS_PROXY",
					       "all_proxy", "ALL_PROXY" };

	for (size_t i = 0; i < sizeof(proxies) / sizeof(proxies[0]); i++)
		landlock_allow_port(l, port_of_proxy(getenv(proxies[i])));
}

/* A folder's files are links, on Debian into two other ones. */
static void allow_certificates(struct landlock *l)
{
	const char *file;
	const char *folder;

	transfer_certificates(&file, &folder);
	if (file)
		landlock_allow_file(l, file);
	if (!folder)
		return;
	landlock_allow_file(l, folder);
	landlock_allow_file(l, "/usr/share/ca-certificates");
	landlock_allow_file(l, "/usr/local/share/ca-certificates");
}

static void allow_provider(struct landlock *l, const struct provider *provider)
{
	for (size_t i = 0; i < provider->step_count; i++)
		landlock_allow_port(l, port_of_url(provider->steps[i].url));
}

/* What the inquiries need beyond what every request does. */
static void allow_inquiries(struct landlock *l, const struct sequence *s)
{
	const char *last = NULL;

	for (size_t i = 0; i < s->count; i++) {
		const char *file = s->items[i].ca_file;

		if (file && !(last && strcmp(file, last) == 0))
			landlock_allow_file(l, file);
		last = file;
		if (!s->items[i].shares)
			allow_provider(l, s->items[i].provider);
	}
}

static void allow_request(struct landlock *l, const struct request *r)
{
	const char *const files[] = { r->ca_file, r->certificate, r->key };

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (files[i])
			landlock_allow_file(l, files[i]);
	landlock_allow_port(l, port_of_url(r->url));
}

/* For good, where harden() leaves the hard limit for what a command inherits.
 */
static void forbid_core(void)
{
	const struct rlimit none = { 0, 0 };

	(void)setrlimit(RLIMIT_CORE, &none);
}

static void allow_network(struct landlock *l)
{
	allow_resolver(l);
	allow_certificates(l);
	allow_proxies(l);
}

static void enforce(struct landlock *l, bool unix_sockets,
		    struct confinement *c)
{
	c->files = landlock_enforce(l);
	c->network = l->network;
	c->signals = l->scope;
	c->landlock_failure = l->failure;
	c->landlock_version = l->version;
	c->seccomp_failure = seccomp_enforce(unix_sockets);
	c->calls = c->seccomp_failure == 0;
}

/* False where nothing can be confined. */
static bool begin(struct landlock *l, struct confinement *c)
{
	*c = (struct confinement){ 0 };
	forbid_core();
	tzset(); /* else the first date has a file read */
	if (SANITIZED)
		c->landlock_failure = c->seccomp_failure = ENOSYS;
	else
		landlock_begin(l);
	return !SANITIZED;
}

void confine(const struct sequence *s, struct confinement *c)
{
	struct landlock l;

	if (!begin(&l, c))
		return;
	allow_network(&l);
	allow_inquiries(&l, s);
	enforce(&l, false, c);
}

void confine_to(const struct request *r, struct confinement *c)
{
	struct landlock l;

	if (!begin(&l, c))
		return;
	if (!r->socket) {
		allow_network(&l);
		allow_request(&l, r);
	}
	enforce(&l, r->socket != NULL, c);
}
