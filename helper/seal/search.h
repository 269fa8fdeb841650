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
struct search {
	const struct file_store *store;
	const struct credential *pattern; /* NULL: every record */
	const struct seal_name *name;	  /* of the pattern */
	const char *backend; /* what is noted as the records' back-end */
	search_visit *visit;
	void *argument;
	bool alone; /* the caller holds the lock: temporary files go */
	/* What came of it. */
	bool found;		    /* a record was visited */
	bool stopped;		    /* `visit` wants no more */
	bool scanned;		    /* the folder's names were gone through */
	struct first_failure first; /* that was passed over */
};

/*
 * Visits the records of the pattern's host that match. STATUS_NOT_FOUND if
 * there are none.
 */
enum status search_host(struct search *search, struct error *e);

/*
 * Visits every record of the store that can be read; none is no failure. The
 * first failure comes back at the end.
 */
enum status search_all(struct search *search, struct error *e);

#endif
