#ifndef HELPER_ENTRIES_PICK_H
#define HELPER_ENTRIES_PICK_H

#include "helper/entries/entries.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * Which of several entries a caller gets that can name none: the callers of
 * all protocols but git's, which has rules of its own (broker.h).
 */

/*
 * Gathers what is kept at exactly the address of `request`: its path, or its
 * absence, and, if it names one, its username. None is no failure.
 */
enum status pick_gather(const struct store *store,
			const struct credential *request,
			struct credentials *out, struct error *e);

/*
 * Copies the one of them that is meant to `answer`: of the account that
 * $RINGBEARER_ACCOUNT or else the configuration's `host` section names; else
 * the one marked default; else the one without a username; else the only one.
 * What is disabled is left out. STATUS_NOT_FOUND, without a message, if nothing
 * is kept there; STATUS_USAGE names the accounts there are; STATUS_REFUSED for
 * what is disabled, has ended or is bad, as usable_check().
 */
enum status pick_choose(const struct store *store,
			const struct credential *request,
			struct credential *answer, struct error *e);

#endif
