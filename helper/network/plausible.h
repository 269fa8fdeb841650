#ifndef HELPER_NETWORK_PLAUSIBLE_H
#define HELPER_NETWORK_PLAUSIBLE_H

#include <stdbool.h>

#include "helper/definition/provider.h"
#include "protocol/core/credential.h"

enum {
	PLAUSIBLE_TEXT_MAX = 512,      /* bytes of a value */
	PLAUSIBLE_TRACE_MAX = 1 << 20, /* of all lines of a trace */
};

/*
 * Whether ringbearer-verify, as it was installed, can have answered this to a
 * question about a token of `provider`: it has a verdict, what this definition
 * learns and no other key, the keys of verify-keys.h, a trace only with
 * `traces`, and each value is short UTF-8 without a control byte. Whoever took
 * the verifier over may send anything.
 */
bool answer_is_plausible(const struct provider *provider, bool traces,
			 const struct credential *answer);

#endif
