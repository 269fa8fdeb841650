#ifndef HELPER_ENTRIES_MOVE_H
#define HELPER_ENTRIES_MOVE_H

#include <stdbool.h>

#include "helper/entries/store.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * Moves an entry from one back-end to another: copied, read back, compared,
 * and only then erased where it was. Stopped at any point it lies in one of
 * them or in both, and the same again ends it.
 */
struct moving {
	const struct store *from; /* where an entry that says nothing lies */
	const struct store *to;
	bool force; /* replaces another token that is kept there */
};

enum moved {
	MOVED_NOW,
	MOVED_BEFORE, /* it lies there, and nowhere else that is known */
	MOVED_GONE,   /* it is not where it was listed any more */
};

/*
 * Moves the entry at the address of `seen`, from the back-end that it came
 * from; what is kept there now counts. STATUS_USAGE if the other back-end has
 * another token at the address; else as the two back-ends fail, and the entry
 * is where it was.
 */
enum status entry_move(const struct moving *m, const struct credential *seen,
		       enum moved *moved, struct error *e);

/*
 * Whether the back-end of `to` is one of those that the configuration reads;
 * STATUS_USAGE says how to make it so. What is moved elsewhere would be out of
 * sight.
 */
enum status move_check(const struct store *to, struct error *e);

#endif
