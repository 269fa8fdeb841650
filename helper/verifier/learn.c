#include "helper/verifier/learn.h"

static bool render(const struct inquiry *q, const char *name,
		   const char *template, const struct answer *answer,
		   struct buffer *out)
{
	return inquiry_is_secret(q, name)
		       ? inquiry_render(q, answer, template, out)
		       : inquiry_render_shown(q, answer, template, out);
}

static void learn_first(struct inquiry *q, const char *name,
			const struct strings *templates,
			const struct answer *answer)
{
	struct buffer text = { 0 };
	bool known = false;

	for (size_t i = 0; i < templates->count && !known; i++)
		known = render(q, name, templates->items[i], answer, &text);
	if (known)
		inquiry_learn(q, name, text.data);
	buffer_clear(&text);
}

void learn_from(struct inquiry *q, const struct step *step,
		const struct answer *answer)
{
	for (size_t i = 0; i < step->learn_count; i++)
		learn_first(q, step->learns[i].name, &step->learns[i].from,
			    answer);
}

void learn_missing(struct inquiry *q, const struct outcome *rule,
		   const struct answer *answer)
{
	struct buffer scopes = { 0 };

	if (rule && rule->missing &&
	    answer_text(answer, rule->missing, &scopes) && scopes.length > 0)
		inquiry_learn(q, field_info[FIELD_MISSING].key, scopes.data);
	buffer_clear(&scopes);
}

void learn_account(struct inquiry *q)
{
	learn_first(q, field_info[FIELD_ACCOUNT].key, &q->provider->account,
		    NULL);
}
