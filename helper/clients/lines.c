#include <ctype.h>
#include <string.h>

#include "helper/clients/lines.h"

static const char blanks[] = " \t\r";

bool settings_line_next(const char *text, struct settings_line *line)
{
	const char *at = text + line->next;
	size_t whole = strcspn(at, "\n");

	if (*at == '\0')
		return false;
	line->from = line->next;
	line->next += whole + (at[whole] == '\n');
	line->number++;
	while (whole > 0 && strchr(blanks, *at)) {
		at++;
		whole--;
	}
	while (whole > 0 && strchr(blanks, at[whole - 1]))
		whole--;
	line->text = at;
	line->length = whole;
	return true;
}

void settings_line_skip(const char *text, struct settings_line *line,
			const char *end)
{
	while (text + line->next <= end && settings_line_next(text, line))
		;
}

bool settings_line_is(const struct settings_line *line, const char *text)
{
	return line->length == strlen(text) &&
	       memcmp(line->text, text, line->length) == 0;
}

/* Behind a text in quotes that begins at `at`. */
static const char *skip_quoted(const char *at, const char *end)
{
	char quote = *at++;

	while (at < end && *at != quote)
		at += *at == '\\' && quote == '"' ? 2 : 1;
	return at < end ? at + 1 : end;
}

int settings_line_depth(const struct settings_line *line)
{
	const char *at = line->text;
	const char *end = at + line->length;
	int depth = 0;

	while (at < end && *at != '#') {
		if (*at == '"' || *at == '\'') {
			at = skip_quoted(at, end);
			continue;
		}
		depth += *at == '[' ? 1 : 0;
		depth -= *at == ']' ? 1 : 0;
		at++;
	}
	return depth;
}

bool settings_line_is_header(const struct settings_line *line, bool toml)
{
	const char *at = line->text;
	const char *end = at + line->length;
	size_t brackets = toml && line->length > 1 && at[1] == '[' ? 2 : 1;
	const char *name = at + brackets;

	for (at = name; at < end && *at != ']';)
		at = toml && (*at == '"' || *at == '\'') ? skip_quoted(at, end)
							 : at + 1;
	if (at == name || (size_t)(end - at) < brackets ||
	    memcmp(at, "]]", brackets) != 0)
		return false;
	at += brackets;
	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	return !toml || at == end || *at == '#';
}

/* What a line of ours sets: what stands before `=`, or its first word. */
static size_t key_length(const char *line)
{
	size_t whole = strcspn(line, "\n");
	size_t length = strcspn(line, "=\n");

	if (length == whole)
		return strcspn(line, " \n");
	while (length > 0 && line[length - 1] == ' ')
		length--;
	return length;
}

bool settings_line_sets(const struct settings_line *line, const char *ours)
{
	for (; *ours; ours += strcspn(ours, "\n") + 1) {
		size_t length = key_length(ours);

		if (line->length > length &&
		    memcmp(line->text, ours, length) == 0 &&
		    strchr(" \t=\"{", line->text[length]))
			return true;
	}
	return false;
}

bool settings_line_spells(const struct settings_line *line, const char *ours)
{
	size_t length = strcspn(ours, " \t=\"{");

	if (!memchr(ours, '-', length) && !memchr(ours, '_', length))
		return false;
	for (size_t at = 0; at + length <= line->length; at++) {
		size_t same = 0;

		while (same < length &&
		       (tolower((unsigned char)line->text[at + same]) ==
				ours[same] ||
			(strchr("-_", line->text[at + same]) &&
			 strchr("-_", ours[same]))))
			same++;
		if (same == length)
			return true;
	}
	return false;
}

/* A word, a sign, or what stands in quotes. */
struct piece {
	const char *text;
	size_t length;
	bool quoted;
	bool apart; /* there are blanks before it */
	const char *next;
};

/* False at the end of the line, and for quotes that are not closed. */
static bool next_piece(const char *at, const char *skipped, struct piece *piece)
{
	size_t gap = strspn(at, skipped);
	const char end[] = { at[gap], '\n', '\0' };

	at += gap;
	if (*at == '\0' || *at == '\n')
		return false;
	*piece = (struct piece){ .text = at, .length = 1, .apart = gap > 0 };
	piece->quoted = *at == '"' || *at == '\'';
	if (piece->quoted) {
		piece->text++;
		piece->length = strcspn(piece->text, end);
		piece->next = piece->text + piece->length + 1;
		return piece->next[-1] == *at;
	}
	if (!strchr("=[]{},", *at))
		piece->length = strcspn(at, "=[]{},\"' \t\r\n");
	piece->next = at + piece->length;
	return true;
}

static bool is_sign(const struct piece *piece, const char *signs)
{
	return !piece->quoted && piece->length == 1 &&
	       strchr(signs, *piece->text);
}

static bool is_same(const struct piece *a, const struct piece *b)
{
	return a->quoted == b->quoted && a->length == b->length &&
	       memcmp(a->text, b->text, a->length) == 0;
}

static const char *end_of_line(const char *text,
			       const struct settings_taste *taste)
{
	text += strspn(text, blanks);
	if (taste->comments && *text == '#')
		text += strcspn(text, "\n");
	return *text == '\0' || *text == '\n' ? text : NULL;
}

const char *settings_same(const char *text, const char *ours,
			  const struct settings_taste *taste)
{
	int depth = 0; /* of brackets and braces */
	struct piece own, other;

	for (; next_piece(ours, blanks, &own); ours = own.next) {
		const char *skipped = depth > 0 ? " \t\r\n" : blanks;

		if (!next_piece(text, skipped, &other))
			return NULL;
		if (is_sign(&own, "]") && is_sign(&other, ",") &&
		    !next_piece(other.next, skipped, &other))
			return NULL;
		if (!is_same(&own, &other) ||
		    (!taste->blanks && depth == 0 && own.apart != other.apart))
			return NULL;
		depth += is_sign(&own, "[{") ? 1 : 0;
		depth -= is_sign(&own, "]}") ? 1 : 0;
		text = other.next;
	}
	return end_of_line(text, taste);
}
