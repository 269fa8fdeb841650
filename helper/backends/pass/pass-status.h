#ifndef HELPER_BACKENDS_PASS_PASS_STATUS_H
#define HELPER_BACKENDS_PASS_PASS_STATUS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * gpg's status lines: `[GNUPG:] KEYWORD ARGUMENT...`, by which it tells
 * programs what it does (doc/DETAILS of GnuPG). Only whole lines count.
 */

/* The arguments of a line, borrowed from the text. */
struct pass_status {
	const char *text;
	size_t length;
};

/*
 * Finds a line with this keyword behind `*from`, and moves that behind it;
 * start with the whole text. False if there is none.
 */
bool pass_status_next(const char **from, const char *keyword,
		      struct pass_status *out);

/* The first one. `out` may be NULL. */
bool pass_status_find(const char *text, const char *keyword,
		      struct pass_status *out);

/* The last one. */
bool pass_status_last(const char *text, const char *keyword,
		      struct pass_status *out);

/*
 * Copies argument number `index`, from 0, and cuts it to `size`; the last one
 * if it is negative. "" if there is none.
 */
void pass_status_argument(const struct pass_status *status, int index,
			  char *out, size_t size);

/* The code of gpg-error(1) in the second argument, as of `ERROR`; 0: none. */
int pass_status_code(const struct pass_status *status);

#endif
