#ifndef HELPER_EVENTS_HOOK_H
#define HELPER_EVENTS_HOOK_H

#include "helper/config/config.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * The user's program that is told what happened to an entry:
 *
 *   PROGRAM EVENT NAME
 *
 * without a shell, a terminal or our standard error, in the folder `/`. Its
 * standard input has the lines `event=` and `detail=` and then those of the
 * record (protocol/core/record.h) that are no secret; its environment is what a
 * program needs to reach the desktop. What it prints goes nowhere.
 */

/* What it is told. All is borrowed. */
struct hook_call {
	const char *event; /* its word, such as `stored` */
	const struct credential *record;
	const char *detail; /* never a secret; or NULL */
};

/*
 * Whether the program at `path` may be called: a regular file that can be
 * executed, of the user's or root's, that no one else may write.
 * STATUS_FAILED says what is wrong.
 */
enum status hook_check(const char *path, struct error *e);

/*
 * Calls `config->hook`, which must not be NULL, and waits for its end.
 * STATUS_FAILED says how it failed, and after `config->hook_timeout` seconds
 * it is ended; one that was is not called again by this process, so that many
 * events do not take that time each.
 */
enum status hook_call(const struct config *config, const struct hook_call *call,
		      struct error *e);

#endif
