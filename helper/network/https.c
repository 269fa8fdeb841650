#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "helper/network/https-keys.h"
#include "helper/network/https.h"
#include "helper/network/process.h"
#include "helper/network/wire.h"
#include "helper/system/child.h"
#include "helper/system/trust.h"
#include "protocol/core/clock.h"
#include "protocol/core/text.h"

enum {
	GRACE = 200, /* milliseconds past the network program's own limit */
};

static const struct child child = { .run = network_run };

void https_begin(struct https *r)
{
	r->deadline = clock_now() + r->timeout;
}

int https_left(const struct https *r)
{
	long long left = r->deadline - clock_now();

	return left > 0 ? (int)left : 0;
}

static bool start(struct https *r)
{
	struct network network;
	struct child this = child;

	network_prepare("exchange", &network);
	this.argument = &network;
	r->pid = child_start(&this, &r->pipe);
	network_clear(&network);
	if (r->pid < 0)
		r->pid = 0;
	return r->pid > 0;
}

/* Returns its exit code, as child_stop() does. */
static int stop(struct https *r)
{
	int code;

	if (r->pid == 0)
		return -1;
	(void)close(r->pipe);
	code = child_stop(&child, r->pid);
	r->pid = 0;
	return code;
}

static void fail(struct https_answer *a, enum failure failure,
		 const char *reason)
{
	a->failure = failure;
	(void)snprintf(a->reason, sizeof(a->reason), "%s", reason);
}

/* False for a line that would be more than one. */
static bool add_headers(const struct https_request *q, struct credential *head)
{
	char key[32];

	for (size_t i = 0; q->headers && q->headers[i]; i++) {
		if (text_has_control(q->headers[i], strlen(q->headers[i])))
			return false;
		(void)snprintf(key, sizeof(key), REQUEST_HEADER "%zu", i);
		credential_set_extra(head, key, q->headers[i], true);
	}
	return true;
}

static void add_number(struct credential *head, const char *key, size_t number)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "%zu", number);
	credential_set_extra(head, key, number > 0 ? text : NULL, false);
}

static bool write_request(const struct https *r, const struct https_request *q,
			  struct buffer *out)
{
	const struct {
		const char *key;
		const char *value;
	} words[] = {
		{ REQUEST_METHOD, q->method },
		{ REQUEST_WANTED, q->wanted },
		{ REQUEST_CA_FILE, r->ca_file },
		{ REQUEST_CERTIFICATE, r->certificate },
		{ REQUEST_KEY, r->key },
		{ REQUEST_SOCKET, r->socket },
		{ REQUEST_LOOPBACK, r->loopback ? "1" : NULL },
		{ REQUEST_BODY, q->body ? "1" : NULL },
	};
	struct credential head = { 0 };
	bool whole;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		credential_set_extra(&head, words[i].key, words[i].value,
				     false);
	/* The names of entries stand in it. */
	credential_set_extra(&head, REQUEST_URL, q->url, true);
	add_number(&head, REQUEST_TIMEOUT, (size_t)https_left(r));
	add_number(&head, REQUEST_MOST, q->most);
	whole = add_headers(q, &head) && q->body_length <= REMOTE_BODY_MAX;
	message_add(&head, q->body, q->body_length, out);
	credential_clear(&head);
	return whole;
}

/* Waits until the pipe has what is wanted; false when the time is over. */
static bool wait_for(const struct https *r, short events)
{
	struct pollfd p = { .fd = r->pipe, .events = events };
	int ready;

	do
		ready = poll(&p, 1, https_left(r) + GRACE);
	while (ready < 0 && errno == EINTR && https_left(r) > 0);
	return ready > 0;
}

static bool send_all(const struct https *r, const struct buffer *out)
{
	size_t sent = 0;

	while (sent < out->length && wait_for(r, POLLOUT)) {
		ssize_t n = child_send(r->pipe, out->data + sent,
				       out->length - sent);

		if (n < 0)
			return false;
		sent += (size_t)n;
	}
	return sent == out->length;
}

/* Gathers one message; false if none comes, and none can come any more. */
static bool receive(const struct https *r, size_t most, struct buffer *in,
		    struct message *m)
{
	enum message_state state = MESSAGE_PART;

	while (state == MESSAGE_PART && wait_for(r, POLLIN)) {
		if (!child_receive(r->pipe, in))
			return false;
		state = message_read(in, most, m);
	}
	return state == MESSAGE_WHOLE;
}

static void take_answer(const struct message *m, struct https_answer *a)
{
	const char *status = credential_extra(&m->head, ANSWER_STATUS);
	const char *failure = credential_extra(&m->head, ANSWER_FAILURE);
	const char *reason = credential_extra(&m->head, ANSWER_REASON);
	long long number = 0;

	credential_copy(&m->head, &a->headers);
	buffer_add(&a->body, m->body, m->body_length);
	if (status && text_number(status, 999, &number))
		a->status = (long)number;
	else
		fail(a, failure_parse(failure ? failure : "broken"),
		     reason ? reason : "it gave no answer");
}

/* Why the network program said nothing; it is ended. */
static void take_silence(struct https *r, struct https_answer *a)
{
	bool late = https_left(r) == 0;
	int code = stop(r);

	if (late)
		fail(a, FAILURE_LATE, "no whole answer in time");
	else if (code == NETWORK_MISSING)
		fail(a, FAILURE_MISSING,
		     "'ringbearer-verify' is not installed");
	else
		fail(a, FAILURE_BROKEN, "'ringbearer-verify' failed");
}

static void exchange(struct https *r, const struct https_request *q,
		     const struct buffer *out, struct https_answer *a)
{
	struct buffer in = { 0 };
	struct message m = { 0 };
	struct error e = { 0 };

	if (r->pid == 0 && r->ca_file &&
	    trust_file(r->ca_file, &e) != STATUS_OK)
		fail(a, FAILURE_CA_FILE, e.message);
	else if (r->pid == 0 && !start(r))
		fail(a, FAILURE_BROKEN,
		     "'ringbearer-verify' cannot be started");
	else if (send_all(r, out) &&
		 receive(r, q->most ? q->most : REMOTE_BODY_MAX, &in, &m))
		take_answer(&m, a);
	else
		take_silence(r, a);
	message_clear(&m);
	buffer_clear(&in);
}

void https_ask(struct https *r, const struct https_request *q,
	       struct https_answer *a)
{
	struct buffer out = { 0 };

	https_answer_clear(a);
	if (https_left(r) == 0)
		fail(a, FAILURE_LATE, "no whole answer in time");
	else if (!write_request(r, q, &out))
		fail(a, FAILURE_URL, "the request does not fit into HTTP");
	else
		exchange(r, q, &out, a);
	buffer_clear(&out);
}

const char *https_header(const struct https_answer *answer, const char *name)
{
	char key[64];

	(void)snprintf(key, sizeof(key), ANSWER_HEADER "%s", name);
	return credential_extra(&answer->headers, key);
}

enum status https_explain(const struct https_answer *answer, const char *what,
			  struct error *e)
{
	enum status status = STATUS_FAILED;

	if (answer->failure == FAILURE_NONE)
		return STATUS_OK;
	if (answer->failure == FAILURE_LATE)
		status = STATUS_TIMEOUT;
	else if (answer->failure == FAILURE_MISSING)
		status = STATUS_UNAVAILABLE;
	return error_set(e, status, "%s cannot be asked: %s", what,
			 answer->reason);
}

void https_answer_clear(struct https_answer *answer)
{
	credential_clear(&answer->headers);
	buffer_clear(&answer->body);
	*answer = (struct https_answer){ 0 };
}

/* Let go, it wipes what it has; whatever hinders it, it is ended. */
void https_end(struct https *r)
{
	struct pollfd p = { .fd = r->pipe, .events = POLLIN };
	int left = https_left(r);

	if (r->pid > 0 && shutdown(r->pipe, SHUT_WR) == 0)
		(void)poll(&p, 1, left < GRACE ? GRACE : left);
	(void)stop(r);
}
