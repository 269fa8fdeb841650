#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "protocol/core/json.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

enum {
	DEPTH_MAX = 32,
	DIGITS_MAX = 18 /* what any number of json-c's may have */
};

static enum status not_json(struct error *e)
{
	return error_set(e, STATUS_MALFORMED,
			 "the request is not one JSON object");
}

static bool is_half(const char *text, const char *second)
{
	return text[0] == '\\' && text[1] == 'u' &&
	       (text[2] == 'd' || text[2] == 'D') && text[3] != '\0' &&
	       strchr(second, text[3]);
}

/* json-c takes half a character for U+FFFD: that is another text. */
static bool has_half_character(const char *text)
{
	for (; *text; text++) {
		if (*text != '\\')
			continue;
		if (is_half(text, "cdefCDEF"))
			return true;
		if (!is_half(text, "89abAB"))
			text++;
		else if (strlen(text) > 6 && is_half(text + 6, "cdefCDEF"))
			text += 11;
		else
			return true;
		if (!*text)
			return false;
	}
	return false;
}

/*
 * What is JSON if and only if the text is, but for control characters in a
 * string, which are let through. json-c's own eye is not enough: when it is
 * strict, its version 0.18 refuses each character beyond ASCII, and from that
 * version on it refuses control characters and large numbers.
 */
static void add_stand_in(const char *text, size_t length, struct buffer *out)
{
	bool quoted = false;
	bool escaped = false;
	size_t digits = 0;

	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];

		digits = c >= '0' && c <= '9' ? digits + 1 : 0;
		quoted ^= c == '"' && !escaped;
		escaped = c == '\\' && !escaped;
		if (c >= 0x80 || (quoted && c < 0x20))
			buffer_add(out, "x", 1);
		else if (digits <= DIGITS_MAX)
			buffer_add(out, &text[i], 1);
	}
}

static size_t line_of(const char *text, size_t offset)
{
	size_t line = 1;

	for (size_t i = 0; i < offset; i++)
		line += text[i] == '\n';
	return line;
}

static bool parse(const char *text, size_t length, int depth, int flags,
		  struct json_object **out, struct json_fault *fault)
{
	struct json_tokener *tokener = json_tokener_new_ex(depth);
	enum json_tokener_error error;

	*out = NULL;
	*fault = (struct json_fault){ 0 };
	if (!tokener)
		return false;
	json_tokener_set_flags(tokener, flags);
	/* With its NUL: the end of a number is seen only behind it. */
	*out = json_tokener_parse_ex(tokener, text, (int)length + 1);
	error = json_tokener_get_error(tokener);
	if (error != json_tokener_success)
		*fault = (struct json_fault){
			.why = json_tokener_error_desc(error),
			.line = line_of(text,
					json_tokener_get_parse_end(tokener)),
		};
	json_tokener_free(tokener);
	return error == json_tokener_success;
}

bool json_parse(const char *text, size_t length, int depth,
		struct json_object **out, struct json_fault *fault)
{
	struct buffer stand_in = { 0 };
	bool is_json;

	buffer_add(&stand_in, "", 0);
	add_stand_in(text, length, &stand_in);
	is_json = parse(stand_in.data, stand_in.length, depth,
			JSON_TOKENER_STRICT, out, fault);
	json_object_put(*out);
	*out = NULL;
	buffer_clear(&stand_in);
	return is_json && parse(text, length, depth, JSON_TOKENER_VALIDATE_UTF8,
				out, fault);
}

enum status json_read(const char *text, size_t length, struct json_object **out,
		      struct error *e)
{
	struct json_fault fault;

	*out = NULL;
	/* json-c takes a NUL for the end, and surrogates for UTF-8. */
	if (length == 0 || strlen(text) != length ||
	    !text_is_utf8(text, length) || has_half_character(text))
		return not_json(e);
	if (!json_parse(text, length, DEPTH_MAX, out, &fault)) {
		if (!fault.why)
			memory_exhausted();
		return not_json(e);
	}
	if (json_object_is_type(*out, json_type_object))
		return STATUS_OK;
	json_object_put(*out);
	*out = NULL;
	return not_json(e);
}

enum status json_text(struct json_object *object, const char *key,
		      const char **value, struct error *e)
{
	struct json_object *found = json_object_object_get(object, key);

	*value = NULL;
	if (!found)
		return STATUS_OK;
	if (!json_object_is_type(found, json_type_string))
		return error_set(e, STATUS_MALFORMED, "'%s' is no text", key);
	*value = json_object_get_string(found);
	if (strlen(*value) != (size_t)json_object_get_string_len(found))
		return error_set(e, STATUS_MALFORMED, "'%s' holds a NUL", key);
	return STATUS_OK;
}

const char *json_text_at(struct json_object *object, const char *key)
{
	struct error ignored = { 0 };
	const char *text;

	return json_text(object, key, &text, &ignored) == STATUS_OK ? text
								    : NULL;
}

struct json_object *json_object_at(struct json_object *object, const char *key)
{
	struct json_object *found = json_object_object_get(object, key);

	return json_object_is_type(found, json_type_object) ? found : NULL;
}

struct json_object *json_list_at(struct json_object *object, const char *key,
				 size_t *count)
{
	struct json_object *found = json_object_object_get(object, key);
	bool list = json_object_is_type(found, json_type_array);

	*count = list ? json_object_array_length(found) : 0;
	return list ? found : NULL;
}

bool json_true_at(struct json_object *object, const char *key)
{
	return json_object_get_boolean(json_object_object_get(object, key));
}

long long json_number_at(struct json_object *object, const char *key)
{
	return json_object_get_int64(json_object_object_get(object, key));
}

void json_add_bytes(struct buffer *out, const char *text, size_t length)
{
	buffer_add_text(out, "\"");
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];
		char escape[8];

		if (c < 0x20 || c == 0x7f) {
			(void)snprintf(escape, sizeof(escape), "\\u%04x", c);
			buffer_add_text(out, escape);
			continue;
		}
		if (c == '"' || c == '\\')
			buffer_add_text(out, "\\");
		buffer_add(out, &text[i], 1);
	}
	buffer_add_text(out, "\"");
}

void json_add_text(struct buffer *out, const char *text)
{
	json_add_bytes(out, text, strlen(text));
}

void json_add_comma(struct buffer *out)
{
	if (out->length > 0 && !strchr("{[", out->data[out->length - 1]))
		buffer_add_text(out, ",");
}

static void add_key(struct buffer *out, const char *key, size_t length)
{
	json_add_comma(out);
	json_add_bytes(out, key, length);
	buffer_add_text(out, ":");
}

void json_add_member(struct buffer *out, const char *key, const char *value)
{
	if (!value)
		return;
	add_key(out, key, strlen(key));
	json_add_text(out, value);
}

/* The parts of a line `Name: value`. */
struct header {
	const char *name;
	size_t name_length;
	const char *value;
	size_t value_length;
	const char *next;
};

/* False behind the last line. */
static bool next_header(const char *line, struct header *header)
{
	size_t length = line ? strcspn(line, "\n") : 0;

	if (length == 0)
		return false;
	header->name = line;
	header->name_length = strcspn(line, ":");
	header->value = line + header->name_length + 2;
	header->value_length = length - header->name_length - 2;
	header->next = line + length + 1;
	return true;
}

void json_add_headers(struct buffer *out, const struct buffer *lines)
{
	struct header header;

	for (const char *line = lines->data; next_header(line, &header);
	     line = header.next) {
		add_key(out, header.name, header.name_length);
		json_add_bytes(out, header.value, header.value_length);
	}
}

/* RFC 9110, 5.1: names are the same in small and capital letters. */
static bool same_name(const struct header *a, const struct header *b)
{
	return a->name_length == b->name_length &&
	       strncasecmp(a->name, b->name, a->name_length) == 0;
}

static bool is_first(const struct buffer *lines, const struct header *header)
{
	struct header other = { 0 };

	for (const char *line = lines->data; line < header->name;
	     line = other.next) {
		(void)next_header(line, &other);
		if (same_name(&other, header))
			return false;
	}
	return true;
}

static void add_values(struct buffer *out, const struct header *header)
{
	struct header other = *header;

	buffer_add_text(out, "[");
	for (const char *line = header->name; next_header(line, &other);
	     line = other.next) {
		if (!same_name(&other, header))
			continue;
		json_add_comma(out);
		json_add_bytes(out, other.value, other.value_length);
	}
	buffer_add_text(out, "]");
}

void json_add_header_lists(struct buffer *out, const struct buffer *lines)
{
	struct header header;

	for (const char *line = lines->data; next_header(line, &header);
	     line = header.next) {
		if (!is_first(lines, &header))
			continue;
		add_key(out, header.name, header.name_length);
		add_values(out, &header);
	}
}

enum status json_check(const struct buffer *out, struct error *e)
{
	if (text_is_utf8(out->data, out->length))
		return STATUS_OK;
	return error_set(e, STATUS_MALFORMED,
			 "what is kept is not UTF-8, as JSON must be");
}
