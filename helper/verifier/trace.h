#ifndef HELPER_VERIFIER_TRACE_H
#define HELPER_VERIFIER_TRACE_H

#include "helper/verifier/exchange.h"
#include "helper/verifier/inquiry.h"

/*
 * Tells what became of one request of a step, in lines appended to `q->trace`:
 * the step, `> ` and what was sent, `< ` and what came back, at most TRACE_MAX
 * bytes of head and of body, `= ` and the verdict with the rule for it. Each
 * is fit to be shown, and the token and every secret field are `(hidden)`.
 */
void trace_exchange(struct inquiry *q, const struct step *step,
		    const struct exchange *x);

enum {
	TRACE_MAX = 4096
};

#endif
