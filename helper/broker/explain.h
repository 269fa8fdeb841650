#ifndef HELPER_BROKER_EXPLAIN_H
#define HELPER_BROKER_EXPLAIN_H

#include "helper/definition/provider.h"
#include "helper/network/verify.h"
#include "protocol/core/error.h"

/*
 * What a verdict is in words for the person: one line that gives the
 * provider's own reason, and a hint where there is something to do.
 */

/* For a token that is not kept because of its verdict: STATUS_REFUSED. */
enum status explain_refusal(const struct provider *provider,
			    const struct verification *v, struct error *e);

/*
 * For a token that is not kept because nobody could tell: STATUS_UNVERIFIED.
 * `old_stays`: one that was verified before is in its place.
 */
enum status explain_unverified(const struct provider *provider,
			       const struct verification *v, bool old_stays,
			       struct error *e);

/* The note for a token that is kept although nobody could tell. */
void explain_doubt(const struct provider *provider,
		   const struct verification *v, struct error *e);

/*
 * The note for a token that lacks scopes of the list `wanted` (NULL: none), as
 * far as its provider tells which ones it has; none if it lacks nothing.
 */
void explain_lacking(const struct provider *provider, const char *wanted,
		     const struct credential *record, struct error *e);

#endif
