#ifndef HELPER_ENTRIES_USABLE_H
#define HELPER_ENTRIES_USABLE_H

#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * Whether what is kept can still be used, as far as its record tells; no
 * provider is asked. Every command that hands a token out looks here first.
 */
enum freshness {
	FRESHNESS_GOOD,	    /* or nothing is known against it */
	FRESHNESS_ENDING,   /* it ends within FRESHNESS_DAYS */
	FRESHNESS_DOUBTFUL, /* it ought to have ended, as computed by us */
	FRESHNESS_ENDED,    /* it has ended, as somebody told or was asked */
	FRESHNESS_BAD,	    /* its provider rejected it */
};

enum {
	FRESHNESS_DAYS = 14
};

/* Judges by the verdict and the expiry; `now` in seconds since 1970. */
enum freshness usable_of(const struct credential *record, long long now);

/*
 * STATUS_REFUSED, with what to do as the hint, for what is disabled, has ended
 * or is bad. STATUS_FAILED for what its back-end withholds. STATUS_OK for all
 * else: once a day for each token that is ending or doubtful, with a note for
 * the person. When that was is kept as the time of an empty file under the
 * state folder; where none can be made, the note comes each time.
 */
enum status usable_check(const struct credential *record, struct error *e);

#endif
