#include <stdio.h>
#include <string.h>

#include "helper/network/verify-keys.h"
#include "helper/verifier/conversation.h"
#include "helper/verifier/http.h"
#include "helper/verifier/queue.h"
#include "helper/verifier/sequence.h"
#include "protocol/core/clock.h"
#include "protocol/core/record.h"
#include "tests/unit/helper/verifier/fixture.h"
#include "tests/unit/helper/verifier/suites.h"

/* A provider at a server of ours; it tells who it is by `id`. */
static const char definition[] =
	"provider sample {\n"
	"	title = \"Sample\"\n"
	"	hosts = {\"127.0.0.1:%d\"}\n"
	"	headers = {\"Authorization: Bearer {token}\"}\n"
	"	verify one {\n"
	"		get = \"http://127.0.0.1:%d/one\"\n"
	"		outcome { status = 200 pointer = \"/id\" verdict = ok "
	"}\n"
	"		learn id { from = {\"{/id}\"} }\n"
	"	}\n"
	"}\n";

/* Appends an inquiry about a token; port 0: with no definition. */
static void add_inquiry(const char *record, int port, struct buffer *out)
{
	char text[2048] = "password=" FIXTURE_TOKEN "\n";
	struct credential head = { 0 };
	struct error e = { 0 };

	strncat(text, record, sizeof(text) / 2);
	ck_assert_int_eq(record_decode(text, strlen(text), &head, &e),
			 STATUS_OK);
	*text = '\0';
	if (port)
		(void)snprintf(text, sizeof(text), definition, port, port);
	message_add(&head, text, strlen(text), out);
	credential_clear(&head);
}

START_TEST(reads)
{
	struct buffer text = { 0 };
	struct sequence s = { 0 };
	struct error e = { 0 };

	for (int i = 0; i < 40; i++)
		add_inquiry("field.setting.timeout=70\n"
			    "field.setting.deadline=900\n",
			    i % 20 == 0 ? 80 + i : 0, &text);
	ck_assert_msg(!sequence_read(text.data, text.length, &s, &e), "%s",
		      e.message);
	ck_assert_uint_eq(s.count, 40);
	for (size_t i = 0; i < s.count; i++) {
		struct inquiry *first = &s.items[i - i % 20];

		ck_assert_uint_eq(s.items[i].number, i);
		ck_assert_int_eq(s.items[i].timeout, 70);
		ck_assert_int_eq(s.items[i].deadline, 900);
		ck_assert_ptr_eq(s.items[i].provider, first->provider);
		ck_assert_str_eq(s.items[i].given.values[FIELD_PASSWORD],
				 FIXTURE_TOKEN);
		ck_assert_uint_eq(s.items[i].given.extra_count, 0);
	}
	ck_assert_ptr_ne(s.items[0].provider, s.items[20].provider);
	sequence_clear(&s);
	buffer_clear(&text);
}
END_TEST

#define BYTES(text) text, sizeof(text) - 1

static const struct {
	const char *text;
	size_t length;
} malformed[] = {
	{ BYTES("") },
	{ BYTES("\n") },
	{ BYTES("5") },
	{ BYTES("5 0\n") },
	{ BYTES("5 0\nabc") },
	{ BYTES("-1 0\n") },
	{ BYTES("+1 0\na") },
	{ BYTES(" 1 0\na") },
	{ BYTES("1  0\na") },
	{ BYTES("0 0\n") },
	{ BYTES("x 0\n") },
	{ BYTES("99999999999999999999 0\nabc") },
	{ BYTES("4294967297 0\nabc") },
	{ BYTES("18446744073709551617 0\nabc") },
	{ BYTES("27 0\npassword=canary-token-4711\n") },
	{ BYTES("27 9\npassword=canary-token-4711\n") },
	{ BYTES("27 4\npassword=canary-token-4711\nmore") },
	{ BYTES("27 0\npassword=canary-token-4711\nmore") },
	{ BYTES("0 4\nmore") },
	{ BYTES("27\npassword=canary-token-4711\n") },
	{ BYTES("18 0\ncanary-token-4711\n") },
	{ BYTES("38 0\nusername=%\npassword=canary-token-4711\n") },
	{ BYTES("40 0\npassword=canary-token-4711\nusername=a\0b\n") },
};

START_TEST(refuses)
{
	struct sequence s = { 0 };
	struct error e = { 0 };

	ck_assert_int_eq(sequence_read(malformed[_i].text, malformed[_i].length,
				       &s, &e),
			 STATUS_MALFORMED);
	ck_assert_str_ne(e.message, "");
	ck_assert_ptr_null(strstr(e.message, "canary"));
	sequence_clear(&s);
}
END_TEST

static const char *const times[] = { "field.setting.timeout=soon\n",
				     "field.setting.deadline=-1\n",
				     "field.setting.deadline=86400001\n" };

START_TEST(refuses_what_is_no_time)
{
	struct buffer text = { 0 };
	struct sequence s = { 0 };
	struct error e = { 0 };

	add_inquiry(times[_i], 80, &text);
	ck_assert_int_eq(sequence_read(text.data, text.length, &s, &e),
			 STATUS_MALFORMED);
	sequence_clear(&s);
	buffer_clear(&text);
}
END_TEST

/* Counts the answers of each verdict. */
static void count(struct inquiry *q, void *argument)
{
	int *counts = argument;

	counts[verdict_parse(q->learnt.values[FIELD_VERDICT])]++;
}

/* Asks `number` times at a server that lets `served` clients in. */
static void ask(int number, const char *record, const char *const *responses,
		size_t served, int *counts, struct buffer *asked)
{
	struct buffer text = { 0 };
	struct sequence s = { 0 };
	struct error e = { 0 };
	int out;
	int port = fixture_server(responses, served, NULL, &out);

	for (int i = 0; i < number; i++)
		add_inquiry(record, i == 0 ? port : 0, &text);
	ck_assert_int_eq(sequence_read(text.data, text.length, &s, &e), 0);
	ck_assert(http_start());
	ck_assert(queue_run(s.items, s.count, count, counts));
	fixture_requests(out, asked);
	sequence_clear(&s);
	buffer_clear(&text);
}

static size_t requests(const struct buffer *asked)
{
	size_t found = 0;

	for (const char *p = asked->data; (p = strstr(p, "GET /one")); p++)
		found++;
	return found;
}

#define GOOD "HTTP/1.0 200 OK\r\n\r\n{\"id\":7}"

static const struct {
	const char *record;
	const char *responses[6];
	size_t served;
	int good, throttled;
} waits[] = {
	{ "field.setting.deadline=30000\n", { GOOD, GOOD, GOOD }, 3, 3, 0 },
	/* One is told to wait a second, and asks again. */
	{ "field.setting.deadline=30000\n",
	  { GOOD, "HTTP/1.0 429 Wait\r\nRetry-After: 1\r\n\r\n{}", GOOD, GOOD },
	  4,
	  3,
	  0 },
	/* Once, and no more. */
	{ "field.setting.deadline=30000\n",
	  { "HTTP/1.0 429 Wait\r\nRetry-After: 0\r\n\r\n{}",
	    "HTTP/1.0 429 Wait\r\nRetry-After: 0\r\n\r\n{}",
	    "HTTP/1.0 429 Wait\r\nRetry-After: 0\r\n\r\n{}",
	    "HTTP/1.0 429 Wait\r\nRetry-After: 0\r\n\r\n{}",
	    "HTTP/1.0 429 Wait\r\nRetry-After: 0\r\n\r\n{}",
	    "HTTP/1.0 429 Wait\r\nRetry-After: 0\r\n\r\n{}" },
	  6,
	  0,
	  3 },
	/* It does not fit. */
	{ "field.setting.deadline=30000\n",
	  { GOOD, "HTTP/1.0 429 Wait\r\nRetry-After: 31\r\n\r\n{}", GOOD },
	  3,
	  2,
	  1 },
	/* Nobody waits. */
	{ "",
	  { GOOD, "HTTP/1.0 429 Wait\r\nRetry-After: 1\r\n\r\n{}", GOOD },
	  3,
	  2,
	  1 },
};

START_TEST(waits_where_it_is_told_to)
{
	struct buffer asked = { 0 };
	int counts[VERDICT_COUNT] = { 0 };

	ask(3, waits[_i].record, waits[_i].responses, waits[_i].served, counts,
	    &asked);
	ck_assert_int_eq(counts[VERDICT_OK], waits[_i].good);
	ck_assert_int_eq(counts[VERDICT_THROTTLED], waits[_i].throttled);
	ck_assert_uint_eq(requests(&asked), waits[_i].served);
	buffer_clear(&asked);
}
END_TEST

/* One more than may ask at once, and the first is told to wait too long. */
START_TEST(leaves_a_crowded_host_alone)
{
	const char *responses[VERIFY_AT_ONCE];
	struct buffer asked = { 0 };
	int counts[VERDICT_COUNT] = { 0 };

	for (int i = 0; i < VERIFY_AT_ONCE; i++)
		responses[i] = GOOD;
	responses[0] = "HTTP/1.0 429 Wait\r\nRetry-After: 99\r\n\r\n{}";
	ask(VERIFY_AT_ONCE + 1, "field.setting.deadline=30000\n", responses,
	    VERIFY_AT_ONCE, counts, &asked);
	ck_assert_int_eq(counts[VERDICT_OK], VERIFY_AT_ONCE - 1);
	ck_assert_int_eq(counts[VERDICT_THROTTLED], 2);
	ck_assert_uint_eq(requests(&asked), VERIFY_AT_ONCE);
	buffer_clear(&asked);
}
END_TEST

/*
 * The first is answered slowly for ever, the others not at all, and the last
 * never has its turn.
 */
START_TEST(ends_at_the_deadline)
{
	struct buffer text = { 0 };
	struct buffer asked = { 0 };
	struct sequence s = { 0 };
	struct error e = { 0 };
	int counts[VERDICT_COUNT] = { 0 };
	long long start = clock_now();
	int out;
	int port = fixture_slow_server(NULL, 0, &out);

	for (int i = 0; i < VERIFY_AT_ONCE + 1; i++)
		add_inquiry("field.setting.deadline=300\n", i ? 0 : port,
			    &text);
	ck_assert_int_eq(sequence_read(text.data, text.length, &s, &e), 0);
	ck_assert(http_start());
	ck_assert(queue_run(s.items, s.count, count, counts));
	ck_assert_int_eq(counts[VERDICT_UNAVAILABLE], VERIFY_AT_ONCE + 1);
	ck_assert_str_eq(credential_extra(&s.items[VERIFY_AT_ONCE].learnt,
					  "answer.reason"),
			 "not asked in time");
	ck_assert_int_ge(clock_now() - start, 300);
	fixture_requests(out, &asked);
	sequence_clear(&s);
	buffer_clear(&asked);
	buffer_clear(&text);
}
END_TEST

#define LOOP(c, test, table) \
	tcase_add_loop_test(c, test, 0, sizeof(table) / sizeof(table[0]))

Suite *sequence_suite(void)
{
	Suite *suite = suite_create("verifier/sequence");
	TCase *c = tcase_create("sequence");

	tcase_set_timeout(c, 60);
	tcase_add_test(c, reads);
	LOOP(c, refuses, malformed);
	LOOP(c, refuses_what_is_no_time, times);
	LOOP(c, waits_where_it_is_told_to, waits);
	tcase_add_test(c, leaves_a_crowded_host_alone);
	tcase_add_test(c, ends_at_the_deadline);
	suite_add_tcase(suite, c);
	return suite;
}
