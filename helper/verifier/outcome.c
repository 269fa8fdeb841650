#include <string.h>

#include "helper/verifier/outcome.h"

static bool status_holds(const struct outcome *rule,
			 const struct answer *answer)
{
	return answer->status >= rule->status_first &&
	       answer->status <= rule->status_last;
}

static bool header_holds(const struct outcome *rule,
			 const struct answer *answer)
{
	struct buffer value = { 0 };
	bool there =
		!rule->header || answer_header(answer, rule->header, &value);

	buffer_clear(&value);
	return there;
}

static bool text_holds(const struct outcome *rule, const char *text)
{
	if (rule->equals && strcmp(text, rule->equals) != 0)
		return false;
	return !rule->contains || strcasestr(text, rule->contains);
}

static bool pointer_holds(const struct outcome *rule,
			  const struct answer *answer)
{
	struct buffer text = { 0 };
	bool holds;

	if (!rule->pointer)
		return true;
	if (!rule->equals && !rule->contains)
		return answer_at(answer, rule->pointer);
	holds = answer_text(answer, rule->pointer, &text) &&
		text_holds(rule, text.data);
	buffer_clear(&text);
	return holds;
}

static bool rule_holds(const struct outcome *rule, const struct answer *answer)
{
	if (rule->verdict == VERDICT_OK && !rule->pointer)
		return false;
	if ((rule->json || rule->pointer) && !answer->is_json)
		return false;
	if (rule->empty && answer->body.length > 0)
		return false;
	return status_holds(rule, answer) && header_holds(rule, answer) &&
	       pointer_holds(rule, answer);
}

const struct outcome *outcome_find(const struct step *step,
				   const struct answer *answer)
{
	for (size_t i = 0; i < step->outcome_count; i++)
		if (rule_holds(&step->outcomes[i], answer))
			return &step->outcomes[i];
	return NULL;
}

/* What is said when neither the rule nor the provider says anything. */
static const char *plain_reason(enum verdict verdict)
{
	static const char *const reasons[VERDICT_COUNT] = {
		[VERDICT_LIMITED] = "the token is good, but lacks a right",
		[VERDICT_INVALID] = "the token is not accepted",
		[VERDICT_EXPIRED] = "the token has expired",
		[VERDICT_REVOKED] = "the token was revoked",
		[VERDICT_WRONG_PLACE] = "the token belongs to another place",
		[VERDICT_THROTTLED] = "answered that there are too many "
				      "requests",
		[VERDICT_UNAVAILABLE] = "answered with an error of its own",
		[VERDICT_UNKNOWN] = "answered something unexpected",
	};

	return reasons[verdict];
}

static void set_plain(struct finding *f, enum verdict verdict)
{
	const char *reason = plain_reason(verdict);

	finding_set(f, verdict, "%s", reason ? reason : "");
}

static void judge_by_tail(const struct answer *answer, struct finding *f)
{
	long status = answer->status;

	if (status == 429)
		set_plain(f, VERDICT_THROTTLED);
	else if (status >= 500 && status <= 599)
		set_plain(f, VERDICT_UNAVAILABLE);
	else if (status >= 300 && status <= 399)
		finding_set(f, VERDICT_UNKNOWN, "answered with a redirect");
	else if (answer->body.length == 0)
		finding_set(f, VERDICT_UNKNOWN, "answered with nothing");
	else if (!answer->is_json)
		finding_set(f, VERDICT_UNKNOWN,
			    "answered with something other than JSON");
	else
		set_plain(f, VERDICT_UNKNOWN);
}

void outcome_judge(const struct inquiry *q, const struct step *step,
		   const struct answer *answer, struct finding *f)
{
	const struct outcome *rule = outcome_find(step, answer);
	struct buffer reason = { 0 };

	if (!rule) {
		judge_by_tail(answer, f);
		return;
	}
	f->rule = rule;
	set_plain(f, rule->verdict);
	if (rule->reason &&
	    inquiry_render_shown(q, answer, rule->reason, &reason))
		inquiry_show(q, reason.data, f->reason);
	buffer_clear(&reason);
}
