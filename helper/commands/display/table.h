#ifndef HELPER_COMMANDS_DISPLAY_TABLE_H
#define HELPER_COMMANDS_DISPLAY_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "protocol/core/error.h"

/*
 * A table for people, which fits the terminal: columns in which nothing
 * stands are left out, the widest shrink, their texts cut with an ellipsis,
 * and where that is not enough, columns go. A column whose texts are wanted
 * whole shrinks only when none can go any more.
 */

/* How a cell fares, which is its colour. */
enum tone {
	TONE_PLAIN,
	TONE_GOOD,
	TONE_WARNING,
	TONE_BAD,
};

struct table_column {
	const char *title;
	int minimum;	 /* columns that it is readable in */
	int dispensable; /* the highest number goes first; 0: never goes */
	int whole; /* columns that are wanted whole, if half of the terminal */
};

enum {
	TABLE_COLUMNS_MAX = 16
};

/* Start with `struct table t = { .columns = ..., .column_count = ... }`. */
struct table {
	const struct table_column *columns;
	size_t column_count;
	struct table_cell *cells; /* row by row */
	size_t cell_count;
};

/* Frees what was added. */
void table_clear(struct table *table);

/*
 * Adds the next cell, row by row. Copies `text`, made harmless to show; NULL
 * is an empty cell.
 */
void table_add(struct table *table, const char *text, enum tone tone);

/*
 * Prints all rows to the descriptor `fd`, `width` columns wide; 0: nothing is
 * cut, and what is wider than 64 is not made up for in other rows. Returns 0,
 * or -1 with write(2)'s errno.
 */
int table_print(const struct table *table, int fd, int width, bool color);

/*
 * Prints it to standard output as its terminal has room and colours, and clears
 * it. STATUS_FAILED says that `what` ("the list") cannot be written.
 */
enum status table_show(struct table *table, const char *what, struct error *e);

#endif
