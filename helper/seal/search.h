#ifndef HELPER_SEAL_SEARCH_H
#define HELPER_SEAL_SEARCH_H

#include <stdbool.h>

#include "helper/seal/seal.h"
#include "helper/seal/store.h"
#include "protocol/core/search.h"

/*
 * Looking through the records of the store. A file that is damaged, or no
 * record at all, is an error that names it: with a pattern at once, else when
 * the others have been visited. Temporary files are passed over, and so is a
 * record that is erased meanwhile.
 */
struct seal_search {
	struct search search;
	const struct seal_store *store;
	bool alone; /* the caller holds the lock: temporary files go */
	/* What came of it. */
	struct seal_name name; /* of the pattern */
	bool scanned;	       /* the names of its folder were gone through */
};

/* Ends as search_end() says. */
enum status seal_search(struct seal_search *s, struct error *e);

#endif
