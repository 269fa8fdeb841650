#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/verifier/http.h"
#include "tests/unit/helper/verifier/fixture.h"
#include "tests/unit/helper/verifier/suites.h"

/* One request, to its end. */
static bool http_get(const struct request *r, struct answer *answer,
		     struct finding *f)
{
	struct exchange x = { .request = *r };
	struct http *h = http_open();

	ck_assert_ptr_nonnull(h);
	if (http_send(h, &x))
		while (!http_wait(h, 1000))
			;
	http_close(h);
	*answer = x.answer;
	*f = x.finding;
	return x.answered;
}

/* URLs that are refused before anything is sent. */
static const struct {
	const char *url;
	bool loopback;
} refused[] = {
	{ "http://example.org/", false },
	{ "http://example.org/", true },
	{ "http://127.0.0.1:1/", false },
	{ "http://localhost:1/", true },
	{ "http://127.0.0.1.example.org/", true },
	{ "http://128.0.0.1:1/", true },
	{ "http://[::2]:1/", true },
	{ "http://[::ffff:127.0.0.1]:1/", true },
	{ "http://user@127.0.0.1:1/", true },
	{ "https://user:word@example.invalid/", false },
	{ "ftp://127.0.0.1/", true },
	{ "file:///etc/passwd", true },
	{ "gopher://127.0.0.1/", true },
	{ "//example.org/", true },
	{ "example.org", true },
	{ "", true },
};

START_TEST(refuses)
{
	struct request r = { .url = refused[_i].url,
			     .loopback = refused[_i].loopback,
			     .timeout = 1000 };
	struct answer a = { 0 };
	struct finding f = { 0 };

	ck_assert(http_start());
	ck_assert(!http_get(&r, &a, &f));
	ck_assert_int_eq(f.verdict, VERDICT_UNKNOWN);
	ck_assert_str_ne(f.reason, "");
	answer_clear(&a);
}
END_TEST

/* Asks a server that sends one response, and then `repeated` without end. */
static bool ask(const char *response, const char *repeated,
		struct buffer *requests, struct answer *a, struct finding *f)
{
	char header[] = "X-Sample: 1";
	char *headers[] = { header };
	struct request r = { .loopback = true,
			     .timeout = 3000,
			     .headers = headers,
			     .header_count = 1 };
	char url[64];
	int out;
	bool answered;

	ck_assert(http_start());
	(void)snprintf(url, sizeof(url), "http://127.0.0.1:%d/path?a=b",
		       fixture_server(&response, 1, repeated, &out));
	r.url = url;
	answered = http_get(&r, a, f);
	fixture_requests(out, requests);
	return answered;
}

START_TEST(gets)
{
	struct buffer requests = { 0 };
	struct answer a = { 0 };
	struct finding f = { 0 };

	/* They would lead it elsewhere. */
	(void)setenv("http_proxy", "http://127.0.0.1:1", 1);
	(void)setenv("all_proxy", "http://127.0.0.1:1", 1);
	ck_assert(ask("HTTP/1.1 418 Teapot\r\nX-Kind: tea\r\n"
		      "Set-Cookie: a=b\r\nContent-Encoding: gzip\r\n"
		      "Content-Length: 4\r\n\r\nbody",
		      NULL, &requests, &a, &f));
	ck_assert_int_eq(a.status, 418);
	ck_assert_str_eq(a.body.data, "body");
	ck_assert_ptr_nonnull(strstr(a.headers.data, "X-Kind: tea\r\n"));
	ck_assert_ptr_nonnull(strstr(requests.data, "GET /path?a=b HTTP/1.1"));
	ck_assert_ptr_nonnull(strstr(requests.data, "\r\nX-Sample: 1\r\n"));
	ck_assert_ptr_null(strcasestr(requests.data, "\r\nAccept-Encoding:"));
	ck_assert_ptr_null(strcasestr(requests.data, "\r\nAuthorization:"));
	answer_clear(&a);
	buffer_clear(&requests);
}
END_TEST

START_TEST(follows_nothing)
{
	struct buffer requests = { 0 };
	struct answer a = { 0 };
	struct finding f = { 0 };

	ck_assert(ask("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\n"
		      "Content-Length: 0\r\n\r\n",
		      NULL, &requests, &a, &f));
	ck_assert_int_eq(a.status, 302);
	ck_assert_ptr_null(strstr(requests.data, "elsewhere"));
	answer_clear(&a);
	buffer_clear(&requests);
}
END_TEST

static const struct {
	const char *response;
	const char *repeated;
	enum verdict verdict;
	const char *reason; /* a part of it */
} failures[] = {
	{ "HTTP/1.1 200 OK\r\n", "X-Header: once more\r\n", VERDICT_UNKNOWN,
	  "the answer of '127.0.0.1' is too long" },
	{ "HTTP/1.1 200 OK\r\nX: ", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	  VERDICT_UNKNOWN, "the answer of '127.0.0.1'" },
	{ "", "HTTP/1.1 100 Continue\r\n\r\n", VERDICT_UNKNOWN,
	  "the answer of '127.0.0.1' is too long" },
	{ "HTTP/1.1 200 OK\r\n\r\n", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	  VERDICT_UNKNOWN, "the answer of '127.0.0.1' is too long" },
	{ "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
	  "10\r\naaaaaaaaaaaaaaaa\r\n", VERDICT_UNKNOWN,
	  "the answer of '127.0.0.1' is too long" },
	{ "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
	  "X-Trailer: once more\r\n", VERDICT_UNKNOWN,
	  "the answer of '127.0.0.1' is too long" },
	{ "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ncut", NULL,
	  VERDICT_UNAVAILABLE, "no answer from '127.0.0.1': " },
	{ "", NULL, VERDICT_UNAVAILABLE, "no answer from '127.0.0.1': " },
	{ "SSH-2.0-OpenSSH\r\n", NULL, VERDICT_UNKNOWN,
	  "the answer of '127.0.0.1' is not HTTP" },
};

START_TEST(fails)
{
	struct buffer requests = { 0 };
	struct answer a = { 0 };
	struct finding f = { 0 };

	ck_assert(!ask(failures[_i].response, failures[_i].repeated, &requests,
		       &a, &f));
	ck_assert_msg(strstr(f.reason, failures[_i].reason), "%s", f.reason);
	ck_assert_int_eq(f.verdict, failures[_i].verdict);
	ck_assert_uint_le(a.headers.length, ANSWER_HEADERS_MAX);
	ck_assert_uint_le(a.body.length, ANSWER_BODY_MAX);
	answer_clear(&a);
	buffer_clear(&requests);
}
END_TEST

START_TEST(speaks_https_over_a_plain_proxy_only)
{
	static const char *const response = "HTTP/1.1 200 OK\r\n\r\n";
	struct request r = { .url = "https://api.example.org/",
			     .timeout = 3000 };
	struct buffer requests = { 0 };
	struct answer a = { 0 };
	struct finding f = { 0 };
	char proxy[64];
	int out;

	(void)snprintf(proxy, sizeof(proxy), "http://127.0.0.1:%d",
		       fixture_server(&response, 1, NULL, &out));
	(void)setenv("https_proxy", proxy, 1);
	ck_assert(http_start());
	ck_assert(!http_get(&r, &a, &f));
	ck_assert_int_eq(f.verdict, VERDICT_UNAVAILABLE);
	fixture_requests(out, &requests);
	ck_assert_ptr_nonnull(
		strstr(requests.data, "CONNECT api.example.org:443 HTTP/1.1"));
	answer_clear(&a);
	buffer_clear(&requests);
}
END_TEST

START_TEST(names_a_ca_file_that_it_cannot_read)
{
	struct request r = { .ca_file = "/nonexistent/ca.pem",
			     .timeout = 3000 };
	static const char *const response = "";
	struct buffer requests = { 0 };
	struct answer a = { 0 };
	struct finding f = { 0 };
	char url[64];
	int out;

	(void)snprintf(url, sizeof(url), "https://127.0.0.1:%d/",
		       fixture_server(&response, 1, NULL, &out));
	r.url = url;
	ck_assert(http_start());
	ck_assert(!http_get(&r, &a, &f));
	ck_assert_int_eq(f.verdict, VERDICT_UNKNOWN);
	ck_assert_str_eq(f.reason, "cannot read the certificates in "
				   "'/nonexistent/ca.pem'");
	fixture_requests(out, &requests);
	ck_assert_ptr_null(memmem(requests.data, requests.length, "GET", 3));
	answer_clear(&a);
	buffer_clear(&requests);
}
END_TEST

static const struct {
	const char *text;
	time_t date;
} dates[] = {
	{ "Sun, 06 Nov 1994 08:49:37 GMT", 784111777 },
	{ "Sunday, 06-Nov-94 08:49:37 GMT", 784111777 },
	{ "Sun Nov  6 08:49:37 1994", 784111777 },
	{ "soon", -1 },
	{ "", -1 },
};

START_TEST(reads_dates)
{
	ck_assert_int_eq(http_date(dates[_i].text), dates[_i].date);
}
END_TEST

#define LOOP(c, test, table) \
	tcase_add_loop_test(c, test, 0, sizeof(table) / sizeof(table[0]))

Suite *http_suite(void)
{
	Suite *suite = suite_create("verifier/http");
	TCase *c = tcase_create("http");

	LOOP(c, refuses, refused);
	tcase_add_test(c, gets);
	tcase_add_test(c, follows_nothing);
	LOOP(c, fails, failures);
	tcase_add_test(c, speaks_https_over_a_plain_proxy_only);
	tcase_add_test(c, names_a_ca_file_that_it_cannot_read);
	LOOP(c, reads_dates, dates);
	suite_add_tcase(suite, c);
	return suite;
}
