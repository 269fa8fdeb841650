#include <json-c/json.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "helper/verifier/answer.h"
#include "protocol/core/json.h"
#include "protocol/core/text.h"

bool answer_add_header(struct answer *a, const char *line, size_t length)
{
	static const char start[] = "HTTP/";

	if (length > ANSWER_HEADERS_MAX - a->header_bytes)
		return false;
	a->header_bytes += length;
	if (length >= sizeof(start) - 1 &&
	    memcmp(line, start, sizeof(start) - 1) == 0)
		buffer_clear(&a->headers);
	buffer_add(&a->headers, line, length);
	return true;
}

bool answer_add_body(struct answer *a, const char *data, size_t length)
{
	size_t most = a->body_max ? a->body_max : ANSWER_BODY_MAX;

	if (length > most - a->body.length)
		return false;
	buffer_add(&a->body, data, length);
	return true;
}

static bool has_too_many_parts(const struct buffer *body)
{
	size_t count = 0;

	for (size_t i = 0; i < body->length; i++)
		count += body->data[i] == ',' || body->data[i] == '{' ||
			 body->data[i] == '[';
	return count > ANSWER_PARTS_MAX;
}

void answer_parse(struct answer *a)
{
	struct json_fault ignored;

	/* json-c takes a NUL for the end, and surrogates for UTF-8. */
	if (!a->body.data || strlen(a->body.data) != a->body.length ||
	    !text_is_utf8(a->body.data, a->body.length) ||
	    has_too_many_parts(&a->body))
		return;
	a->is_json = json_parse(a->body.data, a->body.length, ANSWER_DEPTH_MAX,
				&a->json, &ignored);
}

void answer_clear(struct answer *a)
{
	json_object_put(a->json);
	buffer_clear(&a->body);
	buffer_clear(&a->headers);
	*a = (struct answer){ 0 };
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static void add_trimmed(const char *text, size_t length, struct buffer *out)
{
	while (length > 0 && is_blank(*text)) {
		text++;
		length--;
	}
	while (length > 0 && is_blank(text[length - 1]))
		length--;
	buffer_add(out, text, length);
}

bool answer_header(const struct answer *a, const char *name,
		   struct buffer *value)
{
	const char *line = a->headers.data;
	size_t left = a->headers.length;
	size_t length = strlen(name);

	while (left > 0) {
		const char *end = memchr(line, '\n', left);
		size_t size = end ? (size_t)(end - line) : left;

		if (size > length && line[length] == ':' &&
		    strncasecmp(line, name, length) == 0) {
			add_trimmed(line + length + 1, size - length - 1,
				    value);
			return true;
		}
		left -= end ? size + 1 : size;
		line += end ? size + 1 : size;
	}
	return false;
}

struct json_object *value_at(struct json_object *value, const char *pointer)
{
	struct json_object *found = NULL;

	if (!value || json_pointer_get(value, pointer, &found) != 0)
		return NULL;
	return found;
}

struct json_object *answer_at(const struct answer *a, const char *pointer)
{
	return value_at(a->json, pointer);
}

static void add_string(struct json_object *value, struct buffer *out)
{
	const char *text = json_object_get_string(value);
	size_t left = (size_t)json_object_get_string_len(value);
	const char *nul;

	while ((nul = memchr(text, '\0', left))) {
		buffer_add(out, text, (size_t)(nul - text));
		buffer_add_text(out, "\\x00");
		left -= (size_t)(nul - text) + 1;
		text = nul + 1;
	}
	buffer_add(out, text, left);
}

/* json-c gives the largest number it has for those beyond it. */
static bool is_exact(struct json_object *value)
{
	return json_object_get_int64(value) != INT64_MIN &&
	       json_object_get_uint64(value) != UINT64_MAX;
}

static bool scalar_text(struct json_object *value, struct buffer *out)
{
	switch (json_object_get_type(value)) {
	case json_type_string:
		add_string(value, out);
		return true;
	case json_type_int:
		if (!is_exact(value))
			return false;
		buffer_add_text(out, json_object_get_string(value));
		return true;
	case json_type_double:
	case json_type_boolean:
		buffer_add_text(out, json_object_get_string(value));
		return true;
	default:
		return false;
	}
}

static bool array_text(struct json_object *array, struct buffer *out)
{
	size_t count = json_object_array_length(array);

	buffer_add_text(out, "");
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buffer_add_text(out, " ");
		if (!scalar_text(json_object_array_get_idx(array, i), out))
			return false;
	}
	return true;
}

bool value_text(struct json_object *value, struct buffer *out)
{
	struct buffer text = { 0 };
	bool known;

	if (json_object_is_type(value, json_type_array))
		known = array_text(value, &text);
	else
		known = scalar_text(value, &text);
	if (known)
		buffer_add(out, text.data, text.length);
	buffer_clear(&text);
	return known;
}

bool answer_text(const struct answer *a, const char *pointer,
		 struct buffer *out)
{
	return value_text(answer_at(a, pointer), out);
}
