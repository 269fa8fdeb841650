#ifndef HELPER_NETWORK_VERIFY_H
#define HELPER_NETWORK_VERIFY_H

#include "helper/config/config.h"
#include "helper/definition/provider.h"
#include "helper/network/verify-keys.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * Asks providers about tokens, through ringbearer-verify, a process of its
 * own and the only one that touches the network; verify-keys.h says how.
 */
struct verification {
	enum verdict verdict;
	/*
	 * The verifier said what the definition does not let it say: it may be
	 * somebody else's by now. Nothing of that is in `learnt`, the verdict
	 * is VERDICT_UNKNOWN, and nothing may be stored or changed by it.
	 */
	bool nonsense;
	/*
	 * name, email, id, organization, scopes, missing, account and the
	 * provider's extras, as far as they became known; and the
	 * keys of verify-keys.h.
	 */
	struct credential learnt;
};

/*
 * Asks. Never fails: what went wrong on the way (no verifier installed, no
 * answer in time) is VERDICT_UNKNOWN or VERDICT_UNAVAILABLE with a reason.
 * Start with `struct verification v = {0}`, end with verification_clear().
 */
void verify(const struct config *config, const struct provider *provider,
	    const struct credential *credential, struct verification *v);

#define VERIFY_NONSENSE "the verifier answered nonsense"

/* One of many. Borrowed. */
struct question {
	const struct provider *provider;
	const struct credential *credential;
	bool traces; /* tell what was sent and what came back */
};

/*
 * Called once for each question, in the order of the answers; what `v` learnt
 * is wiped when it returns.
 */
typedef void verify_answered(size_t number, const struct verification *v,
			     void *argument);

/*
 * Asks all at once, VERIFY_AT_ONCE at one host. Those of one provider are to
 * stand together. The time for all is `verify { timeout }` for each round of
 * VERIFY_AT_ONCE tokens of one provider, and once more for waiting where a
 * host asks for that. What is not answered when the verifier ends, however it
 * ends, is VERDICT_UNKNOWN or VERDICT_UNAVAILABLE; what was, stays.
 */
void verify_all(const struct config *config, const struct question *questions,
		size_t count, verify_answered *answered, void *argument);

/* Wipes and frees what it learnt. */
void verification_clear(struct verification *v);

#endif
