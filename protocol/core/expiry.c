#include <time.h>

#include "protocol/core/clock.h"
#include "protocol/core/expiry.h"
#include "protocol/core/text.h"

enum {
	YEAR_MAX = 9999,
};

long long expiry_noted(const struct credential *record)
{
	return credential_number(record, FIELD_PASSWORD_EXPIRY_UTC);
}

long long expiry_days_left(const struct credential *record, long long now)
{
	long long left = expiry_noted(record) - now;

	return left < 0 ? (left - DAY + 1) / DAY : (left + HOUR - 1) / DAY;
}

long long expiry_of(const struct credential *record)
{
	const char *known = record->values[FIELD_EXPIRY_KNOWN];

	if (known && !text_equal(known, "told") && !text_equal(known, "asked"))
		return 0;
	return expiry_noted(record);
}

void expiry_text(const struct credential *record, char out[EXPIRY_SIZE])
{
	time_t seconds = (time_t)expiry_of(record);
	struct tm parts;

	out[0] = '\0';
	if (seconds > 0 && gmtime_r(&seconds, &parts) &&
	    parts.tm_year + 1900 <= YEAR_MAX)
		(void)strftime(out, EXPIRY_SIZE, "%Y-%m-%dT%H:%M:%SZ", &parts);
}
