#ifndef PROTOCOL_CORE_SEARCH_H
#define PROTOCOL_CORE_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * Called for each record found; the record is borrowed until it returns.
 * Returning false ends the search.
 */
typedef bool search_visit(const struct credential *record, void *argument);

/*
 * A search for records: what is looked for, who is to see it, and what came of
 * it. All of it is borrowed. Of the last part nothing is set at the beginning.
 */
struct search {
	const struct credential *pattern; /* NULL: every record */
	bool erases;	     /* only what an erase by the pattern would take */
	const char *backend; /* what search_show() notes in the records */
	search_visit *visit; /* NULL: they are only counted */
	void *argument;

	size_t found;		    /* so many were visited */
	bool stopped;		    /* `visit` wants no more */
	struct first_failure first; /* of what was passed over */
};

/*
 * Visits a record if it is looked for. A search_visit itself, so that one
 * search may pass on what another one finds. False: no more is wanted.
 */
bool search_pass(const struct credential *record, void *search);

/* The same once the record says which back-end it is from. */
bool search_show(struct search *search, struct credential *record);

/*
 * What becomes of the search when one record fails. Who wants every record
 * gets the others, too, and hears of the first failure at the end: STATUS_OK.
 * With a pattern it is the end: `status`.
 */
enum status search_pass_over(struct search *search, enum status status,
			     const struct error *e);

/*
 * What a search came to that went on until `status`: that, or the first
 * failure that was passed over, or STATUS_NOT_FOUND. Without a pattern it is
 * no failure to find nothing.
 */
enum status search_end(const struct search *search, enum status status,
		       struct error *e);

/* A record at exactly this address. */
struct search_exact {
	const struct credential *address;
	struct credential *out; /* becomes its copy; or NULL */
	bool found;
};

/* A search_visit for a struct search_exact; ends with the first one. */
bool search_exact(const struct credential *record, void *exact);

/* A search_visit that wants no more than to know that there is one. */
bool search_see(const struct credential *record, void *nothing);

/* Clears the message, which with STATUS_OK would be a note for the person. */
enum status search_ok(struct error *e);

/* Whether a status says no more than that nothing is there, or was done. */
bool search_tells_nothing(enum status status);

/*
 * Which of two failures to tell: "not here" and "no such thing" say least.
 * `e` holds the message of `b`, and then of the one that is returned.
 */
enum status search_worse(enum status a, const struct error *of_a, enum status b,
			 struct error *e);

#endif
