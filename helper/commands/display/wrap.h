#ifndef HELPER_COMMANDS_DISPLAY_WRAP_H
#define HELPER_COMMANDS_DISPLAY_WRAP_H

#include "protocol/core/buffer.h"

/*
 * Paragraphs, broken into lines. Start with `struct wrap w = { .columns = ...
 * }`, end with buffer_clear(&w.out).
 */
struct wrap {
	int columns; /* that a line has at most, but for a word too long */
	struct buffer out; /* lines, each ended by LF */
};

/* The columns to use on the terminal of `fd`; 79 if it is none. */
int wrap_columns(int fd);

/*
 * Appends `text`, made harmless to show and broken at blanks, every line behind
 * `indent` blanks and the first one behind `mark`, which stands in them.
 */
void wrap_add(struct wrap *w, const char *mark, int indent, const char *text);

#endif
