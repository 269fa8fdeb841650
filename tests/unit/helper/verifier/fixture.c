#include <arpa/inet.h>
#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "protocol/core/record.h"
#include "tests/unit/helper/verifier/fixture.h"

enum status fixture_read(const char *text, size_t length, struct inquiry *q,
			 struct error *e)
{
	const char *end = memmem(text, length, "\n\n", 2);
	size_t record = *text == '\n' ? 0 : (size_t)(end - text) + 1;
	struct message m = { .body = text + record + 1,
			     .body_length = length - record - 1 };
	enum status status;

	ck_assert_int_eq(record_decode(text, record, &m.head, e), STATUS_OK);
	status = inquiry_read(&m, q, e);
	message_clear(&m);
	return status;
}

void fixture_inquiry(const char *record, const char *keys, struct inquiry *q)
{
	struct buffer text = { 0 };
	struct error e = { 0 };

	buffer_add_text(&text, "password=" FIXTURE_TOKEN "\n");
	buffer_add_text(&text, record);
	buffer_add_text(
		&text,
		"\nprovider sample {\n"
		"	title = \"Sample\"\n"
		"	hosts = {\"api.example.org\"}\n"
		"	headers = {\"Authorization: Bearer {token}\"}\n");
	buffer_add_text(&text, keys);
	buffer_add_text(&text, "}\n");
	ck_assert_msg(fixture_read(text.data, text.length, q, &e) == STATUS_OK,
		      "%s", e.message);
	buffer_clear(&text);
}

void fixture_answer(long status, const char *headers, const char *body,
		    struct answer *a)
{
	*a = (struct answer){ .status = status };
	ck_assert(answer_add_header(a, headers, strlen(headers)));
	if (*body)
		ck_assert(answer_add_body(a, body, strlen(body)));
	answer_parse(a);
}

/* Passes a request on, up to its blank line. */
static void take_request(int client, int requests)
{
	char text[8192] = "";
	size_t used = 0;
	ssize_t got;

	while (used < sizeof(text) - 1 && !strstr(text, "\r\n\r\n")) {
		got = read(client, text + used, sizeof(text) - 1 - used);
		if (got <= 0)
			break;
		used += (size_t)got;
		text[used] = '\0';
	}
	(void)write_all(requests, text, used);
}

/* What one client gets behind its response, until it hangs up. */
struct flood {
	const char *text; /* NULL: nothing */
	useconds_t pause;
};

static void serve_one(int listener, const char *response,
		      const struct flood *flood, int requests)
{
	int client = accept(listener, NULL, NULL);

	take_request(client, requests);
	(void)write_all(client, response, strlen(response));
	while (flood->text &&
	       write_all(client, flood->text, strlen(flood->text)) == 0)
		if (flood->pause > 0)
			(void)usleep(flood->pause);
	(void)close(client);
}

static int listen_somewhere(int *port)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t length = sizeof(address);
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr *any = (struct sockaddr *)&address;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ck_assert_int_eq(bind(listener, any, length), 0);
	ck_assert_int_eq(listen(listener, 8), 0);
	ck_assert_int_eq(getsockname(listener, any, &length), 0);
	*port = ntohs(address.sin_port);
	return listener;
}

/* Starts a child of the test, which ends with it. */
static bool start(int *port, int *listener, int *requests)
{
	int ends[2];
	pid_t pid;

	*listener = listen_somewhere(port);
	ck_assert_int_eq(pipe(ends), 0);
	pid = fork();
	ck_assert_int_ge(pid, 0);
	*requests = ends[pid == 0 ? 1 : 0];
	(void)close(ends[pid == 0 ? 0 : 1]);
	if (pid > 0) {
		(void)close(*listener);
		return false;
	}
	(void)signal(SIGPIPE, SIG_IGN);
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	return true;
}

int fixture_server(const char *const *responses, size_t count,
		   const char *repeated, int *requests)
{
	const struct flood flood = { .text = repeated };
	int port, listener;

	if (start(&port, &listener, requests)) {
		for (size_t i = 0; i < count; i++)
			serve_one(listener, responses[i], &flood, *requests);
		_exit(0);
	}
	return port;
}

int fixture_slow_server(const char *const *responses, size_t count,
			int *requests)
{
	const struct flood none = { 0 };
	const struct flood slow = { .text = "H", .pause = 20000 };
	int port, listener;

	if (start(&port, &listener, requests)) {
		for (size_t i = 0; i < count; i++)
			serve_one(listener, responses[i], &none, *requests);
		serve_one(listener, "HTTP/1.1 200 OK\r\nX: ", &slow, *requests);
		_exit(0);
	}
	return port;
}

void fixture_requests(int requests, struct buffer *out)
{
	ck_assert_int_eq(buffer_read(out, requests, 1 << 20), 0);
	(void)close(requests);
}
