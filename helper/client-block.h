#ifndef HELPER_CLIENT_BLOCK_H
#define HELPER_CLIENT_BLOCK_H

#include <stdbool.h>
#include <stddef.h>

/* A line of a text, without the blanks around it. Start with `{0}`. */
struct settings_line {
	const char *text;
	size_t length;
	size_t number; /* from 1 */
	size_t from;   /* where the whole line begins in the text */
	size_t next;   /* and the one behind it */
};

/* Goes on to the next line of `text`; false behind the last one. */
bool settings_line_next(const char *text, struct settings_line *line);

#endif
