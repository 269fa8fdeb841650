#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "helper/commands/display/dates.h"
#include "helper/entries/entries.h"
#include "helper/entries/usable.h"
#include "protocol/core/clock.h"
#include "tests/unit/helper/suites.h"

enum {
	NOW = 1000000000,
};

static const struct {
	const char *verdict;
	const char *known;
	long long end; /* from now; 0: not given */
	enum freshness freshness;
	const char *shown;
} records[] = {
	{ NULL, NULL, 0, FRESHNESS_GOOD, "unknown" },
	{ "ok", "never", 0, FRESHNESS_GOOD, "never" },
	{ "ok", "unknown", 0, FRESHNESS_GOOD, "unknown" },
	{ "limited", NULL, 0, FRESHNESS_GOOD, "unknown" },
	{ "unverified", NULL, 0, FRESHNESS_GOOD, "unknown" },
	{ "ok", "told", 15 * DAY, FRESHNESS_GOOD, "in 15 days" },
	{ "ok", "told", 14 * DAY + 1, FRESHNESS_GOOD, "in 14 days" },
	{ "ok", "told", 14 * DAY, FRESHNESS_ENDING, "in 14 days" },
	/* A begun hour is a whole one where it makes a day full. */
	{ "ok", "asked", 2 * DAY - 1, FRESHNESS_ENDING, "in 2 days" },
	{ "ok", "asked", 2 * DAY - HOUR, FRESHNESS_ENDING, "in 1 day" },
	{ "ok", "asked", DAY - 1, FRESHNESS_ENDING, "in 1 day" },
	{ "ok", "asked", DAY - HOUR, FRESHNESS_ENDING, "in 23 hours" },
	{ "ok", "asked", 5 * HOUR, FRESHNESS_ENDING, "in 5 hours" },
	{ "ok", "told", 90, FRESHNESS_ENDING, "in 1 minute" },
	{ "ok", "told", 50, FRESHNESS_ENDING, "in 50 seconds" },
	{ "ok", "told", -1, FRESHNESS_ENDED, "expired" },
	{ "ok", "asked", -400 * DAY, FRESHNESS_ENDED, "expired" },
	{ NULL, NULL, -1, FRESHNESS_ENDED, "expired" },
	{ "ok", "computed", 20 * DAY, FRESHNESS_GOOD, "~in 20 days" },
	{ "ok", "computed", 3 * DAY, FRESHNESS_ENDING, "~in 3 days" },
	{ "ok", "computed", -1, FRESHNESS_DOUBTFUL, "~expired" },
	{ "ok", "never", -1, FRESHNESS_GOOD, "never" },
	{ "ok", "unknown", -1, FRESHNESS_GOOD, "unknown" },
	{ "invalid", "never", 0, FRESHNESS_BAD, "never" },
	{ "revoked", "told", 90 * DAY, FRESHNESS_BAD, "in 90 days" },
	{ "expired", "computed", 90 * DAY, FRESHNESS_BAD, "~in 90 days" },
	{ "wrong-place", NULL, 0, FRESHNESS_BAD, "unknown" },
};

static void make(int i, long long now, struct credential *record)
{
	credential_set(record, FIELD_PROVIDER, "notion");
	credential_set(record, FIELD_HOST, "api.notion.com");
	credential_set(record, FIELD_USERNAME, "ann@example.org");
	credential_set(record, FIELD_PASSWORD, "canary");
	credential_set(record, FIELD_VERDICT, records[i].verdict);
	credential_set(record, FIELD_EXPIRY_KNOWN, records[i].known);
	if (records[i].end)
		credential_set_number(record, FIELD_PASSWORD_EXPIRY_UTC,
				      now + records[i].end);
}

START_TEST(judges_verdict_and_expiry)
{
	struct credential record = { 0 };
	char shown[WHEN_SIZE];

	make(_i, NOW, &record);
	ck_assert_int_eq(usable_of(&record, NOW), records[_i].freshness);
	when_expires(&record, NOW, shown);
	ck_assert_str_eq(shown, records[_i].shown);
	credential_clear(&record);
}
END_TEST

/* No stamp can be made there, so that a note comes each time. */
static void set_up(void)
{
	(void)setenv("XDG_STATE_HOME", "/proc/none", 1);
}

START_TEST(refuses_or_notes)
{
	struct credential record = { 0 };
	struct error e = { 0 };
	enum freshness freshness;
	enum status status;

	make(_i, time(NULL), &record);
	/* The second of the table may be over. */
	freshness = usable_of(&record, time(NULL));
	status = usable_check(&record, &e);
	if (freshness == FRESHNESS_BAD || freshness == FRESHNESS_ENDED) {
		ck_assert_int_eq(status, STATUS_REFUSED);
		ck_assert_ptr_nonnull(
			strstr(e.hint, "ringbearer rotate notion/ann@"));
	} else {
		ck_assert_int_eq(status, STATUS_OK);
		ck_assert_int_eq(e.message[0] == '\0',
				 freshness == FRESHNESS_GOOD);
	}
	ck_assert_ptr_null(strstr(e.message, "canary"));
	credential_clear(&record);
}
END_TEST

/* Whatever else is known of it. */
START_TEST(refuses_what_is_disabled)
{
	struct credential record = { 0 };
	struct error e = { 0 };

	make(_i, time(NULL), &record);
	credential_set(&record, FIELD_DISABLED, "1");
	ck_assert_int_eq(usable_check(&record, &e), STATUS_REFUSED);
	ck_assert_ptr_nonnull(strstr(e.hint, "ringbearer enable notion/ann@"));
	credential_clear(&record);
}
END_TEST

static const struct {
	long long then; /* before now */
	const char *shown;
} pasts[] = {
	{ 0, "just now" },	   { 59, "just now" },
	{ -100, "just now" },	   { 60, "1 minute ago" },
	{ 7199, "1 hour ago" },	   { DAY, "1 day ago" },
	{ 3 * DAY, "3 days ago" }, { 800 * DAY, "800 days ago" },
};

START_TEST(says_how_long_ago)
{
	char shown[WHEN_SIZE];

	when_ago(NOW - pasts[_i].then, NOW, shown);
	ck_assert_str_eq(shown, pasts[_i].shown);
}
END_TEST

START_TEST(writes_dates)
{
	char shown[WHEN_SIZE];

	(void)setenv("TZ", "UTC0", 1);
	tzset();
	when_date(NOW, shown);
	ck_assert_str_eq(shown, "2001-09-09 01:46");
	when_day(NOW, shown);
	ck_assert_str_eq(shown, "2001-09-09");
	when_date(0x7fffffffffffffffLL, shown);
	ck_assert_str_eq(shown, "9223372036854775807");
}
END_TEST

Suite *usable_suite(void)
{
	Suite *suite = suite_create("freshness");
	TCase *tc = tcase_create("freshness");
	int count = sizeof(records) / sizeof(records[0]);

	tcase_add_checked_fixture(tc, set_up, NULL);
	tcase_add_loop_test(tc, judges_verdict_and_expiry, 0, count);
	tcase_add_loop_test(tc, refuses_or_notes, 0, count);
	tcase_add_loop_test(tc, refuses_what_is_disabled, 0, count);
	tcase_add_loop_test(tc, says_how_long_ago, 0,
			    sizeof(pasts) / sizeof(pasts[0]));
	tcase_add_test(tc, writes_dates);
	suite_add_tcase(suite, tc);
	return suite;
}
