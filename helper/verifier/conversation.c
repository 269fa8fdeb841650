#include <stdio.h>
#include <time.h>

#include "helper/verifier/choose.h"
#include "helper/verifier/conversation.h"
#include "helper/verifier/http.h"
#include "helper/verifier/learn.h"
#include "helper/verifier/outcome.h"
#include "helper/verifier/retry.h"
#include "helper/verify.h"

/* Milliseconds, of a clock that nobody sets. */
static long long now(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

static bool is_good(enum verdict verdict)
{
	return verdict == VERDICT_OK || verdict == VERDICT_LIMITED;
}

static void tell(struct inquiry *q, const char *key, const char *value)
{
	credential_set_extra(&q->learnt, key, value, false);
}

static void tell_number(struct inquiry *q, const char *key, long long value)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "%lld", value);
	tell(q, key, text);
}

static void tell_retry(struct inquiry *q, const struct answer *answer,
		       const struct finding *f)
{
	long long seconds;
	bool asks = f->verdict == VERDICT_THROTTLED ||
		    (answer->status == 503 && retry_is_told(answer));

	if (asks &&
	    retry_after(&q->provider->retry, answer, time(NULL), &seconds))
		tell_number(q, VERIFY_RETRY, seconds);
}

static bool ask(const struct inquiry *q, const struct step *step,
		long long deadline, struct answer *answer, struct finding *f)
{
	struct request request = { 0 };
	bool answered = false;

	request.timeout = (long)(deadline - now());
	if (request.timeout <= 0)
		finding_set(f, VERDICT_UNAVAILABLE, "no answer in time");
	else if (request_make(q, step, &request, f))
		answered = http_get(&request, answer, f);
	request_clear(&request);
	return answered;
}

static void take(struct inquiry *q, const struct step *step,
		 struct answer *answer, struct finding *f)
{
	answer_parse(answer);
	tell_number(q, VERIFY_HTTP_STATUS, answer->status);
	outcome_judge(q, step, answer, f);
	if (is_good(f->verdict))
		learn_from(q, step, answer);
	if (f->verdict == VERDICT_OK)
		choose(q, step, answer, f);
	tell_retry(q, answer, f);
}

static void make_step(struct inquiry *q, const struct step *step,
		      long long deadline, struct finding *f)
{
	struct answer answer = { 0 };

	tell(q, VERIFY_STEP, step->name);
	tell(q, VERIFY_HTTP_STATUS, NULL);
	if (ask(q, step, deadline, &answer, f))
		take(q, step, &answer, f);
	answer_clear(&answer);
}

void converse(struct inquiry *q)
{
	const struct provider *provider = q->provider;
	long long deadline = now() + q->timeout;
	struct finding f = { 0 };
	char reason[SHOWN_MAX + 1];

	if (provider->step_count == 0)
		finding_set(&f, VERDICT_UNKNOWN, "there is no way to ask");
	for (size_t i = 0; i < provider->step_count; i++) {
		make_step(q, &provider->steps[i], deadline, &f);
		if (f.verdict != VERDICT_OK)
			break;
	}
	if (is_good(f.verdict))
		learn_account(q);
	credential_set(&q->learnt, FIELD_VERDICT, verdict_names[f.verdict]);
	inquiry_show(q, f.reason, reason);
	if (*reason)
		tell(q, VERIFY_REASON, reason);
}
