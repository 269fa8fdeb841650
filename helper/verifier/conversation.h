#ifndef HELPER_VERIFIER_CONVERSATION_H
#define HELPER_VERIFIER_CONVERSATION_H

#include <stdbool.h>
#include <stddef.h>

#include "helper/verifier/exchange.h"
#include "helper/verifier/inquiry.h"

/*
 * Asks the provider, step by step until one does not say ok, within the
 * inquiry's timeout, which counts only while a request is on its way. Who
 * sends the requests, and when, is somebody else's concern (queue.h): this
 * makes the next one and takes what came of it. When it is over,
 * `inquiry->learnt` is our answer: the verdict, its reason, what was learnt,
 * and the other keys that helper/network/verify-keys.h lists.
 *
 * At an optional step the answer stands already, but for what that step
 * learns, which counts if it says ok. One whose URL has a variable that is
 * not known is left out.
 */
struct conversation {
	struct inquiry *inquiry; /* borrowed */
	size_t step;		 /* under way, or next */
	long left;		 /* milliseconds of its time */
	long long asked;	/* when the request was made; see clock_now() */
	long long retry;	/* seconds it was told to wait; -1: not told */
	struct finding finding; /* of the steps that are not optional */
	bool crowded;		/* the step last asked was told to wait */
	bool over;
};

/* Begins it, or begins it anew: what was learnt is forgotten. */
void conversation_begin(struct conversation *c, struct inquiry *q);

/*
 * The step of the next request; where that goes is the fixed part of its URL.
 * Not to be asked when it is over.
 */
const struct step *conversation_step(const struct conversation *c);

/*
 * Makes the next request, which may take `most` milliseconds. False if it
 * cannot be made, and then the conversation is at another step or over.
 */
bool conversation_next(struct conversation *c, long most, struct exchange *x);

/* Takes what came of that request, and clears it. */
void conversation_take(struct conversation *c, struct exchange *x);

/* Goes on to the next step, if there is one to be made. */
void conversation_go_on(struct conversation *c);

/* Ends it without asking any further. */
void conversation_end(struct conversation *c, const struct finding *f);

#endif
