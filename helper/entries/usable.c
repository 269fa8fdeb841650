#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "helper/definition/verdict.h"
#include "helper/entries/entries.h"
#include "helper/entries/usable.h"
#include "helper/system/paths.h"
#include "protocol/core/clock.h"
#include "protocol/core/expiry.h"
#include "protocol/core/text.h"

static bool is_bad(const char *verdict)
{
	return verdict_kind(verdict_parse(verdict)) == VERDICT_KIND_REJECTED;
}

/* When it ends; 0 where that is not known or never. */
static long long end_of(const struct credential *record)
{
	const char *known = record->values[FIELD_EXPIRY_KNOWN];

	return text_equal(known, "never") || text_equal(known, "unknown")
		       ? 0
		       : expiry_noted(record);
}

enum freshness usable_of(const struct credential *record, long long now)
{
	const char *known = record->values[FIELD_EXPIRY_KNOWN];
	long long end = end_of(record);

	if (is_bad(record->values[FIELD_VERDICT]))
		return FRESHNESS_BAD;
	if (end == 0 || end > now + FRESHNESS_DAYS * DAY)
		return FRESHNESS_GOOD;
	if (end > now)
		return FRESHNESS_ENDING;
	return text_equal(known, "computed") ? FRESHNESS_DOUBTFUL
					     : FRESHNESS_ENDED;
}

static void hint_at_new(const struct credential *record, const char *name,
			struct error *e)
{
	const char *provider = record->values[FIELD_PROVIDER];

	if (provider)
		error_hint(e,
			   "make a new one, then 'ringbearer rotate %s' or "
			   "'ringbearer connect %s'",
			   name, provider);
	else
		error_hint(e, "store a new one in its place");
}

static enum status refuse_disabled(const char *name, struct error *e)
{
	error_set(e, STATUS_REFUSED, "'%s' is disabled", name);
	error_hint(e, "'ringbearer enable %s' lets it be used again", name);
	return STATUS_REFUSED;
}

static enum status refuse(const struct credential *record,
			  enum freshness freshness, const char *name,
			  struct error *e)
{
	const char *verdict = record->values[FIELD_VERDICT];

	if (freshness == FRESHNESS_ENDED || text_equal(verdict, "expired"))
		error_set(e, STATUS_REFUSED, "the token of '%s' has expired",
			  name);
	else
		error_set(e, STATUS_REFUSED, "the token of '%s' is %s", name,
			  text_equal(verdict, "wrong-place")
				  ? "in the wrong place"
				  : verdict);
	hint_at_new(record, name, e);
	return STATUS_REFUSED;
}

static bool is_stamped(const char *path, long long now)
{
	struct stat st;
	long long age;

	if (lstat(path, &st) != 0 || !S_ISREG(st.st_mode))
		return false;
	age = now - st.st_mtim.tv_sec;
	/* A time to come was made by a clock that has been set back. */
	return age >= 0 && age < DAY;
}

static void stamp(const char *path)
{
	int fd = open(path,
		      O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
		      0600);

	if (fd < 0)
		return;
	(void)futimens(fd, NULL);
	(void)close(fd);
}

/* Whether today's note is still to be given; if so, it now counts as given. */
static bool is_due(const struct credential *record, long long now)
{
	struct error ignored = { 0 };
	char fingerprint[FINGERPRINT_SIZE];
	char name[sizeof("warned/") + FINGERPRINT_SIZE];
	char *folder;
	char *path;
	bool due;

	entry_fingerprint(record, fingerprint);
	if (!*fingerprint)
		return true;
	(void)snprintf(name, sizeof(name), "warned/%s", fingerprint);
	folder = path_of(PATH_STATE, "warned");
	path = path_of(PATH_STATE, name);
	due = !is_stamped(path, now);
	if (due && path_make(folder, &ignored) == STATUS_OK)
		stamp(path);
	free(path);
	free(folder);
	return due;
}

static void note(const struct credential *record, const char *name,
		 long long now, struct error *e)
{
	bool computed =
		text_equal(record->values[FIELD_EXPIRY_KNOWN], "computed");
	long long left = end_of(record) - now;
	long long days = expiry_days_left(record, now);

	if (left <= 0)
		error_set(e, STATUS_OK,
			  "the token of '%s' ought to have expired by now",
			  name);
	else if (days == 0)
		error_set(e, STATUS_OK, "the token of '%s' %sexpires %s", name,
			  computed ? "probably " : "", "within a day");
	else
		error_set(e, STATUS_OK,
			  "the token of '%s' %sexpires in %lld %s", name,
			  computed ? "probably " : "", days,
			  days == 1 ? "day" : "days");
	hint_at_new(record, name, e);
}

enum status usable_check(const struct credential *record, struct error *e)
{
	long long now = time(NULL);
	enum freshness freshness = usable_of(record, now);
	char name[ENTRY_NAME_SIZE];

	entry_name(record, name, sizeof(name));
	if (entry_is_disabled(record))
		return refuse_disabled(name, e);
	if (entry_is_withheld(record, e))
		return *e->message ? STATUS_FAILED : STATUS_NOT_FOUND;
	if (freshness == FRESHNESS_ENDED || freshness == FRESHNESS_BAD)
		return refuse(record, freshness, name, e);
	if (freshness != FRESHNESS_GOOD && is_due(record, now))
		note(record, name, now, e);
	return STATUS_OK;
}
