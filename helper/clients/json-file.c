#include <json-c/json.h>
#include <stdbool.h>
#include <string.h>

#include "helper/clients/json-file.h"
#include "protocol/core/json.h"

enum {
	DEPTH = 64
};

static enum status malformed(const struct client_use *use, size_t line,
			     const char *why, struct error *e)
{
	error_set(e, STATUS_MALFORMED, "'%s':%zu: %s", use->file, line, why);
	error_hint(e, "nothing was changed: it has to be plain JSON first");
	return STATUS_MALFORMED;
}

/* What stands outside of strings, but for blanks. */
static void add_skeleton(const char *text, struct buffer *out)
{
	bool inside = false;

	for (; *text; text++) {
		if (*text == '"')
			inside = !inside;
		else if (inside && *text == '\\' && text[1])
			text++;
		if (!inside && !strchr(" \t\r\n", *text))
			buffer_add(out, text, 1);
	}
	buffer_add(out, "", 0);
}

/*
 * json-c keeps the last of equal keys, cuts off numbers that are too large and
 * keys at a NUL: such a file would not be the same when it is written.
 */
static bool is_kept_whole(json_object *object, const char *text)
{
	struct buffer before = { 0 };
	struct buffer after = { 0 };
	bool same;

	add_skeleton(text, &before);
	add_skeleton(json_object_to_json_string_ext(object,
						    JSON_C_TO_STRING_PLAIN),
		     &after);
	same = strcmp(before.data, after.data) == 0 && !strstr(text, "\\u0000");
	buffer_clear(&before);
	buffer_clear(&after);
	return same;
}

enum status json_file_read(const struct client_use *use, const char *text,
			   struct json_object **out, struct error *e)
{
	struct json_fault fault;

	if (text[strspn(text, " \t\r\n")] == '\0') {
		*out = json_object_new_object();
		return STATUS_OK;
	}
	if (!json_parse(text, strlen(text), DEPTH, out, &fault))
		return malformed(use, fault.line, fault.why, e);
	if (!json_object_is_type(*out, json_type_object))
		return malformed(use, 1, "is no object", e);
	if (!is_kept_whole(*out, text))
		return malformed(use, 1,
				 "equal keys, large numbers or NULs would "
				 "not stay as they are",
				 e);
	return STATUS_OK;
}

void json_file_write(struct json_object *object, const char *before,
		     struct buffer *out)
{
	bool tabs = !*before || strstr(before, "\n\t");
	size_t length = strlen(before);

	buffer_add_text(
		out, json_object_to_json_string_ext(
			     object,
			     JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED |
				     JSON_C_TO_STRING_NOSLASHESCAPE |
				     (tabs ? JSON_C_TO_STRING_PRETTY_TAB : 0)));
	if (length == 0 || before[length - 1] == '\n')
		buffer_add_text(out, "\n");
}
