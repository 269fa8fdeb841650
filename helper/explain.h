#ifndef HELPER_EXPLAIN_H
#define HELPER_EXPLAIN_H

#include "helper/provider.h"
#include "helper/verify.h"
#include "protocol/error.h"

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

#endif
