#include <string.h>
#include <time.h>

#include "helper/definition/lifetime.h"
#include "protocol/core/clock.h"
#include "protocol/core/text.h"

enum {
	DAYS_MAX = 36500,
};

static bool read_date(const char *text, long long *end)
{
	struct tm parts = { .tm_isdst = -1 };
	const char *rest = strptime(text, "%Y-%m-%d", &parts);
	int day = parts.tm_mday;
	time_t start;

	if (!rest || *rest || strlen(text) != strlen("2000-01-01"))
		return false;
	start = mktime(&parts);
	*end = start;
	/* mktime(3) makes a February 30 a day in March. */
	return start != (time_t)-1 && parts.tm_mday == day;
}

static enum status wrong(const char *what, struct error *e)
{
	error_set(e, STATUS_USAGE, "the expiry %s", what);
	error_hint(e, "give a date as 2030-12-31, a number of days, or "
		      "'never'");
	return STATUS_USAGE;
}

static enum status too_long(const struct provider *provider, struct error *e)
{
	error_set(e, STATUS_USAGE, "a token of %s ends after %d days at most",
		  provider->title, provider->lifetime_days_max);
	error_hint(e, "give a date as 2030-12-31 or a number of days");
	return STATUS_USAGE;
}

enum status lifetime_read(const char *text, const struct provider *provider,
			  long long now, struct lifetime *out, struct error *e)
{
	int longest = provider ? provider->lifetime_days_max : 0;
	long long days;

	*out = (struct lifetime){ .never = strcmp(text, "never") == 0 };
	if (out->never)
		return longest ? too_long(provider, e) : STATUS_OK;
	if (text_number(text, DAYS_MAX, &days))
		out->end = now + days * DAY;
	else if (!read_date(text, &out->end))
		return wrong("is none that is understood", e);
	if (out->end <= now)
		return wrong("is over already", e);
	if (longest && out->end > now + (longest + 1LL) * DAY)
		return too_long(provider, e);
	return STATUS_OK;
}

void lifetime_note(const struct lifetime *lifetime, struct credential *record)
{
	credential_set(record, FIELD_PASSWORD_EXPIRY_UTC, NULL);
	credential_set(record, FIELD_EXPIRY_KNOWN,
		       lifetime->never ? "never" : "asked");
	if (!lifetime->never)
		credential_set_number(record, FIELD_PASSWORD_EXPIRY_UTC,
				      lifetime->end);
}
