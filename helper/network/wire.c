#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "helper/network/wire.h"
#include "protocol/core/record.h"
#include "protocol/core/text.h"

enum {
	DIGITS_MAX = 10,
	LINE_MAX_LENGTH = 2 * DIGITS_MAX + 2, /* with the blank and the LF */
};

void message_add(const struct credential *head, const void *body,
		 size_t body_length, struct buffer *out)
{
	struct buffer record = { 0 };
	char line[LINE_MAX_LENGTH * 2];

	record_encode(head, &record);
	(void)snprintf(line, sizeof(line), "%zu %zu\n", record.length,
		       body_length);
	buffer_add_text(out, line);
	buffer_add(out, record.data, record.length);
	buffer_add(out, body, body_length);
	buffer_clear(&record);
}

static bool read_length(const char *text, size_t digits, size_t most,
			size_t *length)
{
	char copy[DIGITS_MAX + 1] = "";
	long long number;

	if (digits > DIGITS_MAX)
		return false;
	memcpy(copy, text, digits);
	if (!text_number(copy, (long long)most, &number))
		return false;
	*length = (size_t)number;
	return true;
}

enum message_state message_take(const char *text, size_t length, size_t most,
				struct message *out)
{
	const char *end = length ? memchr(text, '\n', length) : NULL;
	size_t line = end ? (size_t)(end - text) : length;
	const char *blank = line ? memchr(text, ' ', line) : NULL;
	struct error ignored = { 0 };
	size_t head, body;

	if (!end && length < LINE_MAX_LENGTH)
		return MESSAGE_PART;
	if (!end || !blank ||
	    !read_length(text, (size_t)(blank - text), MESSAGE_HEAD_MAX,
			 &head) ||
	    !read_length(blank + 1, (size_t)(end - blank - 1), most, &body))
		return MESSAGE_BROKEN;
	if (length - line - 1 < head + body)
		return MESSAGE_PART;
	if (record_decode(end + 1, head, &out->head, &ignored) != STATUS_OK)
		return MESSAGE_BROKEN;
	out->body = end + 1 + head;
	out->body_length = body;
	out->size = line + 1 + head + body;
	return MESSAGE_WHOLE;
}

enum message_state message_read(const struct buffer *text, size_t most,
				struct message *out)
{
	enum message_state state =
		message_take(text->data, text->length, most, out);

	if (state != MESSAGE_WHOLE || out->size == text->length)
		return state;
	message_clear(out);
	return MESSAGE_BROKEN;
}

void message_clear(struct message *message)
{
	credential_clear(&message->head);
	*message = (struct message){ 0 };
}

const char *const failure_names[FAILURE_COUNT] = {
	[FAILURE_NONE] = "",
	[FAILURE_URL] = "url",
	[FAILURE_RESOLVE] = "resolve",
	[FAILURE_CONNECT] = "connect",
	[FAILURE_TLS] = "tls",
	[FAILURE_CERTIFICATE] = "certificate",
	[FAILURE_REVOKED] = "revoked",
	[FAILURE_CA_FILE] = "ca-file",
	[FAILURE_OWN_FILE] = "own-file",
	[FAILURE_LATE] = "late",
	[FAILURE_TOO_LARGE] = "too-large",
	[FAILURE_NOT_HTTP] = "not-http",
	[FAILURE_NO_ANSWER] = "no-answer",
	[FAILURE_MISSING] = "missing",
	[FAILURE_BROKEN] = "broken",
};

enum failure failure_parse(const char *name)
{
	for (int i = 0; i < FAILURE_COUNT; i++)
		if (strcmp(failure_names[i], name) == 0)
			return (enum failure)i;
	return FAILURE_BROKEN;
}
