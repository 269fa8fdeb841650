#include "protocol/core/expiry.h"
#include "tests/unit/protocol/suites.h"

enum {
	HOUR = 60 * 60,
	DAY = 24 * HOUR,
};

static const long long NOW = 1000000000;

static const struct {
	long long left;
	long long days;
} spans[] = {
	{ 0, 0 },
	{ 1, 0 },
	{ DAY - HOUR, 0 },
	{ DAY - 1, 1 },
	{ 30 * DAY - 1, 30 },
	{ 5 * DAY + HOUR, 5 },
	{ -1, -1 },
	{ -DAY, -1 },
	{ -DAY - 1, -2 },
};

START_TEST(counts_the_days_left)
{
	struct credential record = { 0 };

	credential_set_number(&record, FIELD_PASSWORD_EXPIRY_UTC,
			      NOW + spans[_i].left);
	ck_assert_int_eq(expiry_days_left(&record, NOW), spans[_i].days);
	credential_clear(&record);
}
END_TEST

static const struct {
	const char *known;
	bool sure;
} sources[] = {
	{ NULL, true },	       { "told", true },     { "asked", true },
	{ "computed", false }, { "unknown", false },
};

START_TEST(hands_on_no_guess)
{
	struct credential record = { 0 };

	ck_assert_int_eq(expiry_noted(&record), 0);
	credential_set_number(&record, FIELD_PASSWORD_EXPIRY_UTC, NOW);
	credential_set(&record, FIELD_EXPIRY_KNOWN, sources[_i].known);
	ck_assert_int_eq(expiry_noted(&record), NOW);
	ck_assert_int_eq(expiry_of(&record), sources[_i].sure ? NOW : 0);
	credential_clear(&record);
}
END_TEST

Suite *expiry_suite(void)
{
	Suite *suite = suite_create("expiry");
	TCase *tc = tcase_create("expiry");

	tcase_add_loop_test(tc, counts_the_days_left, 0,
			    sizeof(spans) / sizeof(spans[0]));
	tcase_add_loop_test(tc, hands_on_no_guess, 0,
			    sizeof(sources) / sizeof(sources[0]));
	suite_add_tcase(suite, tc);
	return suite;
}
