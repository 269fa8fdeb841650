#include <limits.h>
#include <string.h>

#include "helper/verifier/http.h"
#include "helper/verifier/retry.h"
#include "protocol/core/text.h"

static const char standard[] = "Retry-After";

static long long within_limits(long long seconds)
{
	if (seconds < 0)
		return 0;
	return seconds > RETRY_MAX ? RETRY_MAX : seconds;
}

/* A number too long to be one means a very long time. */
static bool read_number(const char *text, long long *number)
{
	if (text_number(text, LLONG_MAX, number))
		return true;
	if (*text == '\0' || text[strspn(text, "0123456789")] != '\0')
		return false;
	*number = LLONG_MAX;
	return true;
}

static bool read_standard(const char *text, time_t now, long long *seconds)
{
	time_t date;

	if (read_number(text, seconds))
		return true;
	date = http_date(text);
	if (date < 0)
		return false;
	*seconds = (long long)date - now;
	return true;
}

static void read_own(const struct retry *rule, const char *text, time_t now,
		     long long *seconds)
{
	if (read_number(text, seconds) && rule->epoch)
		*seconds -= now;
}

long long retry_after(const struct retry *rule, const struct answer *answer,
		      time_t now)
{
	struct buffer value = { 0 };
	long long wait = rule->seconds;
	bool told = answer_header(answer, standard, &value) &&
		    read_standard(value.data, now, &wait);

	if (!told && rule->header) {
		buffer_clear(&value);
		if (answer_header(answer, rule->header, &value))
			read_own(rule, value.data, now, &wait);
	}
	buffer_clear(&value);
	return within_limits(wait);
}

bool retry_is_told(const struct answer *answer)
{
	struct buffer value = { 0 };
	bool told = answer_header(answer, standard, &value);

	buffer_clear(&value);
	return told;
}
