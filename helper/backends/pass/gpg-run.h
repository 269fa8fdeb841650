#ifndef HELPER_BACKENDS_PASS_GPG_RUN_H
#define HELPER_BACKENDS_PASS_GPG_RUN_H

#include <stdbool.h>

#include "helper/backends/pass/recipients.h"
#include "helper/config/config.h"
#include "helper/system/program.h"

/*
 * One run of gpg: pass_run_begin(), then arguments, then pass_run_finish().
 * Ends with pass_run_clear().
 */
struct pass_run {
	const struct config *config; /* borrowed, like `input` */
	struct pass_words arguments;
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

/* Wipes and frees. */
void pass_run_clear(struct pass_run *run);

#endif
