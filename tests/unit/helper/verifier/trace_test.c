#include <string.h>

#include "helper/verifier/trace.h"
#include "tests/unit/helper/verifier/fixture.h"
#include "tests/unit/helper/verifier/suites.h"

#define KEYS                                                          \
	"field key { title = \"Key\" from = learnt secret = true }\n" \
	"verify one {\n"                                              \
	"	get = \"https://api.example.org/one\"\n"                    \
	"	outcome { status = 200 pointer = \"/id\" verdict = ok }\n"  \
	"	outcome { status = 403 json = true verdict = limited }\n"   \
	"	learn key { from = {\"{/key}\"} }\n"                        \
	"}\n"                                                         \
	"verify two {\n"                                              \
	"	get = \"https://api.example.org/two\"\n"                    \
	"	optional = true\n"                                          \
	"	outcome { status = 200 pointer = \"/id\" verdict = ok }\n"  \
	"}\n"

#define HEAD "HTTP/1.1 200 OK\r\nX-Id: 1\r\n\r\n"

/* The trace of an answer to a step; the rule is the outcome of that number. */
static void trace(size_t place, const char *body, int rule, struct finding f,
		  struct inquiry *q)
{
	struct exchange x = { .answered = rule >= 0, .finding = f };
	const struct step *step;

	fixture_inquiry("field.setting.trace=1\nsecret.pin=12\n", KEYS, q);
	ck_assert(q->traces);
	step = &q->provider->steps[place];
	if (rule > 0)
		x.finding.rule = &step->outcomes[rule - 1];
	buffer_add_text(&x.sent, "GET /?p=12 HTTP/1.1\r\nAuthorization: "
				 "Bearer " FIXTURE_TOKEN "\r\n\r\n");
	if (rule >= 0)
		fixture_answer(200, HEAD, body, &x.answer);
	trace_exchange(q, step, &x);
	answer_clear(&x.answer);
	buffer_clear(&x.sent);
	ck_assert_ptr_null(strstr(q->trace.data, "canary"));
}

#define SENT                                                            \
	"> GET /?p=(hidden) HTTP/1.1\n> Authorization: Bearer (hidden)" \
	"\n> \n"
#define CAME "< HTTP/1.1 200 OK\n< X-Id: 1\n< \n"

static const struct {
	size_t step;
	const char *body;
	int rule; /* its number; 0: none; -1: no answer came */
	struct finding finding;
	const char *trace;
} cases[] = {
	{ 0,
	  "{\n\"id\": \"" FIXTURE_TOKEN "\"}",
	  1,
	  { 0 },
	  "step 'one'\n" SENT CAME "< {\n< \"id\": \"(hidden)\"}\n"
	  "= ok: outcome 1 of step 'one'\n" },
	/* What is to be learnt and kept secret, though it is not learnt. */
	{ 0,
	  "{\"key\":\"k%26-1\",\"again\":\"k%26-1\"}",
	  2,
	  { .verdict = VERDICT_LIMITED },
	  "step 'one'\n" SENT CAME
	  "< {\"key\":\"(hidden)\",\"again\":\"(hidden)\"}\n"
	  "= limited: outcome 2 of step 'one'\n" },
	{ 0,
	  "\x1b[2J\xe2\x80\xae\xff",
	  0,
	  { .verdict = VERDICT_UNKNOWN },
	  "step 'one'\n" SENT CAME "< \\x1b[2J\\u{202e}\\xff\n"
	  "= unknown: no outcome of step 'one', so the built-in rule\n" },
	{ 0,
	  "",
	  1,
	  { .verdict = VERDICT_WRONG_PLACE },
	  "step 'one'\n" SENT CAME
	  "= wrong-place: outcome 1 of step 'one', and its choose\n" },
	{ 0,
	  "",
	  -1,
	  { .verdict = VERDICT_UNAVAILABLE, .reason = "no " FIXTURE_TOKEN },
	  "step 'one'\n" SENT "= unavailable: no (the token)\n" },
	{ 1,
	  "",
	  0,
	  { .verdict = VERDICT_THROTTLED },
	  "step 'two'\n" SENT CAME "= throttled, which does not count: no "
	  "outcome of step 'two', so the built-in rule\n" },
};

START_TEST(tells)
{
	struct inquiry q = { 0 };

	trace(cases[_i].step, cases[_i].body, cases[_i].rule, cases[_i].finding,
	      &q);
	ck_assert_str_eq(q.trace.data, cases[_i].trace);
	inquiry_clear(&q);
	ck_assert_ptr_null(q.trace.data);
}
END_TEST

/* The token lies across the last byte that is shown. */
START_TEST(hides_before_it_cuts)
{
	struct buffer body = { 0 };
	struct inquiry q = { 0 };

	while (body.length < TRACE_MAX - 4)
		buffer_add_text(&body, "x");
	buffer_add_text(&body, FIXTURE_TOKEN "yyyyyyyy");
	trace(0, body.data, 0, (struct finding){ 0 }, &q);
	ck_assert_ptr_nonnull(strstr(q.trace.data, "xxxx(hid\n"
						   "< (12 more bytes)\n"));
	ck_assert_ptr_null(strstr(q.trace.data, "cana"));
	buffer_clear(&body);
	inquiry_clear(&q);
}
END_TEST

Suite *trace_suite(void)
{
	Suite *suite = suite_create("verifier/trace");
	TCase *c = tcase_create("trace");

	tcase_add_loop_test(c, tells, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(c, hides_before_it_cuts);
	suite_add_tcase(suite, c);
	return suite;
}
