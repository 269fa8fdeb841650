#ifndef HELPER_BACKENDS_PASS_SEARCH_H
#define HELPER_BACKENDS_PASS_SEARCH_H

#include <stdbool.h>

#include "helper/backends/backend.h"
#include "helper/backends/pass/folder.h"
#include "protocol/core/buffer.h"

/*
 * Looking through the entries of a store, each of which is decrypted. One that
 * cannot be read is an error that names it: with a pattern at once, else when
 * the others have been visited, unless it is one that holds for all.
 */
struct pass_search {
	const struct backend *self;
	const struct pass_store *store;
	const struct credential *pattern; /* NULL: every entry */
	search_visit *visit;
	void *argument;
	/* What came of it. */
	bool found;		    /* one was visited */
	bool stopped;		    /* `visit` wants no more */
	bool scanned;		    /* folders were gone through */
	struct first_failure first; /* that was passed over */
};

/*
 * Visits the entries that match; STATUS_NOT_FOUND if there are none. Without a
 * pattern every entry, and none is no failure.
 */
enum status pass_search(struct pass_search *search, struct error *e);

/*
 * Reads the entry in the file `name` into `record`, and appends what is a
 * person's to `rest`. STATUS_NOT_FOUND, without a message, if there is none;
 * STATUS_FAILED if it holds the credential of another address: gpg does not
 * vouch for names, CVE-2020-28086.
 */
enum status pass_entry_read(const struct pass_store *store, const char *name,
			    struct credential *record, struct buffer *rest,
			    struct error *e);

#endif
