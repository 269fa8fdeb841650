#ifndef HELPER_BACKENDS_PASS_GPG_RUN_H
#define HELPER_BACKENDS_PASS_GPG_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include "helper/config/config.h"
#include "helper/system/program.h"
#include "protocol/core/buffer.h"
#include "protocol/core/strings.h"

/*
 * One run of gpg: pass_run_begin(), then arguments, then pass_run_finish().
 * Ends with pass_run_clear().
 */
struct pass_run {
	const struct config *config; /* borrowed, like `input` */
	struct strings arguments;
	const struct buffer *input;
	bool ask; /* a person may be asked, and has longer for it */
	struct program_result result; /* `errors` are the status lines */
};

/* The options that all runs have. */
void pass_run_begin(struct pass_run *run);

/* Adds the words between blanks. */
void pass_run_add(struct pass_run *run, const char *words);

/*
 * STATUS_OK if gpg came to an end, whichever it was. STATUS_UNAVAILABLE if
 * there is none; else as program_explain().
 */
enum status pass_run_finish(struct pass_run *run, struct error *e);

/* The status lines of a run. Borrowed. */
const char *pass_run_lines(const struct pass_run *run);

/* Whether there is one with this keyword. */
bool pass_run_has(const struct pass_run *run, const char *keyword);

/* Wipes and frees. */
void pass_run_clear(struct pass_run *run);

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
