#ifndef HELPER_NETWORK_VERIFY_H
#define HELPER_NETWORK_VERIFY_H

#include "helper/config/config.h"
#include "helper/definition/provider.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * Asks providers about tokens, through ringbearer-verify, a process of its
 * own and the only one that touches the network.
 *
 * On its standard input it gets a sequence of inquiries, to the end. Each is
 * a line with its length, in bytes and decimal, and then so many bytes: a
 * record (protocol/core/record.h) with the credential, the typed fields of the
 * definition, nothing else that is kept with it, and the extras
 * `setting.timeout` (milliseconds, for the requests of one conversation),
 * `setting.deadline` (milliseconds, for all inquiries together),
 * `setting.ca-file`, `setting.file` (the definition's name in messages) and
 * `setting.trace` (anything: tell what was sent and what came back); a blank
 * line; the definition, empty for that of the inquiry before.
 *
 * On its standard output it gives an answer to each, as soon as it has it: a
 * record and a blank line. The record has `verdict`, what it learnt in the
 * fields' own keys, and the extras `answer.number` (the inquiry's, from 0),
 * `answer.reason`, `answer.status` (of HTTP), `answer.step`, `answer.retry`
 * (seconds), `choice.VALUE` = label, and only if asked for `answer.trace`
 * (the lines of helper/verifier/trace.h). It exits with 0 whenever it gives
 * every verdict.
 *
 * With `setting.deadline` a host that answers 429 is left alone for as long as
 * it says, if that ends before the deadline, and whoever got that answer asks
 * once more; else what was not asked is `throttled`. Without it nobody waits.
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

#define VERIFY_NUMBER "answer.number"
#define VERIFY_REASON "answer.reason"
#define VERIFY_HTTP_STATUS "answer.status"
#define VERIFY_STEP "answer.step"
#define VERIFY_RETRY "answer.retry"
#define VERIFY_TRACE "answer.trace"
#define VERIFY_CHOICE "choice."
#define VERIFY_TIMEOUT "setting.timeout"
#define VERIFY_DEADLINE "setting.deadline"
#define VERIFY_CA_FILE "setting.ca-file"
#define VERIFY_FILE "setting.file"
#define VERIFY_TRACES "setting.trace"

/*
 * Asks. Never fails: what went wrong on the way (no verifier installed, no
 * answer in time) is VERDICT_UNKNOWN or VERDICT_UNAVAILABLE with a reason.
 * Start with `struct verification v = {0}`, end with verification_clear().
 */
void verify(const struct config *config, const struct provider *provider,
	    const struct credential *credential, struct verification *v);

enum {
	/*
	 * Requests to one host at a time: what a few browsers open. 200 tokens
	 * take 9 rounds; with 16 they take 13, with 32 our own work is longer.
	 */
	VERIFY_AT_ONCE = 24,
	VERIFY_DEADLINE_MAX = 86400000, /* milliseconds */
};

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
