#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/definition/fields.h"
#include "helper/network/process.h"
#include "helper/network/verify.h"
#include "helper/system/child.h"
#include "helper/system/paths.h"
#include "protocol/core/memory.h"
#include "protocol/core/record.h"
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

/* Appends one inquiry, in the framing that verify.h describes. */
static void write_inquiry(const struct asking *a, size_t number,
			  struct buffer *out)
{
	static const enum field needed[] = { FIELD_USERNAME, FIELD_PASSWORD,
					     FIELD_AUTHTYPE, FIELD_CREDENTIAL };
	const struct question *q = &a->questions[number];
	struct credential request = { 0 };
	struct buffer body = { 0 };
	char length[32];

	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		credential_set(&request, needed[i],
			       q->credential->values[needed[i]]);
	typed_copy(q->provider, q->credential, &request);
	add_settings(a, q, &request);
	record_encode(&request, &body);
	buffer_add_text(&body, "\n");
	if (number == 0 || q[-1].provider != q->provider)
		buffer_add_text(&body, q->provider->text);
	(void)snprintf(length, sizeof(length), "%zu\n", body.length);
	buffer_add_text(out, length);
	buffer_add(out, body.data, body.length);
	buffer_clear(&body);
	credential_clear(&request);
}

static void read_answer(struct asking *a, const char *text, size_t length)
{
	struct verification v = { 0 };
	struct error ignored = { 0 };
	long long number;
	const char *place;

	(void)record_decode(text, length, &v.learnt, &ignored);
	place = credential_extra(&v.learnt, VERIFY_NUMBER);
	v.verdict = verdict_parse(v.learnt.values[FIELD_VERDICT]);
	if (v.verdict != VERDICT_COUNT && place &&
	    text_number(place, (long long)a->count - 1, &number) &&
	    !a->done[number]) {
		a->done[number] = true;
		a->answered((size_t)number, &v, a->argument);
	}
	verification_clear(&v);
}

/* Takes the whole answers off what has arrived. */
static void take_answers(struct buffer *answer, void *argument)
{
	const char *end;

	while ((end = memmem(answer->data, answer->length, "\n\n", 2))) {
		size_t length = (size_t)(end - answer->data) + 2;

		read_answer(argument, answer->data, length - 1);
		answer->length -= length;
		memmove(answer->data, answer->data + length,
			answer->length + 1);
	}
}

/* Why there is no answer to what is not answered. */
static void explain(enum child_end end, int exit_code, struct verification *v)
{
	const char *reason = "'ringbearer-verify' failed";

	v->verdict = VERDICT_UNKNOWN;
	if (end == CHILD_TIMED_OUT) {
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
	    path_check_trusted(a->config->ca_file, &e) == STATUS_OK)
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
}
