#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/commands/display/wrap.h"
#include "helper/system/terminal.h"
#include "protocol/core/text.h"

enum {
	WIDTH_DEFAULT = 80,
	WIDTH_LEAST = 20, /* below, words stand alone and nothing is gained */
	MARK_SIZE = 64,
};

/* The last column stays free: some terminals break the line there. */
int wrap_columns(int fd)
{
	int width = terminal_width(fd);

	if (width == 0)
		width = WIDTH_DEFAULT;
	return (width < WIDTH_LEAST ? WIDTH_LEAST : width) - 1;
}

/* Characters, as far as columns go: definitions are plain text. */
static int columns_of(const char *text, size_t length)
{
	int columns = 0;

	for (size_t i = 0; i < length; i++)
		columns += ((unsigned char)text[i] & 0xc0) != 0x80;
	return columns;
}

/* `mark`, and blanks up to `indent` columns. */
static void begin_line(struct wrap *w, const char *mark, int indent)
{
	char line[MARK_SIZE];

	(void)snprintf(line, sizeof(line), "%-*s", indent, mark);
	buffer_add_text(&w->out, line);
}

void wrap_add(struct wrap *w, const char *mark, int indent, const char *text)
{
	char *shown = text_harmless(text, strlen(text));
	int column = indent;

	begin_line(w, mark, indent);
	for (const char *word = shown; *word;) {
		size_t length = strcspn(word, " ");
		int columns = columns_of(word, length);

		if (column > indent && column + 1 + columns > w->columns) {
			buffer_add_text(&w->out, "\n");
			begin_line(w, "", indent);
			column = indent;
		}
		if (column > indent) {
			buffer_add_text(&w->out, " ");
			column++;
		}
		buffer_add(&w->out, word, length);
		column += columns;
		word += length + strspn(word + length, " ");
	}
	buffer_add_text(&w->out, "\n");
	free(shown);
}
