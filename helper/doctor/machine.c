#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "helper/backends/kernel-keyring.h"
#include "helper/catalogue/catalogue.h"
#include "helper/doctor/internal.h"
#include "helper/events/hook.h"
#include "helper/events/journal.h"
#include "helper/system/trust.h"

enum {
	FILE_MAX = 16 << 20,  /* bytes of certificates */
	LOCKED_MIN = 1 << 20, /* bytes: what a few tokens need, and to spare */
};

/* What a walk through the definitions counts. */
struct counts {
	struct diagnosis *d;
	size_t builtin, own, wrong;
};

static bool count(const struct catalogue_item *item, void *argument)
{
	struct counts *counts = argument;

	counts->builtin += item->builtin && item->provider;
	counts->own += !item->builtin && item->provider;
	if (item->provider)
		return true;
	counts->wrong++;
	diagnosis_tell_error(counts->d, FINDING_PROBLEM, "definitions",
			     item->wrong);
	return true;
}

void diagnose_definitions(struct diagnosis *d)
{
	struct counts counts = { .d = d };
	struct error e = { 0 };

	if (catalogue_each(d->config, count, &counts, &e) != STATUS_OK)
		diagnosis_tell_error(d, FINDING_PROBLEM, "definitions", &e);
	else if (counts.wrong == 0)
		diagnosis_tell(d, FINDING_OK, "definitions", "",
			       "%zu built in, %zu of your own, all readable",
			       counts.builtin, counts.own);
}

/* Whether `path` holds a certificate; else errno says why, 0: it does not. */
static bool has_certificate(const char *path)
{
	static const char begin[] = "-----BEGIN ";
	struct buffer text = { 0 };
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	bool has = false;

	if (fd < 0)
		return false;
	if (buffer_read(&text, fd, FILE_MAX) == 0) {
		errno = 0;
		has = text.length > 0 &&
		      memmem(text.data, text.length, begin, strlen(begin));
	}
	buffer_clear(&text);
	(void)close(fd);
	return has;
}

/* Where systems keep the certificates that they trust. */
static const char *system_bundle(void)
{
	static const char *const paths[] = {
		"/etc/ssl/certs/ca-certificates.crt",
		"/etc/pki/tls/certs/ca-bundle.crt",
		"/etc/ssl/ca-bundle.pem",
		"/etc/ssl/cert.pem",
	};

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		if (has_certificate(paths[i]))
			return paths[i];
	return NULL;
}

void diagnose_certificates(struct diagnosis *d)
{
	const char *path = d->config->ca_file;
	struct error e = { 0 };

	if (path && trust_file(path, &e) != STATUS_OK)
		diagnosis_tell_error(d, FINDING_PROBLEM, "certificates", &e);
	else if (path && has_certificate(path))
		diagnosis_tell(d, FINDING_OK, "certificates", "",
			       "those in '%s' are trusted", path);
	else if (path)
		diagnosis_tell(d, FINDING_PROBLEM, "certificates",
			       "see 'verify { ca-file }' in the configuration",
			       "'%s': %s", path,
			       errno ? strerror(errno)
				     : "there is no certificate in it");
	else if (system_bundle())
		diagnosis_tell(d, FINDING_OK, "certificates", "",
			       "the system's, '%s'", system_bundle());
	else
		diagnosis_tell(d, FINDING_PROBLEM, "certificates",
			       "install ca-certificates, or set 'verify { "
			       "ca-file }'",
			       "the system's are not where they usually are");
}

/* Nothing is said of what is not configured. */
void diagnose_journal(struct diagnosis *d)
{
	struct error e = { 0 };
	enum status status;
	char *path;

	if (d->config->journal == JOURNAL_OFF)
		return;
	path = journal_path();
	status = journal_check(&e);
	if (status == STATUS_OK)
		diagnosis_tell(d, FINDING_OK, "journal", "",
			       "'%s' is yours alone", path);
	else if (status == STATUS_NOT_FOUND)
		diagnosis_tell(d, FINDING_OK, "journal", "",
			       "'%s' is made when it is first needed", path);
	else
		diagnosis_tell_error(d, FINDING_PROBLEM, "journal", &e);
	free(path);
}

void diagnose_hook(struct diagnosis *d)
{
	struct error e = { 0 };

	if (!d->config->hook)
		return;
	if (hook_check(d->config->hook, &e) == STATUS_OK)
		diagnosis_tell(d, FINDING_OK, "hook", "", "'%s'",
			       d->config->hook);
	else
		diagnosis_tell_error(d, FINDING_PROBLEM, "hook", &e);
}

/* The part that holds no user and password. */
static const char *without_user(const char *proxy)
{
	const char *at = strrchr(proxy, '@');

	return at ? at + 1 : proxy;
}

void diagnose_proxy(struct diagnosis *d)
{
	static const char *const names[] = { "https_proxy", "HTTPS_PROXY",
					     "all_proxy", "ALL_PROXY" };
	static const char *const exceptions[] = { "no_proxy", "NO_PROXY" };
	const char *value = NULL;
	const char *except = NULL;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]) && !value; i++)
		value = getenv(names[i]);
	for (size_t j = 0; j < 2 && !except; j++)
		except = getenv(exceptions[j]);
	if (!value || !*value)
		diagnosis_tell(d, FINDING_OK, "proxy", "", "none");
	else
		diagnosis_tell(d, FINDING_NOTE, "proxy", "",
			       "%s: '%s' is asked for every provider%s%s%s",
			       names[i - 1], without_user(value),
			       except && *except ? ", but for '" : "",
			       except && *except ? except : "",
			       except && *except ? "'" : "");
}

/* When the program was built or installed, in seconds; 0: not known. */
static long long time_of_program(void)
{
	struct stat st;

	return stat("/proc/self/exe", &st) == 0 ? (long long)st.st_mtime : 0;
}

void diagnose_cache(struct diagnosis *d)
{
	int seconds = d->config->cache_seconds;
	struct error e = { 0 };

	if (seconds == 0)
		diagnosis_tell(d, FINDING_OK, "cache", "", "it is off");
	else if (cache_key_try(&e) == STATUS_OK)
		diagnosis_tell(d, FINDING_OK, "cache", "",
			       "the kernel remembers answers for %d seconds",
			       seconds);
	else
		diagnosis_tell_error(d, FINDING_NOTE, "cache", &e);
}

void diagnose_clock(struct diagnosis *d)
{
	static const long long nanoseconds = 1000000000;
	long long now = (long long)time(NULL);
	const char *what = NULL;

	if (now < time_of_program())
		what = "this program was installed";
	/* Clocks of machines that share a home differ a little. */
	if (now + 60 < d->newest / nanoseconds)
		what = "the newest entry was kept";
	if (what)
		diagnosis_tell(d, FINDING_PROBLEM, "clock",
			       "set the clock: certificates and expiries are "
			       "judged by it",
			       "it shows a time before %s", what);
	else
		diagnosis_tell(d, FINDING_OK, "clock", "",
			       "it is later than everything known");
}

void diagnose_memory(struct diagnosis *d)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_MEMLOCK, &limit) != 0)
		limit.rlim_cur = 0;
	if (limit.rlim_cur == RLIM_INFINITY)
		diagnosis_tell(d, FINDING_OK, "locked memory", "", "no limit");
	else if (limit.rlim_cur >= LOCKED_MIN)
		diagnosis_tell(d, FINDING_OK, "locked memory", "", "%llu KiB",
			       (unsigned long long)limit.rlim_cur / 1024);
	else
		diagnosis_tell(d, FINDING_NOTE, "locked memory",
			       "raise it ('ulimit -l', limits.conf(5)), or "
			       "encrypt the swap space",
			       "%llu KiB: tokens may be swapped to the disk",
			       (unsigned long long)limit.rlim_cur / 1024);
}
