#ifndef HELPER_EVENTS_EVENT_H
#define HELPER_EVENTS_EVENT_H

#include <stdbool.h>

#include "helper/config/config.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * Tells journal and hook, as far as the configuration wants them, what
 * happened to an entry. Whoever changes or hands out an entry announces it once
 * that is done and said, last of all: a hook may take its time.
 */

/* What may happen to an entry. */
enum event_kind {
	EVENT_STORED,	/* a new entry, or a new secret in one */
	EVENT_ROTATED,	/* a new secret of the same person */
	EVENT_VERIFIED, /* the verdict is another one now; the detail has it */
	EVENT_EXPIRING, /* it ends soon, as the detail says */
	EVENT_EDITED,
	EVENT_MOVED, /* to another back-end, as the detail says */
	EVENT_DISABLED,
	EVENT_ENABLED,
	EVENT_REMOVED,
	EVENT_READ, /* the secret was handed out */
};

/* One of them. All is borrowed. */
struct event {
	enum event_kind kind;
	const struct credential *record; /* as it is after that */
	const char *detail; /* some words, never a secret; or NULL */
};

/* Whether anybody wants to know of such an event. No system call. */
bool announce_wanted(const struct config *config, enum event_kind kind);

/*
 * Announces it; nothing happens when nobody wants it. What is done is done, so
 * this never fails: what goes wrong with journal or hook becomes a note in
 * `note`, as with STATUS_OK, behind one that is there, and the same note comes
 * once. NULL: nobody may be told; a hook's failure is in the journal anyway.
 */
void announce(const struct config *config, const struct event *event,
	      struct error *note);

#endif
