#ifndef HELPER_VERIFY_H
#define HELPER_VERIFY_H

#include "helper/config.h"
#include "helper/provider.h"
#include "protocol/credential.h"
#include "protocol/error.h"

/*
 * Asks a provider about a token, through ringbearer-verify, a process of its
 * own and the only one that touches the network.
 *
 * On its standard input it gets a record (protocol/record.h) with the
 * credential and the extras `setting.timeout` (milliseconds),
 * `setting.ca-file` and `setting.file` (the definition's name in messages); a
 * blank line; the definition. On its standard output it
 * answers with a record: `verdict`, what it learnt in the fields' own keys,
 * and the extras `answer.reason`, `answer.status` (of HTTP), `answer.step`,
 * `answer.retry` (seconds), `choice.VALUE` = label. It exits with 0 whenever
 * it gives a verdict.
 */
struct verification {
	enum verdict verdict;
	/*
	 * name, email, id, organization, scopes, missing, account and the
	 * provider's extras, as far as they became known; and what is listed
	 * above.
	 */
	struct credential learnt;
};

#define VERIFY_REASON "answer.reason"
#define VERIFY_HTTP_STATUS "answer.status"
#define VERIFY_STEP "answer.step"
#define VERIFY_RETRY "answer.retry"
#define VERIFY_CHOICE "choice."
#define VERIFY_TIMEOUT "setting.timeout"
#define VERIFY_CA_FILE "setting.ca-file"
#define VERIFY_FILE "setting.file"

/*
 * Asks. Never fails: what went wrong on the way (no verifier installed, no
 * answer in time) is VERDICT_UNKNOWN or VERDICT_UNAVAILABLE with a reason.
 * Start with `struct verification v = {0}`, end with verification_clear().
 */
void verify(const struct config *config, const struct provider *provider,
	    const struct credential *credential, struct verification *v);

/* Wipes and frees what it learnt. */
void verification_clear(struct verification *v);

#endif
