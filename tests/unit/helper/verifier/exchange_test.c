#include <string.h>

#include "helper/verifier/exchange.h"
#include "tests/unit/helper/verifier/fixture.h"
#include "tests/unit/helper/verifier/suites.h"

static const struct {
	const char *scheme;
	const char *host;
	bool loopback; /* the definition may name one */
	bool may;
} places[] = {
	{ "https", "api.example.org", false, true },
	{ "https", "127.0.0.1", false, true },
	{ "http", "127.0.0.1", true, true },
	{ "http", "127.255.255.254", true, true },
	{ "http", "[::1]", true, true },
	{ "http", "127.0.0.1", false, false },
	{ "http", "[::1]", false, false },
	{ "http", "[::2]", true, false },
	{ "http", "128.0.0.1", true, false },
	{ "http", "0.0.0.0", true, false },
	{ "http", "localhost", true, false },
	{ "http", "127.0.0.1.evil.com", true, false },
	{ "http", "api.example.org", true, false },
	{ "ftp", "127.0.0.1", true, false },
	{ "HTTP", "127.0.0.1", true, false },
	{ "", "127.0.0.1", true, false },
};

START_TEST(goes_nowhere_else)
{
	struct exchange x = { .request.loopback = places[_i].loopback };

	ck_assert_int_eq(exchange_may_go(&x, places[_i].scheme,
					 places[_i].host),
			 places[_i].may);
	if (places[_i].may) {
		ck_assert_str_eq(x.finding.reason, "");
	} else {
		ck_assert_int_eq(x.finding.verdict, VERDICT_UNKNOWN);
		ck_assert_ptr_nonnull(
			strstr(x.finding.reason, places[_i].host));
	}
}
END_TEST

/* What goes out, in the order of its pieces, and what of it is kept. */
static const struct {
	const char *pieces[4];
	const char *kept;
} sent[] = {
	{ { "GET / HTTP/1.1\r\n", "A: b\r\n\r\n" },
	  "GET / HTTP/1.1\r\nA: b\r\n\r\n" },
	{ { "CONNECT h:443 HTTP/1.1\r\nProxy-Authorization: canary\r\n\r\n" },
	  "" },
	{ { "CONNECT h:443\r\n", "Proxy-Authorization: canary\r\n" }, "" },
	{ { "CONNECT h:443\r\n", "canary", "GET / HTTP/1.1\r\n", "A: b\r\n" },
	  "GET / HTTP/1.1\r\nA: b\r\n" },
	/* once more, over another connection */
	{ { "GET /1\r\n", "A: b\r\n", "GET /2\r\n", "C: d\r\n" },
	  "GET /2\r\nC: d\r\n" },
	{ { "GET /1\r\n", "CONNECT h:443\r\n", "canary", "GET /2\r\n" },
	  "GET /2\r\n" },
	{ { "G", "GETX", "CONNECTED" }, "" },
};

START_TEST(keeps_what_the_provider_is_sent)
{
	struct exchange x = { 0 };

	for (size_t i = 0; i < 4 && sent[_i].pieces[i]; i++)
		exchange_keep_sent(&x, sent[_i].pieces[i],
				   strlen(sent[_i].pieces[i]));
	buffer_add(&x.sent, "", 0);
	ck_assert_str_eq(x.sent.data, sent[_i].kept);
	buffer_clear(&x.sent);
}
END_TEST

static const struct {
	enum failure failure;
	const char *ca_file;
	bool too_large;
	enum verdict verdict;
	const char *reason;
} failures[] = {
	{ FAILURE_CERTIFICATE, NULL, false, VERDICT_UNAVAILABLE,
	  "the certificate of 'h' could not be verified: why" },
	{ FAILURE_REVOKED, NULL, false, VERDICT_UNAVAILABLE,
	  "the certificate of 'h' was revoked" },
	{ FAILURE_CA_FILE, NULL, false, VERDICT_UNKNOWN,
	  "cannot read the certificates in 'the system's bundle'" },
	{ FAILURE_CA_FILE, "/ca.pem", false, VERDICT_UNKNOWN,
	  "cannot read the certificates in '/ca.pem'" },
	{ FAILURE_LATE, NULL, false, VERDICT_UNAVAILABLE,
	  "no whole answer from 'h' in time" },
	{ FAILURE_NOT_HTTP, NULL, false, VERDICT_UNKNOWN,
	  "the answer of 'h' is not HTTP" },
	{ FAILURE_NO_ANSWER, NULL, false, VERDICT_UNAVAILABLE,
	  "no answer from 'h': why" },
	/* never the verdict that it began with */
	{ FAILURE_NO_ANSWER + 1, NULL, false, VERDICT_UNAVAILABLE,
	  "no answer from 'h': why" },
	/* libcurl calls that a failure to write */
	{ FAILURE_NO_ANSWER, NULL, true, VERDICT_UNKNOWN,
	  "the answer of 'h' is too long" },
};

START_TEST(says_what_failed)
{
	struct exchange x = { .request.ca_file = failures[_i].ca_file,
			      .too_large = failures[_i].too_large };

	exchange_fail(&x, failures[_i].failure, "h", "why");
	ck_assert_int_eq(x.finding.verdict, failures[_i].verdict);
	ck_assert_str_eq(x.finding.reason, failures[_i].reason);
}
END_TEST

START_TEST(takes_what_fits)
{
	static char line[] = "X: y\r\n";
	static char piece[1000];
	struct exchange x = { 0 };
	size_t taken;

	ck_assert_uint_eq(exchange_take_header(line, 1, 6, &x), 6);
	ck_assert_uint_eq(exchange_take_body(piece, 2, 500, &x), 1000);
	ck_assert(!x.too_large);
	do
		taken = exchange_take_body(piece, 1, 1000, &x);
	while (taken == 1000 && x.answer.body.length <= ANSWER_BODY_MAX);
	ck_assert_uint_eq(taken, 0);
	ck_assert(x.too_large);
	ck_assert_uint_le(x.answer.body.length, ANSWER_BODY_MAX);
	answer_clear(&x.answer);
}
END_TEST

#define LOOP(c, test, table) \
	tcase_add_loop_test(c, test, 0, sizeof(table) / sizeof(table[0]))

Suite *exchange_suite(void)
{
	Suite *suite = suite_create("verifier/exchange");
	TCase *c = tcase_create("exchange");

	LOOP(c, goes_nowhere_else, places);
	LOOP(c, keeps_what_the_provider_is_sent, sent);
	LOOP(c, says_what_failed, failures);
	tcase_add_test(c, takes_what_fits);
	suite_add_tcase(suite, c);
	return suite;
}
