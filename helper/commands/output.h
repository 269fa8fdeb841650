#ifndef HELPER_COMMANDS_OUTPUT_H
#define HELPER_COMMANDS_OUTPUT_H

#include "helper/commands/command.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/* What commands hand out on standard output, and what a token needs first. */

/*
 * Finds the entry called `name`, as entries_find(), and refuses what is known
 * to be of no more use, as usable_check(), whose note may be in `e` then.
 */
enum status usable_find(const struct store *store, const char *name,
			struct credential *record, struct error *e);

/* Announces that the secret of `record` was handed out, as announce() does. */
void usable_announce(const struct store *store, const struct credential *record,
		     struct error *note);

/*
 * STATUS_USAGE if the secret would end on a terminal, where others see it and
 * it stays; the option `force` allows that.
 */
enum status usable_output(const struct invocation *invocation, struct error *e);

/*
 * Writes `length` bytes to standard output at once, past stdio: secrets may be
 * among them. STATUS_FAILED says that `what` ("the token") cannot be written.
 */
enum status output_write(const char *what, const char *text, size_t length,
			 struct error *e);

#endif
