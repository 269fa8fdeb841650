#ifndef HELPER_COMMANDS_DISPLAY_PROGRESS_H
#define HELPER_COMMANDS_DISPLAY_PROGRESS_H

#include <stddef.h>

/*
 * A bar on standard error that shows how far something is, as wide as the
 * terminal and gone when it is over. Nothing without a terminal, or on a dumb
 * one.
 */
struct progress {
	const char *what; /* `checking` */
	int length;	  /* columns that are in use now */
};

/* Shows that `done` of `all` are done; at the end it takes the bar away. */
void progress_show(struct progress *p, size_t done, size_t all);

#endif
