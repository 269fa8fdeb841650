#ifndef HELPER_NETWORK_VERIFY_KEYS_H
#define HELPER_NETWORK_VERIFY_KEYS_H

/*
 * What the main program and ringbearer-verify tell each other of tokens, in
 * messages (helper/network/wire.h).
 *
 * On its standard input it gets a sequence of inquiries, to the end. The head
 * of each has the credential, the typed fields of the definition, nothing else
 * that is kept with it, and the extras
 * `setting.timeout` (milliseconds, for the requests of one conversation),
 * `setting.deadline` (milliseconds, for all inquiries together),
 * `setting.ca-file`, `setting.file` (the definition's name in messages) and
 * `setting.trace` (anything: tell what was sent and what came back); its body
 * is the definition, empty for that of the inquiry before.
 *
 * On its standard output it gives an answer to each, as soon as it has it, all
 * of it in the head: `verdict`, what it learnt in the
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

enum {
	/*
	 * Requests to one host at a time: what a few browsers open. 200 tokens
	 * take 9 rounds; with 16 they take 13, with 32 our own work is longer.
	 */
	VERIFY_AT_ONCE = 24,
	VERIFY_DEADLINE_MAX = 86400000, /* milliseconds */
};

#endif
