#include <string.h>

#include "helper/backends/vault/path.h"
#include "protocol/core/percent.h"
#include "protocol/core/record.h"
#include "protocol/core/text.h"

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			      "abcdefghijklmnopqrstuvwxyz0123456789";

static const struct {
	const char *name;
	enum field field;
} variables[] = {
	{ "{protocol}", FIELD_PROTOCOL },
	{ "{host}", FIELD_HOST },
	{ "{path}", FIELD_PATH },
	{ "{username}", FIELD_USERNAME },
};

static struct vault_segment read_segment(const char *text, size_t length)
{
	struct vault_segment s = { .before = text,
				   .before_length = length,
				   .field = -1,
				   .behind = text + length };

	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
		size_t size = strlen(variables[i].name);
		const char *at = memmem(text, length, variables[i].name, size);

		if (!at)
			continue;
		s.field = (int)variables[i].field;
		s.before_length = (size_t)(at - text);
		s.behind = at + size;
		s.behind_length = length - s.before_length - size;
	}
	return s;
}

bool vault_template_read(const char *text, struct vault_template *t)
{
	t->count = 0;
	for (;;) {
		size_t length = strcspn(text, "/");

		if (t->count == VAULT_SEGMENTS_MAX)
			return false;
		t->segments[t->count++] = read_segment(text, length);
		if (!text[length])
			return true;
		text += length + 1;
	}
}

static bool has_variable(const struct vault_template *t, enum field field)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->segments[i].field == (int)field)
			return true;
	return false;
}

bool vault_template_fits(const struct vault_template *t,
			 const struct credential *address)
{
	return (has_variable(t, FIELD_PROTOCOL) ||
		text_equal(address->values[FIELD_PROTOCOL], "https")) &&
	       (has_variable(t, FIELD_PATH) || !address->values[FIELD_PATH]);
}

static void add_value(const char *value, struct buffer *out)
{
	if (!value || !*value) {
		buffer_add_text(out, value ? "=" : "-");
		return;
	}
	for (size_t i = 0; value[i]; i++) {
		char c = value[i];
		bool dots = c == '.' && (i == 0 || value[i - 1] == '.');
		bool alone = c == '-' && value[1] == '\0';

		percent_add(c,
			    (strchr(letters, c) || strchr("-._~@:", c)) &&
				    !dots && !alone,
			    out);
	}
}

void vault_segment_add(const struct vault_segment *segment,
		       const struct credential *address, struct buffer *out)
{
	buffer_add(out, segment->before, segment->before_length);
	if (segment->field >= 0)
		add_value(address->values[segment->field], out);
	buffer_add(out, segment->behind, segment->behind_length);
}

/* What stands there, if it is what add_value() makes of that. */
static bool read_value(const char *text, size_t length,
		       struct credential *address, enum field field)
{
	struct buffer value = { 0 };
	struct buffer again = { 0 };
	bool good;

	buffer_add(&value, "", 0);
	if (length == 1 && *text == '-')
		credential_set(address, field, NULL);
	else if (length == 1 && *text == '=')
		credential_set(address, field, "");
	else if (percent_decode(text, length, &value))
		credential_set(address, field, value.data);
	add_value(address->values[field], &again);
	good = again.length == length && memcmp(again.data, text, length) == 0;
	if (!good)
		credential_set(address, field, NULL);
	buffer_clear(&again);
	buffer_clear(&value);
	return good;
}

bool vault_segment_read(const struct vault_segment *s, const char *text,
			size_t length, struct credential *address)
{
	size_t around = s->before_length + s->behind_length;

	if (length < around + (s->field >= 0) ||
	    memcmp(text, s->before, s->before_length) != 0 ||
	    memcmp(text + length - s->behind_length, s->behind,
		   s->behind_length) != 0)
		return false;
	if (s->field < 0)
		return length == around;
	return read_value(text + s->before_length, length - around, address,
			  (enum field)s->field);
}

bool vault_path_of(const char *text, const struct credential *address,
		   struct buffer *out)
{
	struct vault_template template;

	if (!vault_template_read(text, &template) ||
	    !vault_template_fits(&template, address))
		return false;
	for (size_t i = 0; i < template.count; i++) {
		if (i > 0)
			buffer_add_text(out, "/");
		vault_segment_add(&template.segments[i], address, out);
	}
	return true;
}
