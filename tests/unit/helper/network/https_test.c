#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "helper/network/https.h"
#include "tests/unit/helper/suites.h"

/*
 * A server of the test's, in a child. Each connection gets the responses in
 * turn, one for each request; "" closes it, and none left stalls.
 */
struct server {
	int listener;
	pid_t pid;
	char url[64];
	char path[64]; /* of a Unix socket */
};

static void take_request(int client, char *text, size_t size)
{
	size_t used = 0;
	ssize_t got = 1;

	memset(text, 0, size);
	while (got > 0 && used < size - 1 && !strstr(text, "\r\n\r\n")) {
		got = read(client, text + used, size - 1 - used);
		used += got > 0 ? (size_t)got : 0;
	}
	if (used == 0)
		_exit(0);
}

static void serve(int listener, const char *const *responses, size_t count)
{
	char text[4096];
	size_t i = 0;

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)signal(SIGPIPE, SIG_IGN);
	for (;;) {
		int client = accept(listener, NULL, NULL);

		while (i < count && *responses[i]) {
			take_request(client, text, sizeof(text));
			(void)!write(client, responses[i],
				     strlen(responses[i]));
			/* What was asked comes back, for the test to look at.
			 */
			(void)!write(client, text, 64);
			i++;
		}
		if (i == count)
			(void)pause();
		(void)close(client);
		i++;
	}
}

static void start(struct server *s, const char *const *responses, size_t count)
{
	s->pid = fork();
	ck_assert_int_ge(s->pid, 0);
	if (s->pid == 0)
		serve(s->listener, responses, count);
	(void)close(s->listener);
}

static void start_tcp(struct server *s, const char *const *responses,
		      size_t count)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t length = sizeof(address);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	s->listener = socket(AF_INET, SOCK_STREAM, 0);
	ck_assert_int_eq(bind(s->listener, (struct sockaddr *)&address, length),
			 0);
	ck_assert_int_eq(listen(s->listener, 8), 0);
	ck_assert_int_eq(getsockname(s->listener, (struct sockaddr *)&address,
				     &length),
			 0);
	(void)snprintf(s->url, sizeof(s->url), "http://127.0.0.1:%d/path",
		       ntohs(address.sin_port));
	start(s, responses, count);
}

static void start_unix(struct server *s, const char *const *responses,
		       size_t count)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	(void)snprintf(s->path, sizeof(s->path), "/tmp/ringbearer-remote.%d",
		       (int)getpid());
	(void)snprintf(address.sun_path, sizeof(address.sun_path), "%s",
		       s->path);
	s->listener = socket(AF_UNIX, SOCK_STREAM, 0);
	ck_assert_int_eq(bind(s->listener, (struct sockaddr *)&address,
			      sizeof(address)),
			 0);
	ck_assert_int_eq(listen(s->listener, 8), 0);
	strcpy(s->url, "http://127.0.0.1/path");
	start(s, responses, count);
}

static void end(struct server *s)
{
	(void)kill(s->pid, SIGKILL);
	(void)waitpid(s->pid, NULL, 0);
	if (*s->path)
		(void)unlink(s->path);
}

#define RESPONSE                                                   \
	"HTTP/1.1 201 Created\r\nX-Wanted: yes\r\nX-Other: no\r\n" \
	"Content-Length: 64\r\n\r\n"

static const char *const twice[] = { RESPONSE, RESPONSE };
static const char *const never[] = { "" };
static const char *const anew[] = { RESPONSE, "", RESPONSE };

START_TEST(asks_several_times)
{
	struct server s = { 0 };
	struct https r = { .loopback = true, .timeout = 5000 };
	const char *headers[] = { "X-Secret: canary", NULL };
	const struct https_request q = { .url = s.url,
					 .method = "POST",
					 .headers = headers,
					 .body = "",
					 .wanted = "x-wanted,x-not-there" };
	struct https_answer a = { 0 };
	struct error e = { 0 };
	pid_t first = 0;

	start_tcp(&s, twice, 2);
	https_begin(&r);
	for (int i = 0; i < 2; i++) {
		https_ask(&r, &q, &a);
		ck_assert_str_eq(a.reason, "");
		ck_assert_int_eq(a.failure, FAILURE_NONE);
		ck_assert_int_eq(a.status, 201);
		ck_assert_uint_eq(a.body.length, 64);
		ck_assert_ptr_nonnull(strstr(a.body.data, "POST /path"));
		ck_assert_str_eq(https_header(&a, "x-wanted"), "yes");
		ck_assert_ptr_null(https_header(&a, "x-other"));
		ck_assert_ptr_null(https_header(&a, "x-not-there"));
		ck_assert_int_eq(https_explain(&a, "it", &e), STATUS_OK);
		ck_assert(i == 0 || first == r.pid);
		first = r.pid;
	}
	https_answer_clear(&a);
	https_end(&r);
	ck_assert_int_eq(r.pid, 0);
	end(&s);
}
END_TEST

START_TEST(ends_in_time)
{
	struct server s = { 0 };
	struct https r = { .loopback = true, .timeout = 400 };
	const struct https_request q = { .url = s.url };
	struct https_answer a = { 0 };
	struct error e = { 0 };

	start_tcp(&s, never, 0);
	https_begin(&r);
	for (int i = 0; i < 2; i++) {
		https_ask(&r, &q, &a);
		ck_assert_int_eq(a.failure, FAILURE_LATE);
		ck_assert_int_eq(https_explain(&a, "it", &e), STATUS_TIMEOUT);
		ck_assert_str_ne(e.message, "");
		ck_assert_int_eq(https_left(&r), 0);
	}
	https_end(&r);
	end(&s);
}
END_TEST

/* Stopped, it does not even keep its own limit. */
START_TEST(ends_what_does_not_end)
{
	struct server s = { 0 };
	struct https r = { .loopback = true, .timeout = 3000 };
	const struct https_request q = { .url = s.url };
	struct https_answer a = { 0 };
	pid_t stopped;

	start_tcp(&s, twice, 2);
	https_begin(&r);
	https_ask(&r, &q, &a);
	ck_assert_int_eq(a.failure, FAILURE_NONE);
	stopped = r.pid;
	ck_assert_int_eq(kill(stopped, SIGSTOP), 0);
	r.timeout = 300;
	https_begin(&r);
	https_ask(&r, &q, &a);
	ck_assert_int_eq(a.failure, FAILURE_LATE);
	ck_assert_int_eq(r.pid, 0);
	ck_assert_int_eq(kill(stopped, 0), -1);
	https_end(&r);
	end(&s);
}
END_TEST

START_TEST(tells_that_the_program_died)
{
	struct server s = { 0 };
	struct https r = { .loopback = true, .timeout = 3000 };
	const struct https_request q = { .url = s.url };
	struct https_answer a = { 0 };
	struct error e = { 0 };

	start_tcp(&s, anew, 3);
	https_begin(&r);
	https_ask(&r, &q, &a);
	ck_assert_int_eq(a.failure, FAILURE_NONE);
	ck_assert_int_eq(kill(r.pid, SIGKILL), 0);
	https_ask(&r, &q, &a);
	ck_assert_int_eq(a.failure, FAILURE_BROKEN);
	ck_assert_int_eq(https_explain(&a, "it", &e), STATUS_FAILED);
	https_ask(&r, &q, &a);
	ck_assert_int_eq(a.failure, FAILURE_NONE);
	https_answer_clear(&a);
	https_end(&r);
	end(&s);
}
END_TEST

START_TEST(connects_a_socket_again)
{
	struct server s = { 0 };
	struct https r = { .socket = s.path,
			   .loopback = true,
			   .timeout = 3000 };
	const struct https_request q = { .url = s.url };
	struct https_answer a = { 0 };

	start_unix(&s, anew, 3);
	https_begin(&r);
	for (int i = 0; i < 2; i++) {
		https_ask(&r, &q, &a);
		ck_assert_str_eq(a.reason, "");
		ck_assert_int_eq(a.status, 201);
	}
	https_answer_clear(&a);
	https_end(&r);
	end(&s);
}
END_TEST

static const char *const injected[] = {
	"X-A: b\nX-Forged: c",
	"X-A: b\r",
	"X-A: \x7f",
};

START_TEST(sends_no_line_that_is_two)
{
	struct https r = { .loopback = true, .timeout = 3000 };
	const char *headers[] = { injected[_i], NULL };
	const struct https_request q = { .url = "http://127.0.0.1:1/",
					 .headers = headers };
	struct https_answer a = { 0 };

	https_begin(&r);
	https_ask(&r, &q, &a);
	ck_assert_int_eq(a.failure, FAILURE_URL);
	ck_assert_int_eq(r.pid, 0);
	https_end(&r);
}
END_TEST

Suite *https_suite(void)
{
	Suite *suite = suite_create("helper/remote");
	TCase *c = tcase_create("remote");

	tcase_add_test(c, asks_several_times);
	tcase_add_test(c, ends_in_time);
	tcase_add_test(c, ends_what_does_not_end);
	tcase_add_test(c, tells_that_the_program_died);
	tcase_add_test(c, connects_a_socket_again);
	tcase_add_loop_test(c, sends_no_line_that_is_two, 0,
			    sizeof(injected) / sizeof(injected[0]));
	suite_add_tcase(suite, c);
	return suite;
}
