#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/core/lines.h"
#include "protocol/core/record.h"
#include "protocol/core/text.h"
#include "tests/unit/protocol/stand-in.h"

static enum status receive_up_to(struct stand_in *s, const char *end,
				 struct buffer *text)
{
	size_t length = end ? (size_t)(end - s->input) + 1 : s->left;

	buffer_add(text, s->input, length);
	s->input += length;
	s->left -= length;
	return STATUS_OK;
}

static enum status receive(void *context, struct buffer *text, struct error *e)
{
	struct stand_in *s = context;

	s->asked = s->cannot_receive;
	if (s->cannot_receive)
		return error_set(e, STATUS_MALFORMED, "it is too long");
	return receive_up_to(s, NULL, text);
}

static enum status receive_line(void *context, struct buffer *text,
				struct error *e)
{
	struct stand_in *s = context;

	s->asked = s->cannot_receive;
	if (s->cannot_receive)
		return error_set(e, STATUS_MALFORMED, "it is too long");
	return receive_up_to(s, memchr(s->input, '\n', s->left), text);
}

static enum status send(void *context, const struct buffer *text,
			struct error *e)
{
	struct stand_in *s = context;

	if (s->cannot_send)
		return error_set(e, STATUS_FAILED, "cannot write the answer");
	buffer_add(&s->output, text->data, text->length);
	return STATUS_OK;
}

static enum status ready(const struct stand_in *s, struct error *e)
{
	return s->fails ? error_set(e, s->fails, "the store is away")
			: STATUS_OK;
}

static bool is_at(const struct credential *record,
		  const struct credential *request)
{
	const char *username = request->values[FIELD_USERNAME];

	return text_equal(record->values[FIELD_PROTOCOL],
			  request->values[FIELD_PROTOCOL]) &&
	       text_equal(record->values[FIELD_HOST],
			  request->values[FIELD_HOST]) &&
	       text_equal(record->values[FIELD_PATH],
			  request->values[FIELD_PATH]) &&
	       (!username ||
		text_equal(record->values[FIELD_USERNAME], username));
}

static enum status pick(void *context, const struct credential *request,
			struct credential *answer, struct error *e)
{
	struct stand_in *s = context;
	enum status status = ready(s, e);

	for (size_t i = 0; i < s->count && status == STATUS_OK; i++)
		if (is_at(&s->records[i], request)) {
			credential_copy(&s->records[i], answer);
			return STATUS_OK;
		}
	return status == STATUS_OK ? STATUS_NOT_FOUND : status;
}

static enum status find(void *context, const char *name,
			struct credential *answer, struct error *e)
{
	struct stand_in *s = context;
	enum status status = ready(s, e);

	for (size_t i = 0; i < s->count && status == STATUS_OK; i++) {
		const char *host = s->records[i].values[FIELD_HOST];
		const char *user = s->records[i].values[FIELD_USERNAME];
		size_t length = strlen(host);

		if (strcmp(name, host) == 0 ||
		    (strncmp(name, host, length) == 0 && name[length] == '/' &&
		     text_equal(user, name + length + 1))) {
			credential_copy(&s->records[i], answer);
			return STATUS_OK;
		}
	}
	return status == STATUS_OK
		       ? error_set(e, STATUS_NOT_FOUND,
				   "nothing is stored as '%s'", name)
		       : status;
}

static void find_each(void *context, const char *const *names, size_t count,
		      protocol_found *found, void *argument)
{
	for (size_t i = 0; i < count; i++) {
		struct credential record = { 0 };
		struct error e = { 0 };
		enum status status = find(context, names[i], &record, &e);

		found(names[i], status == STATUS_OK ? &record : NULL, status,
		      &e, argument);
		credential_clear(&record);
	}
}

static enum status store(void *context, const struct credential *request,
			 struct error *e)
{
	struct stand_in *s = context;
	enum status status = ready(s, e);
	size_t i = 0;

	s->stored++;
	if (status != STATUS_OK)
		return status;
	while (i < s->count &&
	       !credential_same_address(&s->records[i], request))
		i++;
	if (i == STAND_IN_RECORDS)
		return error_set(e, STATUS_FAILED, "the store is full");
	s->count += i == s->count;
	credential_copy(request, &s->records[i]);
	return STATUS_OK;
}

static enum status forget(void *context, const struct credential *request,
			  struct error *e)
{
	struct stand_in *s = context;
	enum status status = ready(s, e);
	bool found = false;

	for (size_t i = 0; i < s->count && status == STATUS_OK;) {
		if (!is_at(&s->records[i], request)) {
			i++;
			continue;
		}
		credential_clear(&s->records[i]);
		s->records[i] = s->records[--s->count];
		s->records[s->count] = (struct credential){ 0 };
		found = true;
	}
	if (status != STATUS_OK)
		return status;
	return found ? STATUS_OK : STATUS_NOT_FOUND;
}

static enum status list(void *context, protocol_visit *visit, void *argument,
			struct error *e)
{
	struct stand_in *s = context;
	enum status status = ready(s, e);

	for (size_t i = 0; i < s->count && status == STATUS_OK; i++)
		visit(&s->records[i], argument);
	return status;
}

/* Two headers of one name, so that lists have more than one item. */
static enum status headers(void *context, const struct credential *record,
			   struct buffer *lines, struct error *e)
{
	const char *token = credential_token(record);

	(void)context;
	if (text_has_control(token, strlen(token)))
		return error_set(e, STATUS_MALFORMED,
				 "the token cannot stand in a header");
	buffer_add_text(lines, "Authorization: Bearer ");
	buffer_add_text(lines, token);
	buffer_add_text(lines, "\nX-Team: a\nx-team: b\nX-Wide: c\n");
	return STATUS_OK;
}

static void add_records(struct stand_in *s, const char *records)
{
	while (records && *records && s->count < STAND_IN_RECORDS) {
		const char *end = strstr(records, "\n\n");
		size_t length =
			end ? (size_t)(end - records) + 2 : strlen(records);
		struct error e = { 0 };

		if (record_decode(records, length, &s->records[s->count], &e) ==
		    STATUS_OK)
			s->count++;
		records += length;
	}
}

void stand_in_word(struct stand_in *s, const char *word)
{
	if (s->call.word_count < STAND_IN_WORDS)
		s->words[s->call.word_count++] = strdup(word);
}

static void add_words(struct stand_in *s, const char *words)
{
	char *copy = strdup(words ? words : "");
	char *rest = copy;

	for (char *word; (word = strsep(&rest, " "));)
		if (*word)
			stand_in_word(s, word);
	free(copy);
}

void stand_in_open(struct stand_in *s, const char *records, const char *words)
{
	*s = (struct stand_in){
		.service = {
			.context = s,
			.receive = receive,
			.receive_line = receive_line,
			.receive_lines = receive,
			.send = send,
			.send_token = send,
			.get = pick,
			.pick = pick,
			.find = find,
			.find_each = find_each,
			.store = store,
			.replace = store,
			.erase = forget,
			.forget = forget,
			.list = list,
			.headers = headers,
		},
		.input = "",
	};
	s->call.service = &s->service;
	s->call.words = s->words;
	buffer_add(&s->output, "", 0);
	add_records(s, records);
	add_words(s, words);
}

void stand_in_send(struct stand_in *s, const char *text, size_t length)
{
	s->input = text;
	s->left = length;
}

void stand_in_close(struct stand_in *s)
{
	for (size_t i = 0; i < s->count; i++)
		credential_clear(&s->records[i]);
	for (int i = 0; i < s->call.word_count; i++)
		free(s->words[i]);
	buffer_clear(&s->output);
}
