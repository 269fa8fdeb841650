#ifndef HELPER_VERIFIER_QUEUE_H
#define HELPER_VERIFIER_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

#include "helper/verifier/inquiry.h"

/*
 * Holds many conversations at once, as helper/network/verify-keys.h promises:
 * no host gets more than VERIFY_AT_ONCE requests at a time, a host that answers
 * 429 is left alone for a while, and the first inquiry's deadline holds for
 * all.
 */

/* Called for each inquiry when `q->learnt` is our answer. */
typedef void queue_done(struct inquiry *q, void *argument);

/* False, with nothing asked, if libcurl cannot be used. */
bool queue_run(struct inquiry *inquiries, size_t count, queue_done *done,
	       void *argument);

#endif
