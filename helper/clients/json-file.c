#include <json-c/json.h>
#include <stdbool.h>
#include <string.h>

#include "helper/clients/json-file.h"

enum {
	DEPTH = 64
};

static size_t line_of(const char *text, size_t offset)
{
	size_t line = 1;

	for (size_t i = 0; i < offset && text[i]; i++)
		line += text[i] == '\n';
	return line;
}

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
	json_tokener *tokener;
	enum status status = STATUS_OK;
	size_t end;

	if (text[strspn(text, " \t\r\n")] == '\0') {
		*out = json_object_new_object();
		return STATUS_OK;
	}
	tokener = json_tokener_new_ex(DEPTH);
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT |
						JSON_TOKENER_VALIDATE_UTF8);
	*out = json_tokener_parse_ex(tokener, text, (int)strlen(text) + 1);
	end = json_tokener_get_parse_end(tokener);
	if (json_tokener_get_error(tokener) != json_tokener_success)
		status = malformed(use, line_of(text, end),
				   json_tokener_error_desc(
					   json_tokener_get_error(tokener)),
				   e);
	else if (!json_object_is_type(*out, json_type_object))
		status = malformed(use, 1, "is no object", e);
	else if (!is_kept_whole(*out, text))
		status = malformed(use, 1,
				   "equal keys, large numbers or NULs would "
				   "not stay as they are",
				   e);
	json_tokener_free(tokener);
	return status;
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
