#include "helper/verifier/retry.h"
#include "tests/unit/helper/verifier/fixture.h"
#include "tests/unit/helper/verifier/suites.h"

enum {
	NOW = 1800000000, /* Fri, 15 Jan 2027 08:00:00 GMT */
};

/* What the definition says beside a default of 15 seconds. */
enum rule {
	PLAIN,
	OWN, /* X-Reset, in seconds */
	EPOCH,
};

static const struct {
	enum rule rule;
	const char *headers;
	long long seconds;
} cases[] = {
	{ PLAIN, "", 15 },
	{ PLAIN, "Retry-After: 7\r\n", 7 },
	{ PLAIN, "Retry-After: 0\r\n", 0 },
	{ PLAIN, "retry-after: 120\r\n", 120 },
	{ PLAIN, "Retry-After: 86400\r\n", 86400 },
	{ PLAIN, "Retry-After: 86401\r\n", 86400 },
	{ PLAIN, "Retry-After: 99999999999999999999999\r\n", 86400 },
	{ PLAIN, "Retry-After: -5\r\n", 15 },
	{ PLAIN, "Retry-After: 1.5\r\n", 15 },
	{ PLAIN, "Retry-After:\r\n", 15 },
	{ PLAIN, "Retry-After: soon\r\n", 15 },
	{ PLAIN, "Retry-After: Fri, 15 Jan 2027 08:01:00 GMT\r\n", 60 },
	{ PLAIN, "Retry-After: Friday, 15-Jan-27 08:01:00 GMT\r\n", 60 },
	{ PLAIN, "Retry-After: Fri, 15 Jan 2027 07:59:00 GMT\r\n", 0 },
	{ PLAIN, "Retry-After: Fri, 31 Dec 2098 23:59:59 GMT\r\n", 86400 },
	{ OWN, "X-Reset: 60\r\n", 60 },
	{ OWN, "X-Reset: 60\r\nRetry-After: 7\r\n", 7 },
	{ OWN, "X-Reset: 60\r\nRetry-After: soon\r\n", 60 },
	{ OWN, "X-Reset: 99999999999999999999999\r\n", 86400 },
	{ OWN, "X-Reset: soon\r\n", 15 },
	{ OWN, "X-Other: 60\r\n", 15 },
	{ EPOCH, "X-Reset: 1800000060\r\n", 60 },
	{ EPOCH, "X-Reset: 1700000000\r\n", 0 },
	{ EPOCH, "X-Reset: 9223372036854775807\r\n", 86400 },
	{ EPOCH, "X-Reset: 0\r\n", 0 },
};

START_TEST(says_when)
{
	char own[] = "X-Reset";
	enum rule rule = cases[_i].rule;
	struct retry retry = { .header = rule >= OWN ? own : NULL,
			       .epoch = rule == EPOCH,
			       .seconds = 15 };
	struct answer a;

	fixture_answer(429, cases[_i].headers, "", &a);
	ck_assert_int_eq(retry_after(&retry, &a, NOW), cases[_i].seconds);
	answer_clear(&a);
}
END_TEST

START_TEST(knows_whether_it_is_told)
{
	struct answer a;

	fixture_answer(503, "Retry-After: 7\r\n", "", &a);
	ck_assert(retry_is_told(&a));
	answer_clear(&a);
	fixture_answer(503, "X-Reset: 7\r\n", "", &a);
	ck_assert(!retry_is_told(&a));
	answer_clear(&a);
}
END_TEST

Suite *retry_suite(void)
{
	Suite *suite = suite_create("verifier/retry");
	TCase *c = tcase_create("retry");

	tcase_add_loop_test(c, says_when, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(c, knows_whether_it_is_told);
	suite_add_tcase(suite, c);
	return suite;
}
