#include <stdio.h>
#include <string.h>

#include "protocol/core/lines.h"
#include "protocol/core/percent.h"
#include "protocol/core/record.h"
#include "protocol/core/text.h"

static const char field_prefix[] = "field.";
static const char secret_prefix[] = "secret.";
static const char note_prefix[] = "note.";

static const char *prefix_of(const struct extra *extra)
{
	if (extra->foreign)
		return "";
	if (extra->note)
		return note_prefix;
	return extra->secret ? secret_prefix : field_prefix;
}

void record_each(const struct credential *c, record_visit *visit,
		 void *argument)
{
	struct buffer key = { 0 };

	for (int f = 0; f < FIELD_COUNT; f++)
		if (c->values[f] && (field_info[f].flags & FIELD_IS_KEPT))
			visit(field_info[f].key, c->values[f], argument);
	for (size_t i = 0; i < c->extra_count; i++) {
		key.length = 0;
		buffer_add_text(&key, prefix_of(&c->extras[i]));
		buffer_add_text(&key, c->extras[i].key);
		visit(key.data, c->extras[i].value, argument);
	}
	buffer_clear(&key);
}

static void encode_line(const char *key, const char *value, void *argument)
{
	struct buffer *out = argument;

	buffer_add_text(out, key);
	buffer_add_text(out, "=");
	percent_encode(value, out);
	buffer_add_text(out, "\n");
}

void record_encode(const struct credential *c, struct buffer *out)
{
	record_each(c, encode_line, out);
}

bool record_equal(const struct credential *a, const struct credential *b)
{
	struct buffer left = { 0 };
	struct buffer right = { 0 };
	bool equal;

	record_encode(a, &left);
	record_encode(b, &right);
	equal = left.length == right.length &&
		(left.length == 0 ||
		 memcmp(left.data, right.data, left.length) == 0);
	buffer_clear(&left);
	buffer_clear(&right);
	return equal;
}

int record_field(const char *key, size_t length)
{
	for (int f = 0; f < FIELD_COUNT; f++)
		if ((field_info[f].flags & FIELD_IS_KEPT) &&
		    strncmp(field_info[f].key, key, length) == 0 &&
		    !field_info[f].key[length])
			return f;
	return -1;
}

/* What stands behind `prefix` in `key`, or NULL if it does not begin so. */
static const char *behind(const char *key, const char *prefix)
{
	size_t length = strlen(prefix);

	return strncmp(key, prefix, length) == 0 ? key + length : NULL;
}

static void set_line(struct credential *c, const char *key, const char *value)
{
	int field = record_field(key, strlen(key));

	if (field >= 0)
		credential_set(c, field, value);
	else if (behind(key, field_prefix))
		credential_set_extra(c, behind(key, field_prefix), value,
				     false);
	else if (behind(key, secret_prefix))
		credential_set_extra(c, behind(key, secret_prefix), value,
				     true);
	else if (behind(key, note_prefix))
		credential_set_note(c, behind(key, note_prefix), value);
	else
		credential_add_foreign(c, key, value);
}

static enum status decode_line(const struct line *line, size_t number,
			       struct credential *out, struct error *e)
{
	struct buffer key = { 0 };
	struct buffer value = { 0 };
	enum status status = STATUS_OK;

	buffer_add(&key, line->key, line->key_length);
	buffer_add(&value, "", 0);
	if (!text_is_utf8(line->key, line->key_length))
		status = error_set(e, STATUS_MALFORMED,
				   "line %zu: a key that is no text", number);
	else if (percent_decode(line->value, line->value_length, &value))
		set_line(out, key.data, value.data);
	else
		status = error_set(e, STATUS_MALFORMED,
				   "line %zu: a '%%' that encodes nothing",
				   number);
	buffer_clear(&value);
	buffer_clear(&key);
	return status;
}

enum status record_decode(const char *text, size_t length,
			  struct credential *out, struct error *e)
{
	struct lines lines = { .next = text, .left = length };
	struct line line;
	enum status status;
	bool more = true;

	credential_clear(out);
	while ((status = lines_next(&lines, &line, &more, e)) == STATUS_OK &&
	       more)
		if ((status = decode_line(&line, lines.number, out, e)))
			break;
	if (status != STATUS_OK)
		credential_clear(out);
	return status;
}
