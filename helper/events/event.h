#ifndef HELPER_EVENTS_EVENT_H
#define HELPER_EVENTS_EVENT_H

#include "protocol/core/credential.h"

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

/* The words for them, `stored` and so on, by their number. */
extern const char *const event_words[];

/* One of them. All is borrowed. */
struct event {
	enum event_kind kind;
	const struct credential *record; /* as it is after that */
	const char *detail; /* some words, never a secret; or NULL */
};

#endif
