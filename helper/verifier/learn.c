#include <json-c/json.h>
#include <string.h>

#include "helper/network/verify-keys.h"
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

/* The choosing under way. */
struct choosing {
	struct inquiry *inquiry;
	const struct choose *rule;
	const char *wanted; /* NULL: whichever there is */
	struct json_object *chosen;
	size_t count;
	bool unusable; /* an item has no value that we could send */
};

static bool item_counts(const struct choose *rule, struct json_object *item)
{
	struct buffer text = { 0 };
	bool counts;

	if (!rule->where)
		return true;
	counts = value_text(value_at(item, rule->where), &text) &&
		 strcmp(text.data, rule->equals) == 0;
	buffer_clear(&text);
	return counts;
}

/*
 * The item's value, which goes into a header and into the key of a line: one
 * that would have to be changed for that is no value.
 */
static bool item_value(const struct choosing *c, struct json_object *item,
		       char *value)
{
	struct buffer text = { 0 };
	bool usable = value_text(value_at(item, c->rule->value), &text);

	if (usable) {
		inquiry_show(c->inquiry, text.data, value);
		usable = strcmp(value, text.data) == 0 && *value &&
			 !strchr(value, '=');
	}
	buffer_clear(&text);
	return usable;
}

static void item_label(const struct choosing *c, struct json_object *item,
		       char *label)
{
	struct buffer text = { 0 };

	*label = '\0';
	if (c->rule->label && value_text(value_at(item, c->rule->label), &text))
		inquiry_show(c->inquiry, text.data, label);
	buffer_clear(&text);
}

static void look_at(struct choosing *c, struct json_object *item)
{
	char value[SHOWN_MAX + 1];

	if (!item_counts(c->rule, item))
		return;
	if (!item_value(c, item, value)) {
		c->unusable = true;
		return;
	}
	c->count++;
	if (c->wanted ? strcmp(value, c->wanted) == 0 : c->count == 1)
		c->chosen = item;
	else if (!c->wanted)
		c->chosen = NULL;
}

/* Lists what there is to choose from, for the person. */
static void list_choices(const struct choosing *c, struct json_object *list)
{
	static const char prefix[] = VERIFY_CHOICE;
	char key[sizeof(prefix) + SHOWN_MAX] = VERIFY_CHOICE;
	size_t count = json_object_array_length(list);
	size_t listed = 0;

	for (size_t i = 0; i < count && listed < CHOICES_MAX; i++) {
		struct json_object *item = json_object_array_get_idx(list, i);
		char label[SHOWN_MAX + 1];

		if (!item_counts(c->rule, item) ||
		    !item_value(c, item, key + sizeof(prefix) - 1))
			continue;
		item_label(c, item, label);
		credential_set_extra(&c->inquiry->learnt, key, label, false);
		listed++;
	}
}

static void take_chosen(const struct choosing *c)
{
	char text[SHOWN_MAX + 1];

	(void)item_value(c, c->chosen, text);
	inquiry_learn(c->inquiry, c->rule->field, text);
	item_label(c, c->chosen, text);
	if (c->rule->into && *text)
		inquiry_learn(c->inquiry, c->rule->into, text);
}

static void say_why_not(const struct choosing *c, struct finding *f)
{
	const char *none = c->rule->none;
	char wanted[SHOWN_MAX + 1];

	if (c->unusable) {
		finding_set(f, VERDICT_UNKNOWN,
			    "answered with a list that has an unusable entry");
	} else if (c->count == 0) {
		finding_set(f, VERDICT_WRONG_PLACE, "%s",
			    none ? none : "the token reaches no account");
	} else if (c->wanted) {
		inquiry_show(c->inquiry, c->wanted, wanted);
		finding_set(f, VERDICT_WRONG_PLACE,
			    "the token does not reach the account '%s'",
			    wanted);
	} else {
		finding_set(f, VERDICT_WRONG_PLACE,
			    "the token reaches %zu accounts", c->count);
	}
}

void choose(struct inquiry *q, const struct step *step,
	    const struct answer *answer, struct finding *f)
{
	const char *username = q->given.values[FIELD_USERNAME];
	struct choosing c = { .inquiry = q, .rule = &step->choose };
	struct json_object *list;
	size_t count;

	if (!c.rule->field)
		return;
	list = answer_at(answer, c.rule->list);
	if (!json_object_is_type(list, json_type_array)) {
		finding_set(f, VERDICT_UNKNOWN,
			    "answered without the list to choose from");
		return;
	}
	c.wanted = username && *username ? username : NULL;
	count = json_object_array_length(list);
	for (size_t i = 0; i < count; i++)
		look_at(&c, json_object_array_get_idx(list, i));
	if (c.chosen && !(c.unusable && !c.wanted)) {
		take_chosen(&c);
		return;
	}
	say_why_not(&c, f);
	list_choices(&c, list);
}
