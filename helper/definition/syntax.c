#include <string.h>

#include "helper/definition/syntax.h"
#include "protocol/core/text.h"

/* The way through a text in libconfuse's form, as far as strings go. */
struct scan {
	const char *file;
	const char *start;
	const char *next;
	struct buffer *out;
};

static enum status refuse(const struct scan *scan, const char *place,
			  const char *wrong, struct error *e)
{
	int line = 1;

	for (const char *p = scan->start; p < place; p++)
		line += *p == '\n';
	return error_set(e, STATUS_MALFORMED, "%s:%d: %s", scan->file, line,
			 wrong);
}

static void take(struct scan *scan, size_t length)
{
	buffer_add(scan->out, scan->next, length);
	scan->next += length;
}

static enum status take_string(struct scan *scan, struct error *e)
{
	const char *start = scan->next;
	char quote = *start;

	take(scan, 1);
	while (*scan->next && *scan->next != '\n' && *scan->next != quote)
		take(scan, scan->next[0] == '\\' && scan->next[1] ? 2 : 1);
	if (*scan->next != quote)
		return refuse(scan, start, "a string is not closed", e);
	take(scan, 1);
	return STATUS_OK;
}

static enum status take_text(struct scan *scan, struct error *e)
{
	while (*scan->next) {
		enum status status = STATUS_OK;

		if (*scan->next == '#')
			scan->next += strcspn(scan->next, "\n");
		else if (*scan->next == '"' || *scan->next == '\'')
			status = take_string(scan, e);
		else if (scan->next[0] == '/' &&
			 (scan->next[1] == '/' || scan->next[1] == '*'))
			return refuse(scan, scan->next,
				      "a comment begins with '#', and what "
				      "holds '//' stands in quotes",
				      e);
		else
			take(scan, 1);
		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

static enum status check_encoding(const struct scan *scan, struct error *e)
{
	for (const char *line = scan->start; *line;) {
		size_t length = strcspn(line, "\n");

		if (!text_is_utf8(line, length))
			return refuse(scan, line, "it is not UTF-8", e);
		line += length + (line[length] == '\n');
	}
	return STATUS_OK;
}

enum status definition_text(const char *text, const char *file,
			    struct buffer *out, struct error *e)
{
	struct scan scan = {
		.file = file, .start = text, .next = text, .out = out
	};
	const char *variable;
	enum status status;

	buffer_add(out, "", 0);
	if ((status = check_encoding(&scan, e)) ||
	    (status = take_text(&scan, e)))
		return status;
	variable = strstr(out->data, "${");
	if (!variable)
		return STATUS_OK;
	scan.start = out->data; /* it has the same lines */
	return refuse(&scan, variable,
		      "'${' is not allowed: no variable of the environment "
		      "may say where a token goes",
		      e);
}
