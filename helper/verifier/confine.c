#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "helper/verifier/confine.h"
#include "helper/verifier/http.h"
#include "helper/verifier/landlock.h"
#include "helper/verifier/ports.h"
#include "helper/verifier/seccomp.h"

enum {
#ifdef __SANITIZE_ADDRESS__ /* it reads files and traces the process */
	SANITIZED = 1,
#else
	SANITIZED = 0,
#endif
	/* An answer too long for UDP is asked for again by TCP. */
	PORT_DNS = 53,
};

static void allow_files(struct landlock *l, const struct sequence *s)
{
	static const char *const resolver[] = {
		"/etc/resolv.conf", "/etc/hosts",    "/etc/nsswitch.conf",
		"/etc/host.conf",   "/etc/gai.conf",
	};
	const char *last = NULL;

	for (size_t i = 0; i < sizeof(resolver) / sizeof(resolver[0]); i++)
		landlock_allow_file(l, resolver[i]);
	for (size_t i = 0; i < s->count; i++) {
		const char *file = s->items[i].ca_file;

		if (file && !(last && strcmp(file, last) == 0))
			landlock_allow_file(l, file);
		last = file;
	}
}

/* A folder's files are links, on Debian into two other ones. */
static void allow_certificates(struct landlock *l)
{
	const char *file;
	const char *folder;

	http_certificates(&file, &folder);
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

static void allow_ports(struct landlock *l, const struct sequence *s)
{
	static const char *const proxies[] = { "https_proxy", "HTTPS_PROXY",
					       "all_proxy", "ALL_PROXY" };

	landlock_allow_port(l, PORT_DNS);
	for (size_t i = 0; i < sizeof(proxies) / sizeof(proxies[0]); i++)
		landlock_allow_port(l, port_of_proxy(getenv(proxies[i])));
	for (size_t i = 0; i < s->count; i++)
		if (!s->items[i].shares)
			allow_provider(l, s->items[i].provider);
}

/* For good, where harden() leaves the hard limit for what a command inherits.
 */
static void forbid_core(void)
{
	const struct rlimit none = { 0, 0 };

	(void)setrlimit(RLIMIT_CORE, &none);
}

static void use_landlock(const struct sequence *s, struct confinement *c)
{
	struct landlock l;

	landlock_begin(&l);
	allow_files(&l, s);
	allow_certificates(&l);
	allow_ports(&l, s);
	c->files = landlock_enforce(&l);
	c->network = l.network;
	c->signals = l.scope;
	c->landlock_failure = l.failure;
	c->landlock_version = l.version;
}

void confine(const struct sequence *s, struct confinement *c)
{
	*c = (struct confinement){ 0 };
	forbid_core();
	tzset(); /* else the first date has a file read */
	if (SANITIZED) {
		c->landlock_failure = c->seccomp_failure = ENOSYS;
		return;
	}
	use_landlock(s, c);
	c->seccomp_failure = seccomp_enforce();
	c->calls = c->seccomp_failure == 0;
}
