#include <string.h>

#include "helper/backends/pass/entry.h"
#include "protocol/core/percent.h"
#include "protocol/core/record.h"

static const char version_key[] = "ringbearer";
static const char version[] = "1";
static const char first_key[] = "first-line";
static const char other_prefix[] = "other.";

/* What the first line is, by the word of the line `first-line`. */
enum first {
	FIRST_PASSWORD,
	FIRST_CREDENTIAL,
	FIRST_NONE,
};
static const char *const first_words[] = {
	[FIRST_PASSWORD] = "password",
	[FIRST_CREDENTIAL] = "credential",
	[FIRST_NONE] = "none",
};

enum {
	FIRST_COUNT = sizeof(first_words) / sizeof(first_words[0])
};

/* A run of bytes within a text. */
struct piece {
	const char *data;
	size_t length;
};

/* Takes a line away, without its LF; false at the end. */
static bool next_line(struct piece *text, struct piece *line)
{
	const char *end;

	if (text->length == 0)
		return false;
	end = memchr(text->data, '\n', text->length);
	line->data = text->data;
	line->length = end ? (size_t)(end - text->data) : text->length;
	text->data += line->length + (end != NULL);
	text->length -= line->length + (end != NULL);
	return true;
}

static bool piece_is(const struct piece *piece, const char *text)
{
	return piece->length == strlen(text) &&
	       memcmp(piece->data, text, piece->length) == 0;
}

static bool begins(const struct piece *piece, const char *prefix)
{
	return piece->length > strlen(prefix) &&
	       memcmp(piece->data, prefix, strlen(prefix)) == 0;
}

/* Parts a line at its colon; false if it has none. */
static bool split(const struct piece *line, struct piece *key,
		  struct piece *value)
{
	const char *colon = memchr(line->data, ':', line->length);

	if (!colon || colon == line->data)
		return false;
	key->data = line->data;
	key->length = (size_t)(colon - line->data);
	value->data = colon + 1;
	value->length = line->length - key->length - 1;
	if (value->length > 0 && *value->data == ' ') {
		value->data++;
		value->length--;
	}
	return true;
}

/* Whether lines of the record have such a key. */
static bool is_known(const struct piece *key)
{
	return record_field(key->data, key->length) >= 0 ||
	       begins(key, "field.") || begins(key, "secret.") ||
	       begins(key, "note.") || begins(key, other_prefix);
}

/* A key with a colon, or a value that somebody wrote, is made a line's. */
static void add_key(const struct piece *key, struct buffer *out)
{
	struct piece k = *key;

	if (begins(&k, other_prefix)) {
		k.data += strlen(other_prefix);
		k.length -= strlen(other_prefix);
	}
	if (!percent_decode(k.data, k.length, out))
		buffer_add(out, k.data, k.length);
}

static void add_value(const struct piece *value, struct buffer *out)
{
	struct buffer plain = { 0 };
	bool good = percent_decode(value->data, value->length, &plain);

	if (!good) {
		buffer_clear(&plain);
		buffer_add(&plain, value->data, value->length);
	}
	buffer_add(&plain, "", 0);
	percent_encode(plain.data, out);
	buffer_clear(&plain);
}

/* What was read so far. */
struct reading {
	bool versioned;
	bool newer;
	enum first first;
	struct buffer lines; /* in the form of the record */
	struct buffer *rest;
};

static void take_first(const struct piece *value, struct reading *r)
{
	for (int i = 0; i < FIRST_COUNT; i++)
		if (piece_is(value, first_words[i]))
			r->first = (enum first)i;
}

static void take_line(const struct piece *line, struct reading *r)
{
	struct piece key, value;

	if (split(line, &key, &value) && piece_is(&key, version_key)) {
		r->versioned = true;
		r->newer |= !piece_is(&value, version);
	} else if (split(line, &key, &value) && piece_is(&key, first_key)) {
		take_first(&value, r);
	} else if (split(line, &key, &value) && is_known(&key)) {
		add_key(&key, &r->lines);
		buffer_add_text(&r->lines, "=");
		add_value(&value, &r->lines);
		buffer_add_text(&r->lines, "\n");
	} else {
		buffer_add(r->rest, line->data, line->length);
		buffer_add_text(r->rest, "\n");
	}
}

/* The whole secret, unless a person changed the first line since. */
static void set_secret(const struct piece *first, enum field field,
		       struct credential *record)
{
	const char *whole = record->values[field];

	if (whole && strcspn(whole, "\n") == first->length &&
	    memcmp(whole, first->data, first->length) == 0)
		return;
	credential_set_bytes(record, field, first->data, first->length);
}

static void finish(const struct piece *first, const struct reading *r,
		   struct credential *record)
{
	if (r->first == FIRST_PASSWORD)
		set_secret(first, FIELD_PASSWORD, record);
	if (r->first == FIRST_CREDENTIAL)
		set_secret(first, FIELD_CREDENTIAL, record);
}

/* The lines up to a blank one. */
static void take_block(struct piece *text, struct reading *r)
{
	struct piece line;

	while (next_line(text, &line) && line.length > 0)
		take_line(&line, r);
}

enum pass_text pass_text_read(const struct buffer *text,
			      struct credential *record, struct buffer *rest)
{
	struct piece left = { text->data, text->length };
	struct piece first = { "", 0 };
	struct buffer unknown = { 0 };
	struct reading r = { .rest = &unknown };
	struct piece all;
	struct error ignored = { 0 };

	credential_clear(record);
	if (text->length > 0 && memchr(text->data, '\0', text->length))
		return PASS_TEXT_BINARY;
	(void)next_line(&left, &first);
	all = left;
	take_block(&left, &r);
	if (r.versioned) {
		buffer_add(&r.lines, "", 0);
		(void)record_decode(r.lines.data, r.lines.length, record,
				    &ignored);
		finish(&first, &r, record);
		buffer_add(rest, unknown.data, unknown.length);
		buffer_add(rest, left.data, left.length);
	} else {
		credential_set_bytes(record, FIELD_PASSWORD, first.data,
				     first.length);
		buffer_add(rest, all.data, all.length);
	}
	buffer_clear(&unknown);
	buffer_clear(&r.lines);
	if (r.newer)
		return PASS_TEXT_NEWER;
	return r.versioned ? PASS_TEXT_READ : PASS_TEXT_PLAIN;
}

/* Of the first line, and whether that is all of the secret. */
static enum first write_first(const struct credential *record, bool *whole,
			      struct buffer *out)
{
	enum first first = FIRST_NONE;
	const char *secret = "";

	if (record->values[FIELD_PASSWORD])
		first = FIRST_PASSWORD;
	else if (record->values[FIELD_CREDENTIAL])
		first = FIRST_CREDENTIAL;
	if (first == FIRST_PASSWORD)
		secret = record->values[FIELD_PASSWORD];
	if (first == FIRST_CREDENTIAL)
		secret = record->values[FIELD_CREDENTIAL];
	buffer_add(out, secret, strcspn(secret, "\n"));
	buffer_add_text(out, "\n");
	*whole = !strchr(secret, '\n');
	return first;
}

static void write_pair(const char *key, const char *value, struct buffer *out)
{
	buffer_add_texts(out, key, ": ", value, "\n", NULL);
}

/* Where lines go, but for the one that the first line of all stands for. */
struct writing {
	const char *first;
	struct buffer *out;
};

static void write_line(const char *key, const char *value, void *argument)
{
	const struct writing *w = argument;
	const struct piece whole = { key, strlen(key) };

	if (w->first && strcmp(key, w->first) == 0)
		return;
	if (!is_known(&whole) || begins(&whole, other_prefix))
		buffer_add_text(w->out, other_prefix);
	for (; *key; key++)
		percent_add(*key, *key != ':' && *key != '%', w->out);
	buffer_add_text(w->out, ": ");
	percent_encode(value, w->out);
	buffer_add_text(w->out, "\n");
}

void pass_text_write(const struct credential *record, const struct buffer *rest,
		     struct buffer *out)
{
	static const char *const keys[] = {
		[FIRST_PASSWORD] = "password",
		[FIRST_CREDENTIAL] = "credential",
		[FIRST_NONE] = NULL,
	};
	bool whole;
	enum first first = write_first(record, &whole, out);
	struct writing w = { whole ? keys[first] : NULL, out };

	write_pair(version_key, version, out);
	if (first != FIRST_PASSWORD)
		write_pair(first_key, first_words[first], out);
	record_each(record, write_line, &w);
	if (rest->length == 0)
		return;
	buffer_add_text(out, "\n");
	buffer_add(out, rest->data, rest->length);
}
