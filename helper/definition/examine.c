#include <stdlib.h>
#include <string.h>

#include "helper/definition/internal.h"
#include "helper/definition/syntax.h"
#include "protocol/core/memory.h"

enum {
	MISTAKES_MAX = 100
};

/* Tells each mistake once, however often the text is read. */
struct telling {
	provider_mistake *mistake;
	void *argument;
	char *told[MISTAKES_MAX];
	size_t count;
};

static void tell(const char *message, void *argument)
{
	struct telling *t = argument;

	for (size_t i = 0; i < t->count; i++)
		if (strcmp(t->told[i], message) == 0)
			return;
	if (t->count == MISTAKES_MAX)
		return;
	t->told[t->count++] = memory_copy(message, strlen(message));
	t->mistake(message, t->argument);
}

/* The end of the string that begins at `p`. */
static char *skip_string(char *p)
{
	char quote = *p++;

	while (*p && *p != quote)
		p += p[0] == '\\' && p[1] ? 2 : 1;
	return *p ? p + 1 : p;
}

/*
 * The end of what begins at `p`: its line, and more lines until every brace
 * that it opened is closed. NULL if it closes what it did not open, or is
 * never closed.
 */
static char *end_of_piece(char *p)
{
	int depth = 0;

	while (*p && (*p != '\n' || depth > 0)) {
		if (*p == '"' || *p == '\'') {
			p = skip_string(p);
			continue;
		}
		depth += (*p == '{') - (*p == '}');
		if (depth < 0)
			return NULL;
		p++;
	}
	return depth == 0 ? p : NULL;
}

/* Takes out what begins on `line`; the others keep their numbers. */
static bool blank(struct buffer *text, int line)
{
	char *start = text->data;
	char *end;

	while (--line > 0 && (start = strchr(start, '\n')))
		start++;
	/* What is blank already cannot be what is wrong. */
	if (!start || strchr("\n", start[strspn(start, " \t")]))
		return false;
	end = end_of_piece(start);
	if (!end)
		return false;
	for (; start < end; start++)
		if (*start != '\n')
			*start = ' ';
	return true;
}

size_t provider_examine(const char *text, const char *file,
			provider_mistake *mistake, void *argument)
{
	struct telling t = { .mistake = mistake, .argument = argument };
	struct buffer plain = { 0 };
	struct error e = { 0 };
	int line;

	if (definition_text(text, file, &plain, &e) != STATUS_OK)
		tell(e.message, &t);
	else
		while (parse_examine(&plain, file, tell, &t, &line) ==
			       PARSE_BROKEN &&
		       t.count < MISTAKES_MAX && blank(&plain, line))
			;
	buffer_clear(&plain);
	for (size_t i = 0; i < t.count; i++)
		free(t.told[i]);
	return t.count;
}
