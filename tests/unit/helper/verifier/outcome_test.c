#include <string.h>

#include "helper/verifier/learn.h"
#include "helper/verifier/outcome.h"
#include "tests/unit/helper/verifier/fixture.h"
#include "tests/unit/helper/verifier/suites.h"

#define MESSAGE(text) "{\"message\":\"" text "\",\"code\":7,\"null\":null}"

#define USER(outcomes)                                           \
	"verify user {\n"                                        \
	"	get = \"https://api.example.org/me\"\n" outcomes \
	"outcome { status = 299 pointer = \"/ok\" verdict = ok }\n}\n"

/* One rule, one answer: does it hold? */
static const struct {
	const char *rule;
	long status;
	const char *headers;
	const char *body;
	bool holds;
} rules[] = {
	{ USER("outcome { status = 200 pointer = \"/message\" verdict = ok "
	       "}\n"),
	  200, "", MESSAGE("x"), true },
	{ USER("outcome { status = 200 pointer = \"/message\" verdict = ok "
	       "}\n"),
	  201, "", MESSAGE("x"), false },
	{ USER("outcome { status = 200-299 pointer = \"/message\" verdict = ok "
	       "}\n"),
	  299, "", MESSAGE("x"), true },
	{ USER("outcome { status = 200-299 pointer = \"/message\" verdict = ok "
	       "}\n"),
	  300, "", MESSAGE("x"), false },
	{ USER("outcome { status = 200-299 pointer = \"/message\" verdict = ok "
	       "}\n"),
	  199, "", MESSAGE("x"), false },
	{ USER("outcome { status = 200 pointer = \"/null\" verdict = ok }\n"),
	  200, "", MESSAGE("x"), false },
	{ USER("outcome { status = 200 pointer = \"/absent\" verdict = ok }\n"),
	  200, "", MESSAGE("x"), false },
	{ USER("outcome { status = 200 pointer = \"/message\" verdict = ok "
	       "}\n"),
	  200, "", "<html>", false },
	{ USER("outcome { status = 200 pointer = \"/0\" verdict = ok }\n"), 200,
	  "", "[{}]", true },
	{ USER("outcome { status = 401 pointer = \"/message\" equals = bad "
	       "verdict = invalid }\n"),
	  401, "", MESSAGE("bad"), true },
	{ USER("outcome { status = 401 pointer = \"/message\" equals = bad "
	       "verdict = invalid }\n"),
	  401, "", MESSAGE("Bad"), false },
	{ USER("outcome { status = 401 pointer = \"/message\" equals = bad "
	       "verdict = invalid }\n"),
	  401, "", MESSAGE("bad\\u0000"), false },
	{ USER("outcome { status = 401 pointer = \"/code\" equals = 7 verdict "
	       "= invalid }\n"),
	  401, "", MESSAGE(""), true },
	{ USER("outcome { status = 401 pointer = \"/absent\" equals = 7 "
	       "verdict = invalid }\n"),
	  401, "", MESSAGE(""), false },
	{ USER("outcome { status = 401 pointer = \"/null\" contains = bad "
	       "verdict = invalid }\n"),
	  401, "", MESSAGE("bad"), false },
	{ USER("outcome { status = 401 pointer = \"/message\" contains = "
	       "EXPIRED verdict = expired }\n"),
	  401, "", MESSAGE("The token expired."), true },
	{ USER("outcome { status = 401 pointer = \"/message\" contains = "
	       "expired verdict = expired }\n"),
	  401, "", MESSAGE("The token was revoked."), false },
	{ USER("outcome { pointer = \"/message\" contains = bad verdict = "
	       "invalid }\n"),
	  401, "", MESSAGE("bad"), true },
	{ USER("outcome { status = 403 json = true verdict = limited }\n"), 403,
	  "", "null", true },
	{ USER("outcome { status = 403 json = true verdict = limited }\n"), 403,
	  "", "", false },
	{ USER("outcome { status = 403 json = true verdict = limited }\n"), 403,
	  "", "<html>", false },
	{ USER("outcome { status = 403 empty = true verdict = limited }\n"),
	  403, "", "", true },
	{ USER("outcome { status = 403 empty = true verdict = limited }\n"),
	  403, "", " ", false },
	{ USER("outcome { status = 403 header = hint verdict = limited }\n"),
	  403, "Hint: no\r\n", "<html>", true },
	{ USER("outcome { status = 403 header = hint verdict = limited }\n"),
	  403, "Hints: no\r\n", "", false },
	{ USER("outcome { status = 403 header = Hint json = true verdict = "
	       "limited }\n"),
	  403, "Hint: no\r\n", "", false },
};

START_TEST(holds_or_not)
{
	struct inquiry q = { 0 };
	const struct outcome *rule;
	const struct step *step;
	struct answer a;

	fixture_inquiry("", rules[_i].rule, &q);
	fixture_answer(rules[_i].status, rules[_i].headers, rules[_i].body, &a);
	step = &q.provider->steps[0];
	rule = rules[_i].holds ? &step->outcomes[0] : NULL;
	ck_assert_ptr_eq(outcome_find(step, &a), rule);
	answer_clear(&a);
	inquiry_clear(&q);
}
END_TEST

/* A status and JSON prove nothing, if a definition should say so. */
START_TEST(takes_no_ok_without_proof)
{
	struct outcome rule = { 200, 200, .json = true, .verdict = VERDICT_OK };
	struct step step = { .outcomes = &rule, .outcome_count = 1 };
	struct answer a;

	fixture_answer(200, "", MESSAGE("x"), &a);
	ck_assert_ptr_null(outcome_find(&step, &a));
	answer_clear(&a);
}
END_TEST

/* Nor does a pointer into something that is no JSON. */
START_TEST(takes_no_pointer_without_json)
{
	char pointer[] = "/message";
	struct outcome rule = { 200, 200, .pointer = pointer };
	struct step step = { .outcomes = &rule, .outcome_count = 1 };
	struct answer a;

	fixture_answer(200, "", MESSAGE("x"), &a);
	ck_assert_ptr_eq(outcome_find(&step, &a), &rule);
	answer_clear(&a);
	fixture_answer(200, "", MESSAGE("x") "x", &a);
	ck_assert_ptr_null(outcome_find(&step, &a));
	answer_clear(&a);
}
END_TEST

START_TEST(takes_the_first_rule)
{
	struct outcome two[] = {
		{ 401, 401, .json = true, .verdict = VERDICT_INVALID },
		{ 400, 499, .json = true, .verdict = VERDICT_LIMITED },
	};
	struct step step = { .outcomes = two, .outcome_count = 2 };
	struct answer a;

	fixture_answer(401, "", "{}", &a);
	ck_assert_ptr_eq(outcome_find(&step, &a), &two[0]);
	a.status = 403;
	ck_assert_ptr_eq(outcome_find(&step, &a), &two[1]);
	a.status = 500;
	ck_assert_ptr_null(outcome_find(&step, &a));
	answer_clear(&a);
}
END_TEST

/* What no rule takes. */
static const struct {
	long status;
	const char *body;
	enum verdict verdict;
	const char *reason;
} tail[] = {
	{ 429, "", VERDICT_THROTTLED,
	  "answered that there are too many requests" },
	{ 429, "<html>", VERDICT_THROTTLED,
	  "answered that there are too many requests" },
	{ 500, "{}", VERDICT_UNAVAILABLE, "answered with an error of its own" },
	{ 503, "<html>", VERDICT_UNAVAILABLE,
	  "answered with an error of its own" },
	{ 529, "{}", VERDICT_UNAVAILABLE, "answered with an error of its own" },
	{ 599, "", VERDICT_UNAVAILABLE, "answered with an error of its own" },
	{ 600, "{}", VERDICT_UNKNOWN, "answered something unexpected" },
	{ 301, "{}", VERDICT_UNKNOWN, "answered with a redirect" },
	{ 302, "", VERDICT_UNKNOWN, "answered with a redirect" },
	{ 399, "<html>", VERDICT_UNKNOWN, "answered with a redirect" },
	{ 200, "<html>", VERDICT_UNKNOWN,
	  "answered with something other than JSON" },
	{ 401, "no", VERDICT_UNKNOWN,
	  "answered with something other than JSON" },
	{ 204, "", VERDICT_UNKNOWN, "answered with nothing" },
	{ 401, "", VERDICT_UNKNOWN, "answered with nothing" },
	{ 200, "{}", VERDICT_UNKNOWN, "answered something unexpected" },
	{ 401, "{}", VERDICT_UNKNOWN, "answered something unexpected" },
	{ 404, "[]", VERDICT_UNKNOWN, "answered something unexpected" },
	{ 100, "null", VERDICT_UNKNOWN, "answered something unexpected" },
};

#define STEP                                                   \
	USER("outcome { status = 200 pointer = \"/ok\"\n"      \
	     "	verdict = ok }\n"                               \
	     "outcome { status = 401 pointer = \"/message\"\n" \
	     "	verdict = expired\n"                            \
	     "	reason = \"said: {/message}\" }\n"              \
	     "outcome { status = 402 json = true\n"            \
	     "	verdict = revoked reason = \"{/no}\" }\n"       \
	     "outcome { status = 403 pointer = \"/scopes\"\n"  \
	     "	verdict = limited missing = \"/scopes\"\n"      \
	     "	reason = \"it lacks a scope\" }\n")

START_TEST(falls_back_to_the_tail)
{
	struct step none = { 0 };
	struct inquiry q = { 0 };
	struct finding f = { 0 };
	struct answer a;

	fixture_answer(tail[_i].status, "", tail[_i].body, &a);
	outcome_judge(&q, &none, &a, &f);
	ck_assert_int_eq(f.verdict, tail[_i].verdict);
	ck_assert_str_eq(f.reason, tail[_i].reason);
	answer_clear(&a);
}
END_TEST

/* What a rule says, and what it learns. */
static const struct {
	long status;
	const char *body;
	enum verdict verdict;
	const char *reason;
	const char *missing;
} said[] = {
	{ 200, "{\"ok\":1}", VERDICT_OK, "", NULL },
	{ 401, "{\"message\":\"it expired\"}", VERDICT_EXPIRED,
	  "said: it expired", NULL },
	{ 401, "{\"message\":\"\\u001b[2Jit\\nexpired\\u202e\"}",
	  VERDICT_EXPIRED, "said: \\x1b[2Jit\\x0aexpired\\u{202e}", NULL },
	{ 401, "{\"message\":\"no " FIXTURE_TOKEN " here\"}", VERDICT_EXPIRED,
	  "said: no (the token) here", NULL },
	{ 401, "{\"message\":{}}", VERDICT_EXPIRED, "the token has expired",
	  NULL },
	{ 401, "{\"message\":\"\"}", VERDICT_EXPIRED, "the token has expired",
	  NULL },
	{ 402, "{}", VERDICT_REVOKED, "the token was revoked", NULL },
	{ 403, "{\"scopes\":[\"users:read\",\"b\"]}", VERDICT_LIMITED,
	  "it lacks a scope", "users:read b" },
	{ 403, "{\"scopes\":\"a\\tb\"}", VERDICT_LIMITED, "it lacks a scope",
	  "a\\x09b" },
	{ 403, "{\"scopes\":[]}", VERDICT_LIMITED, "it lacks a scope", NULL },
	{ 403, "{\"scopes\":{}}", VERDICT_LIMITED, "it lacks a scope", NULL },
};

START_TEST(says_why)
{
	struct inquiry q = { 0 };
	struct finding f = { 0 };
	struct answer a;

	fixture_inquiry("", STEP, &q);
	fixture_answer(said[_i].status, "", said[_i].body, &a);
	outcome_judge(&q, &q.provider->steps[0], &a, &f);
	learn_missing(&q, f.rule, &a);
	ck_assert_int_eq(f.verdict, said[_i].verdict);
	ck_assert_str_eq(f.reason, said[_i].reason);
	ck_assert_pstr_eq(q.learnt.values[FIELD_MISSING], said[_i].missing);
	answer_clear(&a);
	inquiry_clear(&q);
}
END_TEST

/* Every verdict but ok says something, whatever the definition leaves out. */
START_TEST(is_never_silent)
{
	struct outcome rule = { 400, 400, .json = true, .verdict = _i };
	struct step step = { .outcomes = &rule, .outcome_count = 1 };
	struct inquiry q = { 0 };
	struct finding f = { 0 };
	struct answer a;

	fixture_inquiry("", "", &q);
	fixture_answer(400, "", "{}", &a);
	outcome_judge(&q, &step, &a, &f);
	ck_assert_str_ne(f.reason, "");
	if (_i != VERDICT_OK)
		ck_assert_int_eq(f.verdict, _i);
	else
		ck_assert_int_eq(f.verdict, VERDICT_UNKNOWN);
	answer_clear(&a);
	inquiry_clear(&q);
}
END_TEST

#define LOOP(c, test, table) \
	tcase_add_loop_test(c, test, 0, sizeof(table) / sizeof(table[0]))

Suite *outcome_suite(void)
{
	Suite *suite = suite_create("verifier/outcome");
	TCase *c = tcase_create("outcome");

	LOOP(c, holds_or_not, rules);
	tcase_add_test(c, takes_no_ok_without_proof);
	tcase_add_test(c, takes_no_pointer_without_json);
	tcase_add_test(c, takes_the_first_rule);
	LOOP(c, falls_back_to_the_tail, tail);
	LOOP(c, says_why, said);
	tcase_add_loop_test(c, is_never_silent, 0, VERDICT_COUNT);
	suite_add_tcase(suite, c);
	return suite;
}
