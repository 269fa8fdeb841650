#ifndef HELPER_EVENTS_ANNOUNCE_H
#define HELPER_EVENTS_ANNOUNCE_H

#include <stdbool.h>

#include "helper/config/config.h"
#include "helper/events/event.h"
#include "protocol/core/error.h"

/*
 * Tells journal and hook, as far as the configuration wants them, what
 * happened to an entry. Whoever changes or hands out an entry calls this once
 * that is done and said, last of all: a hook may take its time.
 */

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
