#ifndef HELPER_VERIFIER_RETRY_H
#define HELPER_VERIFIER_RETRY_H

#include <stdbool.h>
#include <time.h>

#include "helper/definition/provider.h"
#include "helper/verifier/answer.h"

enum {
	RETRY_MAX = 86400, /* seconds */
};

/*
 * How many seconds to wait before asking again, 0 to RETRY_MAX: what
 * Retry-After says (RFC 9110, 10.2.3: seconds or a date), else the
 * definition's header, else the definition's number. `now` is the time of
 * day.
 */
long long retry_after(const struct retry *rule, const struct answer *answer,
		      time_t now);

/* Whether the answer says itself when to come back. */
bool retry_is_told(const struct answer *answer);

#endif
