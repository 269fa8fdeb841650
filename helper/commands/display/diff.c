#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/commands/display/diff.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

enum {
	CONTEXT = 3 /* lines, as in diff -u */
};

static const char left_out[] = "...";

/* A text, cut into lines with their LF. */
struct lines {
	const char **at; /* one more than there are: the end */
	size_t count;
};

static struct lines cut(const char *text)
{
	struct lines lines = { 0 };
	size_t room = 2;

	for (const char *p = text; *p; p++)
		room += *p == '\n';
	lines.at = memory_alloc(room, sizeof(*lines.at));
	lines.at[0] = text;
	while (*lines.at[lines.count]) {
		const char *line = lines.at[lines.count];
		size_t length = strcspn(line, "\n");

		lines.at[++lines.count] =
			line + length + (line[length] == '\n');
	}
	return lines;
}

static size_t length_of(const struct lines *lines, size_t i)
{
	return (size_t)(lines->at[i + 1] - lines->at[i]);
}

static bool is_same(const struct lines *a, size_t i, const struct lines *b,
		    size_t j)
{
	return length_of(a, i) == length_of(b, j) &&
	       memcmp(a->at[i], b->at[j], length_of(a, i)) == 0;
}

/* Without what does not make it another line. */
static size_t trim(const char **line, size_t length)
{
	while (length > 0 && strchr(" \t\r\n", **line)) {
		(*line)++;
		length--;
	}
	while (length > 0 && strchr(" \t\r\n,", (*line)[length - 1]))
		length--;
	return length;
}

static bool is_ours(const char *line, size_t length, const struct lines *ours)
{
	for (size_t i = 0; i < ours->count; i++) {
		const char *own = ours->at[i];
		size_t own_length = trim(&own, length_of(ours, i));

		if (own_length == length && memcmp(own, line, length) == 0)
			return true;
	}
	return false;
}

/* How much of a line may be seen. */
static size_t count_seen(const char *text, size_t length,
			 const struct lines *ours)
{
	const char *line = text;
	size_t trimmed = trim(&line, length);

	if (is_ours(line, trimmed, ours))
		return length;
	for (size_t i = 0; i < length; i++)
		if (text[i] == '=' || text[i] == ':')
			return i + 1;
	/* Headers and braces; all else may be part of a secret. */
	return trimmed == 0 || strchr("[]{}", *line) ? length : 0;
}

static void show(char sign, const char *text, size_t length,
		 const struct lines *ours, struct buffer *out)
{
	size_t whole = length - (length > 0 && text[length - 1] == '\n');
	size_t seen = count_seen(text, whole, ours);
	char *harmless;
	char *tabs = memory_copy(text, seen);

	/* A tab is no danger, and what JSON is indented by. */
	for (size_t i = 0; i < seen; i++)
		if (tabs[i] == '\t')
			tabs[i] = ' ';
	harmless = text_harmless(tabs, seen);
	buffer_add(out, &sign, 1);
	buffer_add_text(out, harmless);
	if (seen < whole)
		buffer_add_text(out, left_out);
	buffer_add_text(out, "\n");
	free(harmless);
	free(tabs);
}

static void head(size_t from, size_t before, size_t after, struct buffer *out)
{
	char line[128];

	(void)snprintf(line, sizeof(line), "@@ -%zu,%zu +%zu,%zu @@\n",
		       before ? from + 1 : from, before,
		       after ? from + 1 : from, after);
	buffer_add_text(out, line);
}

/* What both begin with and end with is the same; all between is changed. */
static void compare(const struct lines *a, const struct lines *b,
		    const struct lines *ours, struct buffer *out)
{
	size_t same = 0;
	size_t tail = 0;
	size_t from;
	size_t rest;

	while (same < a->count && same < b->count && is_same(a, same, b, same))
		same++;
	while (tail < a->count - same && tail < b->count - same &&
	       is_same(a, a->count - 1 - tail, b, b->count - 1 - tail))
		tail++;
	if (same == a->count && same == b->count)
		return;
	from = same > CONTEXT ? same - CONTEXT : 0;
	rest = tail > CONTEXT ? tail - CONTEXT : 0;
	head(from, a->count - rest - from, b->count - rest - from, out);
	for (size_t i = from; i < same; i++)
		show(' ', a->at[i], length_of(a, i), ours, out);
	for (size_t i = same; i < a->count - tail; i++)
		show('-', a->at[i], length_of(a, i), ours, out);
	for (size_t i = same; i < b->count - tail; i++)
		show('+', b->at[i], length_of(b, i), ours, out);
	for (size_t i = a->count - tail; i < a->count - rest; i++)
		show(' ', a->at[i], length_of(a, i), ours, out);
}

void difference_add(const char *before, const char *after, const char *ours,
		    struct buffer *out)
{
	struct lines a = cut(before);
	struct lines b = cut(after);
	struct lines own = cut(ours);

	compare(&a, &b, &own, out);
	free(a.at);
	free(b.at);
	free(own.at);
}
