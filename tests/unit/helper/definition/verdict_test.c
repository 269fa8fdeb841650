#include "helper/definition/verdict.h"
#include "tests/unit/helper/suites.h"

static const struct {
	const char *word;
	enum verdict verdict;
	enum verdict_kind kind;
} verdicts[] = {
	{ "ok", VERDICT_OK, VERDICT_KIND_GOOD },
	{ "limited", VERDICT_LIMITED, VERDICT_KIND_GOOD },
	{ "invalid", VERDICT_INVALID, VERDICT_KIND_REJECTED },
	{ "expired", VERDICT_EXPIRED, VERDICT_KIND_REJECTED },
	{ "revoked", VERDICT_REVOKED, VERDICT_KIND_REJECTED },
	{ "wrong-place", VERDICT_WRONG_PLACE, VERDICT_KIND_REJECTED },
	{ "throttled", VERDICT_THROTTLED, VERDICT_KIND_UNCLEAR },
	{ "unavailable", VERDICT_UNAVAILABLE, VERDICT_KIND_UNCLEAR },
	{ "unknown", VERDICT_UNKNOWN, VERDICT_KIND_UNCLEAR },
	{ "unverified", VERDICT_COUNT, VERDICT_KIND_UNCLEAR },
	{ "OK", VERDICT_COUNT, VERDICT_KIND_UNCLEAR },
	{ "", VERDICT_COUNT, VERDICT_KIND_UNCLEAR },
	{ NULL, VERDICT_COUNT, VERDICT_KIND_UNCLEAR },
};

START_TEST(knows_words_and_kinds)
{
	enum verdict verdict = verdict_parse(verdicts[_i].word);

	ck_assert_int_eq((int)verdict, (int)verdicts[_i].verdict);
	ck_assert_int_eq((int)verdict_kind(verdict), (int)verdicts[_i].kind);
}
END_TEST

START_TEST(every_one_has_its_word)
{
	ck_assert_int_eq((int)verdict_parse(verdict_names[_i]), _i);
}
END_TEST

Suite *verdict_suite(void)
{
	Suite *suite = suite_create("verdict");
	TCase *tc = tcase_create("verdict");

	tcase_add_loop_test(tc, knows_words_and_kinds, 0,
			    sizeof(verdicts) / sizeof(verdicts[0]));
	tcase_add_loop_test(tc, every_one_has_its_word, 0, VERDICT_COUNT);
	suite_add_tcase(suite, tc);
	return suite;
}
