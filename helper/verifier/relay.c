#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/network/https-keys.h"
#include "helper/network/wire.h"
#include "helper/verifier/http.h"
#include "helper/verifier/relay.h"
#include "helper/verifier/sandbox.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

enum {
	TIMEOUT_MAX = 3600000, /* milliseconds */
	WAIT_MOST = 1000,
	NAME_SIZE = 64, /* of a header that is wanted */
};

/* What the process is confined to: the first request's. */
struct place {
	struct http *http; /* NULL: nothing was asked yet */
	struct credential head;
};

static long number_of(const struct credential *head, const char *key, long most,
		      long otherwise)
{
	const char *text = credential_extra(head, key);
	long long number;

	return text && text_number(text, most, &number) ? (long)number
							: otherwise;
}

/* As libcurl takes them: the list borrows the head's secret memory. */
static void take_headers(struct credential *head, struct request *r)
{
	static const char prefix[] = REQUEST_HEADER;

	r->headers = memory_alloc(head->extra_count + 1, sizeof(*r->headers));
	for (size_t i = 0; i < head->extra_count; i++)
		if (strncmp(head->extras[i].key, prefix, sizeof(prefix) - 1) ==
		    0)
			r->headers[r->header_count++] = head->extras[i].value;
}

/* All of it is the message's, and goes with it. */
static void take_request(struct message *m, struct request *r)
{
	const struct credential *head = &m->head;
	const char *url = credential_extra(head, REQUEST_URL);
	bool has_body =
		m->body_length > 0 || credential_extra(head, REQUEST_BODY);

	*r = (struct request){
		.url = url ? url : "",
		.method = credential_extra(head, REQUEST_METHOD),
		.body = has_body ? m->body : NULL,
		.body_length = m->body_length,
		.ca_file = credential_extra(head, REQUEST_CA_FILE),
		.certificate = credential_extra(head, REQUEST_CERTIFICATE),
		.key = credential_extra(head, REQUEST_KEY),
		.socket = credential_extra(head, REQUEST_SOCKET),
		.loopback = credential_extra(head, REQUEST_LOOPBACK),
		.timeout = number_of(head, REQUEST_TIMEOUT, TIMEOUT_MAX, 1),
	};
	take_headers(&m->head, r);
}

static const char *const place_keys[] = { REQUEST_CA_FILE, REQUEST_CERTIFICATE,
					  REQUEST_KEY, REQUEST_SOCKET,
					  REQUEST_LOOPBACK };

enum {
	PLACE_KEYS = sizeof(place_keys) / sizeof(place_keys[0])
};

/* Without the headers, which hold what is secret. */
static void keep_place(const struct credential *head, struct credential *out)
{
	credential_set_extra(out, REQUEST_URL,
			     credential_extra(head, REQUEST_URL), true);
	for (size_t i = 0; i < PLACE_KEYS; i++)
		credential_set_extra(out, place_keys[i],
				     credential_extra(head, place_keys[i]),
				     false);
}

/* Once, before the first request goes out. */
static enum status settle(struct place *place, const struct message *m,
			  const struct request *r, struct error *e)
{
	struct confinement ignored;

	if (!http_start())
		return error_set(e, STATUS_FAILED, "cannot use libcurl");
	confine_to(r, &ignored);
	place->http = http_open();
	if (!place->http)
		return error_set(e, STATUS_FAILED, "cannot use libcurl");
	keep_place(&m->head, &place->head);
	return STATUS_OK;
}

/* Whether the request goes where the first one went. */
static bool is_same_place(const struct credential *a,
			  const struct credential *b)
{
	const char *urls[] = { credential_extra(a, REQUEST_URL),
			       credential_extra(b, REQUEST_URL) };
	size_t length = urls[0] ? request_origin(urls[0]) : 0;

	if (!urls[0] || !urls[1] || request_origin(urls[1]) != length ||
	    strncmp(urls[0], urls[1], length) != 0)
		return false;
	for (size_t i = 0; i < PLACE_KEYS; i++)
		if (!text_equal(credential_extra(a, place_keys[i]),
				credential_extra(b, place_keys[i])))
			return false;
	return true;
}

static void send_and_wait(const struct place *place, const struct message *m,
			  struct exchange *x)
{
	if (!is_same_place(&place->head, &m->head)) {
		x->failure = FAILURE_URL;
		finding_set(&x->finding, VERDICT_UNKNOWN,
			    "this process asks somewhere else");
	} else if (http_send(place->http, x)) {
		while (!http_wait(place->http, WAIT_MOST))
			;
	}
}

/* The headers that are wanted, as far as they came. */
static void tell_headers(const struct exchange *x, const char *wanted,
			 struct credential *head)
{
	while (wanted && *wanted) {
		size_t length = strcspn(wanted, ",");
		char name[NAME_SIZE];
		char key[NAME_SIZE + sizeof(ANSWER_HEADER)];
		struct buffer value = { 0 };

		(void)snprintf(name, sizeof(name), "%.*s", (int)length, wanted);
		(void)snprintf(key, sizeof(key), ANSWER_HEADER "%s", name);
		if (answer_header(&x->answer, name, &value) &&
		    strlen(value.data) == value.length)
			credential_set_extra(head, key, value.data, true);
		buffer_clear(&value);
		wanted += length + (wanted[length] == ',');
	}
}

static void tell_failure(const struct exchange *x, struct credential *head)
{
	enum failure failure = x->failure ? x->failure : FAILURE_NO_ANSWER;
	char reason[SHOWN_MAX + 1];

	text_sanitize(x->finding.reason, reason, sizeof(reason));
	credential_set_extra(head, ANSWER_FAILURE, failure_names[failure],
			     false);
	credential_set_extra(head, ANSWER_REASON, reason, false);
}

static enum status tell(const struct exchange *x, const char *wanted,
			struct error *e)
{
	struct credential head = { 0 };
	struct buffer out = { 0 };
	enum status status = STATUS_OK;
	char number[32];

	if (x->answered) {
		(void)snprintf(number, sizeof(number), "%ld", x->answer.status);
		credential_set_extra(&head, ANSWER_STATUS, number, false);
		tell_headers(x, wanted, &head);
		message_add(&head, x->answer.body.data, x->answer.body.length,
			    &out);
	} else {
		tell_failure(x, &head);
		message_add(&head, NULL, 0, &out);
	}
	if (write_all(STDOUT_FILENO, out.data, out.length) != 0)
		status =
			error_errno(e, STATUS_FAILED, "cannot write an answer");
	buffer_clear(&out);
	credential_clear(&head);
	return status;
}

static enum status ask(struct place *place, struct message *m, struct error *e)
{
	struct exchange x = { 0 };
	enum status status = STATUS_OK;

	take_request(m, &x.request);
	x.answer.body_max =
		(size_t)number_of(&m->head, REQUEST_MOST, REMOTE_BODY_MAX, 0);
	if (!place->http)
		status = settle(place, m, &x.request, e);
	if (status == STATUS_OK) {
		send_and_wait(place, m, &x);
		status =
			tell(&x, credential_extra(&m->head, REQUEST_WANTED), e);
	}
	request_clear(&x.request);
	answer_clear(&x.answer);
	return status;
}

/* STATUS_NOT_FOUND at the end of the input. */
static enum status next_message(struct buffer *in, struct message *m,
				struct error *e)
{
	enum message_state state = MESSAGE_PART;
	int got = 1;

	buffer_clear(in);
	while (state == MESSAGE_PART && got > 0) {
		got = buffer_read_some(in, STDIN_FILENO,
				       MESSAGE_HEAD_MAX + REMOTE_BODY_MAX +
					       NAME_SIZE);
		if (got > 0)
			state = message_read(in, REMOTE_BODY_MAX, m);
	}
	if (state == MESSAGE_WHOLE)
		return STATUS_OK;
	if (got == 0 && in->length == 0)
		return STATUS_NOT_FOUND;
	return error_set(e, STATUS_MALFORMED, "what was asked is no request");
}

enum status forward(struct error *e)
{
	struct place place = { 0 };
	struct buffer in = { 0 };
	struct message m = { 0 };
	enum status status;

	while ((status = next_message(&in, &m, e)) == STATUS_OK &&
	       (status = ask(&place, &m, e)) == STATUS_OK)
		message_clear(&m);
	message_clear(&m);
	buffer_clear(&in);
	http_close(place.http);
	credential_clear(&place.head);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}
