#include <stdio.h>

#include "helper/network/verify-keys.h"
#include "helper/verifier/conversation.h"
#include "helper/verifier/learn.h"
#include "helper/verifier/outcome.h"
#include "helper/verifier/retry.h"
#include "helper/verifier/trace.h"
#include "protocol/core/clock.h"

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

static void tell_retry(struct conversation *c, const struct answer *answer)
{
	struct inquiry *q = c->inquiry;

	if (!c->crowded && !(answer->status == 503 && retry_is_told(answer)))
		return;
	c->retry = retry_after(&q->provider->retry, answer, time(NULL));
	tell_number(q, VERIFY_RETRY, c->retry);
}

static void judge(struct conversation *c, struct exchange *x)
{
	const struct step *step = conversation_step(c);
	struct answer *answer = &x->answer;
	struct inquiry *q = c->inquiry;
	struct finding *f = &x->finding;

	answer_parse(answer);
	outcome_judge(q, step, answer, f);
	if (f->verdict == VERDICT_OK ||
	    (f->verdict == VERDICT_LIMITED && !step->optional))
		learn_from(q, step, answer);
	if (f->verdict == VERDICT_OK)
		choose(q, step, answer, f);
	c->crowded = f->verdict == VERDICT_THROTTLED;
	if (step->optional)
		return;
	learn_missing(q, f->rule, answer);
	tell_number(q, VERIFY_HTTP_STATUS, answer->status);
	tell_retry(c, answer);
}

void conversation_end(struct conversation *c, const struct finding *f)
{
	struct inquiry *q = c->inquiry;
	char reason[SHOWN_MAX + 1];

	if (verdict_kind(f->verdict) == VERDICT_KIND_GOOD)
		learn_account(q);
	credential_set(&q->learnt, FIELD_VERDICT, verdict_names[f->verdict]);
	inquiry_show(q, f->reason, reason);
	if (*reason)
		tell(q, VERIFY_REASON, reason);
	if (q->traces)
		tell(q, VERIFY_TRACE, q->trace.data);
	c->finding.verdict = f->verdict;
	c->over = true;
}

void conversation_begin(struct conversation *c, struct inquiry *q)
{
	struct finding f = { 0 };

	credential_clear(&q->learnt);
	*c = (struct conversation){ .inquiry = q,
				    .left = q->timeout,
				    .retry = -1 };
	if (q->provider->step_count > 0)
		return;
	finding_set(&f, VERDICT_UNKNOWN, "there is no way to ask");
	conversation_end(c, &f);
}

const struct step *conversation_step(const struct conversation *c)
{
	return &c->inquiry->provider->steps[c->step];
}

void conversation_go_on(struct conversation *c)
{
	c->step++;
	if (c->finding.verdict != VERDICT_OK ||
	    c->step == c->inquiry->provider->step_count)
		conversation_end(c, &c->finding);
}

bool conversation_next(struct conversation *c, long most, struct exchange *x)
{
	const struct step *step = conversation_step(c);
	struct inquiry *q = c->inquiry;

	*x = (struct exchange){ 0 };
	c->crowded = false;
	if (!step->optional) {
		tell(q, VERIFY_STEP, step->name);
		tell(q, VERIFY_HTTP_STATUS, NULL);
	}
	c->asked = clock_now();
	x->request.timeout = c->left < most ? c->left : most;
	if (x->request.timeout <= 0)
		finding_set(&x->finding, VERDICT_UNAVAILABLE,
			    "no answer in time");
	else if (request_make(q, step, &x->request, &x->finding))
		return true;
	conversation_take(c, x);
	return false;
}

void conversation_take(struct conversation *c, struct exchange *x)
{
	c->left -= (long)(clock_now() - c->asked);
	if (x->answered)
		judge(c, x);
	if (!conversation_step(c)->optional)
		c->finding = x->finding;
	if (c->inquiry->traces)
		trace_exchange(c->inquiry, conversation_step(c), x);
	request_clear(&x->request);
	buffer_clear(&x->sent);
	answer_clear(&x->answer);
	conversation_go_on(c);
}
