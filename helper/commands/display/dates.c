#include <stdio.h>
#include <string.h>
#include <time.h>

#include "helper/commands/display/dates.h"
#include "protocol/core/clock.h"
#include "protocol/core/expiry.h"
#include "protocol/core/text.h"

/* `12 days`: the largest unit that there is at least one of. */
static void print_span(long long seconds, char *out)
{
	static const struct {
		long long seconds;
		const char *one, *many;
	} units[] = {
		{ DAY, "day", "days" },
		{ HOUR, "hour", "hours" },
		{ MINUTE, "minute", "minutes" },
		{ 1, "second", "seconds" },
	};
	size_t u = 0;
	long long count;

	while (units[u].seconds > 1 && seconds < units[u].seconds)
		u++;
	count = seconds / units[u].seconds;
	(void)snprintf(out, WHEN_SIZE / 2, "%lld %s", count,
		       count == 1 ? units[u].one : units[u].many);
}

void when_left(const struct credential *record, long long now, char *out)
{
	long long left = expiry_noted(record) - now;
	long long days = expiry_days_left(record, now);
	char span[WHEN_SIZE / 2];

	if (left <= 0) {
		(void)snprintf(out, WHEN_SIZE, "expired");
		return;
	}
	print_span(days > 0 ? days * DAY : left, span);
	(void)snprintf(out, WHEN_SIZE, "in %s", span);
}

void when_expires(const struct credential *record, long long now, char *out)
{
	const char *known = record->values[FIELD_EXPIRY_KNOWN];
	char left[WHEN_SIZE];

	if (text_equal(known, "never")) {
		(void)snprintf(out, WHEN_SIZE, "never");
	} else if (expiry_noted(record) == 0 || text_equal(known, "unknown")) {
		(void)snprintf(out, WHEN_SIZE, "unknown");
	} else {
		when_left(record, now, left);
		(void)snprintf(out, WHEN_SIZE, "%s%.*s",
			       text_equal(known, "computed") ? "~" : "",
			       WHEN_SIZE - 2, left);
	}
}

void when_ago(long long then, long long now, char *out)
{
	char span[WHEN_SIZE / 2];

	if (now - then < MINUTE) {
		(void)snprintf(out, WHEN_SIZE, "just now");
		return;
	}
	print_span(now - then, span);
	(void)snprintf(out, WHEN_SIZE, "%s ago", span);
}

void when_date(long long then, char *out)
{
	time_t seconds = (time_t)then;
	struct tm parts;

	*out = '\0';
	if (!localtime_r(&seconds, &parts) ||
	    strftime(out, WHEN_SIZE, "%Y-%m-%d %H:%M", &parts) == 0)
		(void)snprintf(out, WHEN_SIZE, "%lld", then);
}

void when_day(long long then, char *out)
{
	when_date(then, out);
	out[strcspn(out, " ")] = '\0';
}
