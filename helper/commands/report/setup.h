#ifndef HELPER_COMMANDS_REPORT_SETUP_H
#define HELPER_COMMANDS_REPORT_SETUP_H

#include <stdbool.h>

#include "helper/clients/setup.h"
#include "protocol/core/buffer.h"

enum {
	SETUP_PAGE_SHOWN = 512 /* bytes of a path that count, with the NUL */
};

/* What `setup` has to say, all of it on standard output. */
struct setup_page {
	struct setup setup;
	struct buffer lines; /* that are wanted */
	bool undo;
	char *kept; /* the copy that was made; or NULL */
};

/* Prints what has to stand where. */
void setup_page_lines(const struct setup_page *p);

/* Prints what would be changed; values that others wrote are left out. */
void setup_page_difference(const struct setup_page *p);

/* Prints, before anybody is asked for a yes, that it is taken away. */
void setup_page_goes(const struct setup_page *p);

/*
 * Prints all of it as an object in one line; `done`: it was changed just now.
 * Keys, which stay as they are: client, file, lines, link, target, note,
 * present, changed, copy; what there is not is null.
 */
void setup_page_json(const struct setup_page *p, bool done);

/* Prints that there is nothing to do. */
void setup_page_nothing(const struct setup_page *p);

/* Prints that it was done, and where a copy is of what was there. */
void setup_page_done(const struct setup_page *p);

#endif
