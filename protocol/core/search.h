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

/* What back-ends over several others share. */

/* Counts what passes through a visit. */
struct counted {
	search_visit *visit;
	void *argument;
	size_t count;
	bool ended; /* the visitor wants no more */
};

/* A search_visit for a struct counted. */
bool several_count(const struct credential *record, void *counted);

/* A search_visit that wants no more than to know that there is one. */
bool several_see(const struct credential *record, void *nothing);

/* Clears the message, which with STATUS_OK would be a note for the person. */
enum status several_ok(struct error *e);

/* Whether a status says no more than that nothing is there, or was done. */
bool several_tells_nothing(enum status status);

/*
 * Which of two failures to tell: "not here" and "no such thing" say least.
 * `e` holds the message of `b`, and then of the one that is returned.
 */
enum status several_worse(enum status a, const struct error *of_a,
			  enum status b, struct error *e);

#endif
