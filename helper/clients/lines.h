#ifndef HELPER_CLIENTS_LINES_H
#define HELPER_CLIENTS_LINES_H

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

/* Goes on to the line of `text` that `end` is in. */
void settings_line_skip(const char *text, struct settings_line *line,
			const char *end);

bool settings_line_is(const struct settings_line *line, const char *text);

/* How much deeper in TOML's lists the line ends than it begins. */
int settings_line_depth(const struct settings_line *line);

/*
 * Whether a line that begins with a bracket is a section's whole header, as
 * TOML has it or as others do, who take anything behind it.
 */
bool settings_line_is_header(const struct settings_line *line, bool toml);

/* Whether a line sets what one of the lines `ours` does, as they write it. */
bool settings_line_sets(const struct settings_line *line, const char *ours);

/*
 * Whether the first key of `ours`, of several words, stands in the line in any
 * spelling: in quotes, in capitals, with `_` for `-`, before a colon. What
 * reads the file takes it for ours all the same.
 */
bool settings_line_spells(const struct settings_line *line, const char *ours);

/* How two lines may differ and still say the same. */
struct settings_taste {
	bool blanks;   /* between any two pieces, or none */
	bool comments; /* behind them, begun by `#` */
};

/*
 * Where the text that says the same as the first line of `ours` ends: within
 * brackets and braces it may be on several lines, with a comma before the
 * last one. NULL if `text` does not begin with it.
 */
const char *settings_same(const char *text, const char *ours,
			  const struct settings_taste *taste);

#endif
