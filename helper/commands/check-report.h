#ifndef HELPER_COMMANDS_CHECK_REPORT_H
#define HELPER_COMMANDS_CHECK_REPORT_H

#include "helper/broker/recheck.h"
#include "protocol/core/error.h"

/* What `check` says of the entries, on standard output. */

enum {
	REPORT_NEVER = -1 /* `within`: no end is near enough */
};

/* How it is said, and how often what was. */
struct report {
	long long now;
	long long within; /* days, or REPORT_NEVER */
	bool terminal;	  /* a person reads along: say more */
	bool strict;	  /* that nobody could tell is a problem */
	size_t good, limited, refused, open, unasked;
	bool nonsense;	     /* the verifier answered it */
	size_t ending;	     /* by expiry alone */
	size_t disabled;     /* left alone: counted by the caller */
	enum status failure; /* of the first that could not be noted */
};

/*
 * Prints a line for each entry that something is wrong with, behind its
 * trace if there is one, and on a terminal a summary. Counts as it goes.
 */
enum status report_lines(struct report *r, const struct recheck *c,
			 struct error *e);

/*
 * Prints everything as a list of objects. Keys, which stay as they are: name,
 * provider, verdict, reason, http_status, expires (seconds since 1970),
 * days_left, ending, changed, error; what is not known is null. Counts
 * likewise.
 */
enum status report_json(struct report *r, const struct recheck *c,
			struct error *e);

/* What both are made of: counts one entry. */
void report_count(struct report *r, const struct rechecked *item);

/*
 * Whether an entry's end is to be reported. One that lies behind us always is,
 * unless its provider has said otherwise just now.
 */
bool report_ends(const struct report *r, const struct rechecked *item);

#endif
