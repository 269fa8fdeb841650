#ifndef HELPER_ENTRIES_UPDATE_H
#define HELPER_ENTRIES_UPDATE_H

#include <stdbool.h>

#include "helper/entries/store.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * Changes what is noted of an entry, never its address or its secret. The
 * entry is written where it was found, only if that changes it, and does not
 * become the newest by it.
 */

/* Makes the change. Gets the record as it is now, and what was given along. */
typedef void update_change(struct credential *record, void *argument);

/* All is borrowed. */
struct update {
	const struct store *store;     /* where `seen` is, unless it says */
	const struct credential *seen; /* the entry, as it was found */
	update_change *change;
	void *argument;
	bool alone;   /* takes the mark `default` from the others of its host */
	bool quiet;   /* leaves alone what it may not change; see below */
	bool changed; /* set: something was written */
};

/*
 * Looks at the entry once more, and changes it. If another secret is kept
 * there by now, or none, nothing is written: STATUS_FAILED says so. Else fails
 * as the back-end does. With `quiet` it is no failure that nothing is written
 * for that, or since the entry is read-only.
 *
 * With `alone` the others lose their mark after this one has it: whoever is
 * killed in between leaves two, of which the newer is preferred, and doing it
 * again ends it.
 */
enum status entry_update(struct update *u, struct error *e);

/*
 * Gives the notes of a request to what is stored of it: to each entry that it
 * is for, with its secret. With `preferred`, and others at its path, to the
 * first one alone, which becomes the default of its host. Without a failure
 * `e` stays as it is.
 */
enum status update_notes(const struct store *store,
			 const struct credential *request, bool preferred,
			 struct error *e);

/*
 * STATUS_FAILED, for whoever finds that the entry has been `happened` (`given
 * another token`) since it was looked at: so `undone` (`nothing was changed`).
 */
enum status update_refuse(const struct credential *entry, const char *undone,
			  const char *happened, struct error *e);

#endif
