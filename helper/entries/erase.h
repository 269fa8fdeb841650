#ifndef HELPER_ENTRIES_ERASE_H
#define HELPER_ENTRIES_ERASE_H

#include "helper/entries/store.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * Erases one entry and no other. git's rule for erasing takes all that a
 * pattern fits, and a pattern cannot say that a path is absent; where that
 * would take another entry too, this one's secret is first replaced by a
 * random one that no other has.
 */

/*
 * Erases `entry`, as it came from the back-end, wherever it is kept, and
 * looks whether it is gone. STATUS_NOT_FOUND, without a message, if it is not
 * there any more.
 */
enum status entry_erase(const struct store *store,
			const struct credential *entry, struct error *e);

/* The same for whoever holds store_lock(). */
enum status entry_erase_held(const struct store *store,
			     const struct credential *entry, struct error *e);

#endif
