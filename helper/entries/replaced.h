#ifndef HELPER_ENTRIES_REPLACED_H
#define HELPER_ENTRIES_REPLACED_H

#include <stdbool.h>

#include "protocol/core/credential.h"

/*
 * The tokens that a person replaced, which an entry knows again by marks: what
 * git brings late is not to come back in the place of a newer one. The marks
 * are made with a key of this machine's; on another one they mean nothing.
 */

enum {
	REPLACED_MAX = 8 /* tokens that are known again; older ones are not */
};

/* Whether the token of `given` is one that was replaced in `record`. */
bool replaced_has(const struct credential *record,
		  const struct credential *given);

/*
 * Notes in `record`, which has the marks of `old`, that its token replaces the
 * one of `old`; its own is no replaced one any more.
 */
void replaced_note(const struct credential *old, struct credential *record);

#endif
