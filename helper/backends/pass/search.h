#ifndef HELPER_BACKENDS_PASS_SEARCH_H
#define HELPER_BACKENDS_PASS_SEARCH_H

#include <stdbool.h>

#include "helper/backends/pass/folder.h"
#include "protocol/core/buffer.h"
#include "protocol/core/search.h"

/*
 * Looking through the entries of a store, each of which is decrypted. One that
 * cannot be read is an error that names it: with a pattern at once, else when
 * the others have been visited, unless it is one that holds for all.
 */
struct pass_search {
	struct search search;
	const struct pass_store *store;
	bool scanned; /* what came of it: folders were gone through */
};

/* Ends as search_end() says. */
enum status pass_search(struct pass_search *s, struct error *e);

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
