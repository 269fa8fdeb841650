#include <stdio.h>
#include <string.h>
#include <time.h>

#include "helper/verifier/conversation.h"
#include "helper/verifier/http.h"
#include "helper/verifier/queue.h"
#include "protocol/core/record.h"
#include "tests/unit/helper/verifier/fixture.h"
#include "tests/unit/helper/verifier/suites.h"

#define ANSWER(status, body) "HTTP/1.0 " status "\r\n\r\n" body

/* Two steps at a server of ours, in a definition of the user's own. */
static const char definition[] =
	"password=" FIXTURE_TOKEN "\n%s\n"
	"provider sample {\n"
	"	title = \"Sample\"\n"
	"	hosts = {\"127.0.0.1:%d\"}\n"
	"	headers = {\"Authorization: Bearer {token}\",\n"
	"		\"X-Id: {id}\"}\n"
	"	account = {\"{email}\"}\n"
	"	retry { default = 15 }\n"
	"	verify one {\n"
	"		get = \"http://127.0.0.1:%d/one\"\n"
	"		outcome { status = 200 pointer = \"/id\" verdict = ok "
	"}\n"
	"		outcome { status = 403 json = true verdict = limited "
	"}\n"
	"		learn id { from = {\"{/id}\"} }\n"
	"		learn email { from = {\"{/email}\"} }\n"
	"	}\n"
	"	verify two {\n"
	"		get = \"http://127.0.0.1:%d/two%s\n"
	"	}\n"
	"}\n";

/* What the second step has behind its path. */
static const char needed[] =
	"\"\n"
	"		outcome { status = 200 pointer = \"/ok\" verdict = ok "
	"}\n"
	"		outcome { status = 401 json = true verdict = invalid "
	"}\n";

static const char optional[] =
	"?a=b&id={id}&n={email}\"\n"
	"		optional = true\n"
	"		outcome { status = 200 pointer = \"/role\" verdict = "
	"ok "
	"reason = \"second\" }\n"
	"		outcome { status = 403 json = true verdict = limited "
	"missing = \"/needs\" }\n"
	"		outcome { status = 401 json = true verdict = invalid "
	"}\n"
	"		learn role { from = {\"{/role}\"} }\n"
	"		learn id { from = {\"{/id}\"} }\n";

static void count(struct inquiry *q, void *argument)
{
	(void)q;
	(*(int *)argument)++;
}

static void converse(struct inquiry *q)
{
	int answers = 0;

	ck_assert(queue_run(q, 1, count, &answers));
	ck_assert_int_eq(answers, 1);
}

/* Reads the question, asks, and gives our answer as a record. */
static void hold(const char *record, const char *second, int port,
		 struct buffer *answer)
{
	struct inquiry q = { 0 };
	struct error e = { 0 };
	char text[4096];
	int length = snprintf(text, sizeof(text), definition, record, port,
			      port, port, second);

	ck_assert_msg(fixture_read(text, (size_t)length, &q, &e) == STATUS_OK,
		      "%s", e.message);
	ck_assert(http_start());
	converse(&q);
	record_encode(&q.learnt, answer);
	ck_assert_ptr_null(strstr(answer->data, "canary"));
	inquiry_clear(&q);
}

#define FIRST ANSWER("200 OK", "{\"id\":7,\"email\":\"a@b\"}")

static const struct {
	const char *responses[2];
	const char *answer;
	const char *second; /* in the second request; NULL: there is none */
} cases[] = {
	{ { FIRST, ANSWER("200 OK", "{\"ok\":true}") },
	  "account=a@b\nemail=a@b\nid=7\nverdict=ok\n"
	  "field.answer.step=two\nfield.answer.status=200\n",
	  "\r\nX-Id: 7\r\n" },
	{ { FIRST, ANSWER("401 No", "{}") },
	  "email=a@b\nid=7\nverdict=invalid\n"
	  "field.answer.step=two\nfield.answer.status=401\n"
	  "field.answer.reason=the token is not accepted\n",
	  "GET /two" },
	{ { ANSWER("403 No", "{\"email\":\"a@b\"}"), "" },
	  "account=a@b\nemail=a@b\nverdict=limited\n"
	  "field.answer.step=one\nfield.answer.status=403\n"
	  "field.answer.reason=the token is good, but lacks a right\n",
	  NULL },
	{ { ANSWER("200 OK", "<html>"), "" },
	  "verdict=unknown\n"
	  "field.answer.step=one\nfield.answer.status=200\n"
	  "field.answer.reason=answered with something other than JSON\n",
	  NULL },
	{ { ANSWER("429 Wait", ""), "" },
	  "verdict=throttled\n"
	  "field.answer.step=one\nfield.answer.status=429\n"
	  "field.answer.retry=15\n"
	  "field.answer.reason=answered that there are too many requests\n",
	  NULL },
	{ { "HTTP/1.0 503 No\r\nRetry-After: 7\r\n\r\n", "" },
	  "verdict=unavailable\n"
	  "field.answer.step=one\nfield.answer.status=503\n"
	  "field.answer.retry=7\n"
	  "field.answer.reason=answered with an error of its own\n",
	  NULL },
	{ { ANSWER("503 No", ""), "" },
	  "verdict=unavailable\n"
	  "field.answer.step=one\nfield.answer.status=503\n"
	  "field.answer.reason=answered with an error of its own\n",
	  NULL },
};

START_TEST(converses)
{
	struct buffer answer = { 0 };
	struct buffer asked = { 0 };
	const char *second = cases[_i].second;
	int out;

	hold("", needed,
	     fixture_server(cases[_i].responses, second ? 2 : 1, NULL, &out),
	     &answer);
	fixture_requests(out, &asked);
	ck_assert_str_eq(answer.data, cases[_i].answer);
	ck_assert_ptr_nonnull(strstr(asked.data, "GET /one HTTP/1.1\r\n"));
	ck_assert_ptr_nonnull(strstr(asked.data,
				     "\r\nAuthorization: Bearer " FIXTURE_TOKEN
				     "\r\n"));
	if (second)
		ck_assert_ptr_nonnull(strstr(asked.data, second));
	buffer_clear(&asked);
	buffer_clear(&answer);
}
END_TEST

/* What is said of a wait. */
static const struct {
	long status;
	const char *headers;
	const char *retry;
} waits[] = {
	{ 429, "", "9" },
	{ 429, "Retry-After: soon\r\n", "9" },
	{ 429, "Retry-After: 7\r\n", "7" },
	{ 503, "Retry-After: soon\r\n", "9" },
	{ 503, "", NULL },
	{ 503, "Retry-After: 8\r\n", "8" },
	{ 500, "Retry-After: 8\r\n", NULL },
	{ 401, "Retry-After: 8\r\n", NULL },
};

START_TEST(says_how_long_to_wait)
{
	struct conversation c;
	struct inquiry q = { 0 };
	struct exchange x;

	fixture_inquiry("",
			"retry { default = 9 }\n"
			"verify one { get = \"https://api.example.org/\"\n"
			"outcome { status = 200 pointer = \"/id\" verdict = "
			"ok } }\n",
			&q);
	conversation_begin(&c, &q);
	ck_assert(conversation_next(&c, 1000, &x));
	fixture_answer(waits[_i].status, waits[_i].headers, "", &x.answer);
	x.answered = true;
	conversation_take(&c, &x);
	ck_assert(c.over);
	ck_assert_int_eq(c.crowded, waits[_i].status == 429);
	ck_assert_pstr_eq(credential_extra(&q.learnt, "answer.retry"),
			  waits[_i].retry);
	ck_assert_int_eq(c.retry,
			 waits[_i].retry ? *waits[_i].retry - '0' : -1);
	inquiry_clear(&q);
}
END_TEST

/* Of both steps, with the request as it went out. */
START_TEST(tells_what_went_on)
{
	static const char *const responses[] = { FIRST,
						 ANSWER("401 No", "{}") };
	static const char *const parts[] = {
		"field.answer.trace=step 'one'%0A> GET /one HTTP/1.1%0A",
		"> Authorization: Bearer (hidden)%0A",
		"%0A< {\"id\":7,\"email\":\"a@b\"}%0A"
		"= ok: outcome 1 of step 'one'%0A",
		"step 'two'%0A> GET /two HTTP/1.1%0A",
		"= invalid: outcome 2 of step 'two'%0A",
	};
	struct buffer answer = { 0 };
	const char *at;
	int out;

	hold("field.setting.trace=1\n", needed,
	     fixture_server(responses, 2, NULL, &out), &answer);
	at = answer.data;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		at = strstr(at, parts[i]);
		ck_assert_msg(at, "no '%s' in: %s", parts[i], answer.data);
	}
	buffer_clear(&answer);
	fixture_requests(out, &answer);
	buffer_clear(&answer);
}
END_TEST

static long long milliseconds(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

/* The steps share the time; a byte now and then gives no more of it. */
START_TEST(keeps_its_time)
{
	static const char *const responses[] = { FIRST };
	long long start = milliseconds();
	struct buffer answer = { 0 };
	struct buffer asked = { 0 };
	int out;

	hold("field.setting.timeout=300\n", needed,
	     fixture_slow_server(responses, 1, &out), &answer);
	ck_assert_int_ge(milliseconds() - start, 300);
	ck_assert_int_lt(milliseconds() - start, 300 + 250);
	ck_assert_str_eq(answer.data,
			 "email=a@b\nid=7\nverdict=unavailable\n"
			 "field.answer.step=two\n"
			 "field.answer.reason=no whole answer from "
			 "'127.0.0.1' in time\n");
	fixture_requests(out, &asked);
	ck_assert_ptr_nonnull(strstr(asked.data, "GET /two"));
	buffer_clear(&asked);
	buffer_clear(&answer);
}
END_TEST

START_TEST(has_no_time)
{
	struct buffer answer = { 0 };

	hold("field.setting.timeout=0\n", needed, 1, &answer);
	ck_assert_str_eq(answer.data,
			 "verdict=unavailable\nfield.answer.step=one\n"
			 "field.answer.reason=no answer in time\n");
	buffer_clear(&answer);
}
END_TEST

START_TEST(needs_a_step)
{
	struct buffer answer = { 0 };
	struct inquiry q = { 0 };

	fixture_inquiry("", "", &q);
	converse(&q);
	record_encode(&q.learnt, &answer);
	ck_assert_str_eq(answer.data,
			 "verdict=unknown\n"
			 "field.answer.reason=there is no way to ask\n");
	buffer_clear(&answer);
	inquiry_clear(&q);
}
END_TEST

#define STANDS                                                              \
	"account=a@b\nemail=a@b\nid=7\nverdict=ok\nfield.answer.step=one\n" \
	"field.answer.status=200\n"

static const struct {
	const char *second; /* the response to it; NULL: it never ends */
	const char *answer;
} optional_cases[] = {
	{ ANSWER("200 OK", "{\"role\":\"owner\",\"id\":8}"),
	  "account=a@b\nemail=a@b\nid=8\nverdict=ok\n"
	  "field.answer.step=one\nfield.answer.status=200\n"
	  "field.role=owner\n" },
	{ ANSWER("403 No", "{\"needs\":\"a b\",\"role\":\"x\",\"id\":8}"),
	  STANDS },
	{ ANSWER("401 No", "{\"role\":\"x\",\"id\":8}"), STANDS },
	{ ANSWER("200 OK", "{\"id\":8}"), STANDS },
	{ ANSWER("200 OK", "<html>"), STANDS },
	{ "HTTP/1.0 429 No\r\nRetry-After: 7\r\n\r\n{}", STANDS },
	{ "HTTP/1.0 503 No\r\nRetry-After: 7\r\n\r\n{}", STANDS },
	{ "HTTP/1.0 200 OK\r\nContent-Length: 99\r\n\r\n{\"role\":1}", STANDS },
	{ "", STANDS },
	{ NULL, STANDS },
};

START_TEST(optional_ones_change_no_verdict)
{
	const char *responses[] = { FIRST, optional_cases[_i].second };
	struct buffer answer = { 0 };
	struct buffer asked = { 0 };
	int out;

	hold("field.setting.timeout=300\n", optional,
	     responses[1] ? fixture_server(responses, 2, NULL, &out)
			  : fixture_slow_server(responses, 1, &out),
	     &answer);
	fixture_requests(out, &asked);
	ck_assert_str_eq(answer.data, optional_cases[_i].answer);
	ck_assert_ptr_nonnull(
		strstr(asked.data, "GET /two?a=b&id=7&n=a%40b HTTP/1.1\r\n"));
	buffer_clear(&asked);
	buffer_clear(&answer);
}
END_TEST

START_TEST(optional_ones_need_their_values)
{
	static const char *const responses[] = { ANSWER("200 OK",
							"{\"id\":7}") };
	struct buffer answer = { 0 };
	struct buffer asked = { 0 };
	int out;

	hold("", optional, fixture_server(responses, 1, NULL, &out), &answer);
	fixture_requests(out, &asked);
	ck_assert_str_eq(answer.data, "id=7\nverdict=ok\n"
				      "field.answer.step=one\n"
				      "field.answer.status=200\n");
	ck_assert_ptr_null(strstr(asked.data, "/two"));
	buffer_clear(&asked);
	buffer_clear(&answer);
}
END_TEST

START_TEST(values_stay_values)
{
	static const char *const responses[] = {
		ANSWER("200 OK", "{\"id\":\"a&b=c#d%00?e/../f g+\\r\\n"
				 "Host: evil\",\"email\":\"Zo\xc3\xab\"}"),
		ANSWER("200 OK", "{\"role\":1}"),
	};
	struct buffer answer = { 0 };
	struct buffer asked = { 0 };
	int out;

	hold("", optional, fixture_server(responses, 2, NULL, &out), &answer);
	fixture_requests(out, &asked);
	ck_assert_ptr_nonnull(strstr(
		asked.data,
		"GET /two?a=b&id=a%26b%3Dc%23d%2500%3Fe%2F..%2Ff%20g%2B%5Cx0d"
		"%5Cx0aHost%3A%20evil&n=Zo%C3%AB HTTP/1.1\r\n"
		"Host: 127.0.0.1:"));
	ck_assert_ptr_nonnull(strstr(answer.data, "field.role=1\n"));
	buffer_clear(&asked);
	buffer_clear(&answer);
}
END_TEST

Suite *conversation_suite(void)
{
	Suite *suite = suite_create("verifier/conversation");
	TCase *c = tcase_create("conversation");

	tcase_add_loop_test(c, converses, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_loop_test(c, says_how_long_to_wait, 0,
			    sizeof(waits) / sizeof(waits[0]));
	tcase_add_test(c, tells_what_went_on);
	tcase_add_loop_test(c, optional_ones_change_no_verdict, 0,
			    sizeof(optional_cases) / sizeof(optional_cases[0]));
	tcase_add_test(c, optional_ones_need_their_values);
	tcase_add_test(c, values_stay_values);
	tcase_add_test(c, keeps_its_time);
	tcase_add_test(c, has_no_time);
	tcase_add_test(c, needs_a_step);
	suite_add_tcase(suite, c);
	return suite;
}
