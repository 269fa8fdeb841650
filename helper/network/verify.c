#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/definition/fields.h"
#include "helper/network/plausible.h"
#include "helper/network/process.h"
#include "helper/network/verify.h"
#include "helper/network/wire.h"
#include "helper/system/child.h"
#include "helper/system/trust.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

enum {
	ANSWER_MAX = 1 << 20, /* bytes, of one answer */
	GRACE = 200,	      /* milliseconds past the verifier's own limit */
};

/* The questions, and which of them are answered. */
struct asking {
	const struct config *config;
	const struct question *questions;
	size_t count;
	int deadline; /* milliseconds for all; 0: nobody waits */
	bool *done;
	bool nonsense; /* was answered: nothing is believed any more */
	verify_answered *answered;
	void *argument;
};

static void set_time(struct credential *request, const char *key, int time)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "%d", time);
	credential_set_extra(request, key, text, false);
}

static void add_settings(const struct asking *a, const struct question *q,
			 struct credential *request)
{
	set_time(request, VERIFY_TIMEOUT, a->config->verify_timeout * 1000);
	if (a->deadline > 0)
		set_time(request, VERIFY_DEADLINE, a->deadline);
	credential_set_extra(request, VERIFY_CA_FILE, a->config->ca_file,
			     false);
	credential_set_extra(request, VERIFY_FILE, q->provider->file, false);
	credential_set_extra(request, VERIFY_TRACES, q->traces ? "1" : NULL,
			     false);
}

/* Appends one inquiry, as verify-keys.h describes it. */
static void write_inquiry(const struct asking *a, size_t number,
			  struct buffer *out)
{
	static const enum field needed[] = { FIELD_USERNAME, FIELD_PASSWORD,
					     FIELD_AUTHTYPE, FIELD_CREDENTIAL };
	const struct question *q = &a->questions[number];
	bool known = number > 0 && q[-1].provider == q->provider;
	const char *definition = known ? "" : q->provider->text;
	struct credential request = { 0 };

	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		credential_set(&request, needed[i],
			       q->credential->values[needed[i]]);
	typed_field_copy(q->provider, q->credential, &request);
	add_settings(a, q, &request);
	message_add(&request, definition, strlen(definition), out);
	credential_clear(&request);
}

/* False for what the verifier, as it was installed, never says. */
static bool take_answer(struct asking *a, const struct credential *learnt)
{
	const char *place = credential_extra(learnt, VERIFY_NUMBER);
	struct verification v = {
		.verdict = verdict_parse(learnt->values[FIELD_VERDICT]),
		.learnt = *learnt,
	};
	long long number;

	if (!place || !text_number(place, (long long)a->count - 1, &number) ||
	    a->done[number] ||
	    !answer_is_plausible(a->questions[number].provider,
				 a->questions[number].traces, learnt))
		return false;
	a->done[number] = true;
	a->answered((size_t)number, &v, a->argument);
	return true;
}

/* Takes the whole answers off what has arrived; false ends the verifier. */
static bool take_answers(struct buffer *answer, void *argument)
{
	struct asking *a = argument;
	struct message m = { 0 };
	enum message_state state;

	while ((state = message_take(answer->data, answer->length, 0, &m)) ==
	       MESSAGE_WHOLE) {
		a->nonsense = !take_answer(a, &m.head);
		if (a->nonsense)
			break;
		answer->length -= m.size;
		memmove(answer->data, answer->data + m.size,
			answer->length + 1);
		message_clear(&m);
	}
	message_clear(&m);
	a->nonsense = a->nonsense || state == MESSAGE_BROKEN;
	return !a->nonsense;
}

/* Why there is no answer to what is not answered. */
static void explain(enum child_end end, int exit_code, struct verification *v)
{
	const char *reason = "'ringbearer-verify' failed";

	v->verdict = VERDICT_UNKNOWN;
	if (v->nonsense) {
		reason = VERIFY_NONSENSE;
	} else if (end == CHILD_TIMED_OUT) {
		v->verdict = VERDICT_UNAVAILABLE;
		reason = "no answer in time";
	} else if (end == CHILD_EXITED && exit_code == 0) {
		reason = "'ringbearer-verify' gave no answer";
	} else if (end == CHILD_EXITED && exit_code == NETWORK_MISSING) {
		reason = "'ringbearer-verify' is not installed";
	}
	credential_set_extra(&v->learnt, VERIFY_REASON, reason, false);
}

/* Asks; `rest` becomes what is to be said of those without an answer. */
static void ask(struct asking *a, struct verification *rest)
{
	int timeout =
		a->deadline ? a->deadline : a->config->verify_timeout * 1000;
	struct network network;
	struct buffer request = { 0 };
	struct buffer answer = { 0 };
	struct child child = {
		.run = network_run,
		.argument = &network,
		.timeout = timeout + GRACE,
		.max_answer = ANSWER_MAX,
		.arrived = take_answers,
		.receiver = a,
	};
	int exit_code = -1;
	enum child_end end;

	network_prepare(NULL, &network);
	for (size_t i = 0; i < a->count; i++)
		write_inquiry(a, i, &request);
	child.input = request.data;
	child.input_length = request.length;
	end = child_run(&child, &answer, &exit_code);
	rest->nonsense = a->nonsense;
	explain(end, exit_code, rest);
	buffer_clear(&answer);
	buffer_clear(&request);
	network_clear(&network);
}

/* False, and why, if somebody else could say whom to trust. */
static bool may_ask(const struct asking *a, struct verification *v)
{
	struct error e = { 0 };

	if (!a->config->ca_file ||
	    trust_file(a->config->ca_file, &e) == STATUS_OK)
		return true;
	v->verdict = VERDICT_UNKNOWN;
	credential_set_extra(&v->learnt, VERIFY_REASON, e.message, false);
	return false;
}

static void ask_all(struct asking *a)
{
	struct verification rest = { 0 };

	a->done = memory_alloc(a->count, sizeof(*a->done));
	if (may_ask(a, &rest))
		ask(a, &rest);
	for (size_t i = 0; i < a->count; i++)
		if (!a->done[i])
			a->answered(i, &rest, a->argument);
	verification_clear(&rest);
	free(a->done);
}

static void keep_answer(size_t number, const struct verification *v,
			void *argument)
{
	struct verification *out = argument;

	(void)number;
	out->verdict = v->verdict;
	out->nonsense = v->nonsense;
	credential_copy(&v->learnt, &out->learnt);
}

void verify(const struct config *config, const struct provider *provider,
	    const struct credential *credential, struct verification *v)
{
	const struct question question = { .provider = provider,
					   .credential = credential };
	struct asking a = {
		.config = config,
		.questions = &question,
		.count = 1,
		.answered = keep_answer,
		.argument = v,
	};

	ask_all(&a);
}

/* How many tokens of one provider there are, at most. */
static size_t longest_row(const struct question *questions, size_t count)
{
	size_t longest = 0;
	size_t row = 0;

	for (size_t i = 0; i < count; i++) {
		bool same = i > 0 &&
			    questions[i - 1].provider == questions[i].provider;

		row = same ? row + 1 : 1;
		if (row > longest)
			longest = row;
	}
	return longest;
}

static int time_for_all(const struct config *config,
			const struct question *questions, size_t count)
{
	size_t rounds = (longest_row(questions, count) + VERIFY_AT_ONCE - 1) /
			VERIFY_AT_ONCE;
	long long time = config->verify_timeout * 1000LL;

	time *= (long long)rounds + 1;
	return time < VERIFY_DEADLINE_MAX ? (int)time : VERIFY_DEADLINE_MAX;
}

void verify_all(const struct config *config, const struct question *questions,
		size_t count, verify_answered *answered, void *argument)
{
	struct asking a = {
		.config = config,
		.questions = questions,
		.count = count,
		.deadline = time_for_all(config, questions, count),
		.answered = answered,
		.argument = argument,
	};

	if (count > 0)
		ask_all(&a);
}

void verification_clear(struct verification *v)
{
	credential_clear(&v->learnt);
	v->verdict = VERDICT_OK;
	v->nonsense = false;
}
