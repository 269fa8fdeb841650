#include <string.h>

#include "helper/definition/verdict.h"
#include "helper/network/plausible.h"
#include "helper/network/verify-keys.h"
#include "protocol/core/text.h"

/* As the verifier sends it: fit to be shown, and cut. */
static bool is_text(const char *value)
{
	char shown[PLAUSIBLE_TEXT_MAX + 1];
	bool same;

	text_sanitize(value, shown, sizeof(shown));
	same = strcmp(shown, value) == 0;
	explicit_bzero(shown, sizeof(shown));
	return same;
}

/* The only value of several lines. */
static bool is_trace(const char *value)
{
	size_t length = strlen(value);

	for (size_t i = 0; i < length; i++)
		if (value[i] != '\n' && text_has_control(value + i, 1))
			return false;
	return length <= PLAUSIBLE_TRACE_MAX && text_is_utf8(value, length);
}

static bool step_learns(const struct step *step, const char *name)
{
	for (size_t i = 0; i < step->learn_count; i++)
		if (strcmp(step->learns[i].name, name) == 0)
			return true;
	return text_equal(step->choose.field, name) ||
	       text_equal(step->choose.into, name);
}

static bool is_learnt(const struct provider *provider, const char *name)
{
	for (size_t i = 0; i < provider->step_count; i++)
		if (step_learns(&provider->steps[i], name))
			return true;
	return false;
}

static bool has_choice(const struct provider *provider)
{
	for (size_t i = 0; i < provider->step_count; i++)
		if (provider->steps[i].choose.field)
			return true;
	return false;
}

static bool is_secret(const struct provider *provider, const char *name)
{
	for (size_t i = 0; i < provider->field_count; i++)
		if (strcmp(provider->fields[i].name, name) == 0)
			return provider->fields[i].secret;
	return false;
}

static bool field_is_plausible(const struct provider *provider,
			       enum field field, const char *value)
{
	if (!is_text(value))
		return false;
	switch (field) {
	case FIELD_VERDICT:
		return verdict_parse(value) != VERDICT_COUNT;
	case FIELD_ACCOUNT:
	case FIELD_MISSING:
		return true;
	case FIELD_NAME:
	case FIELD_EMAIL:
	case FIELD_ID:
	case FIELD_ORGANIZATION:
	case FIELD_SCOPES:
		return is_learnt(provider, field_info[field].key);
	default:
		return false;
	}
}

static bool is_fixed(const char *key)
{
	static const char *const keys[] = { VERIFY_NUMBER, VERIFY_REASON,
					    VERIFY_HTTP_STATUS, VERIFY_STEP,
					    VERIFY_RETRY };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strcmp(key, keys[i]) == 0)
			return true;
	return false;
}

static bool extra_is_plausible(const struct provider *provider, bool traces,
			       const struct extra *extra)
{
	const size_t prefix = strlen(VERIFY_CHOICE);

	if (extra->foreign || extra->note)
		return false;
	if (traces && strcmp(extra->key, VERIFY_TRACE) == 0)
		return !extra->secret && is_trace(extra->value);
	if (!is_text(extra->value))
		return false;
	if (strncmp(extra->key, VERIFY_CHOICE, prefix) == 0)
		return !extra->secret && has_choice(provider) &&
		       is_text(extra->key + prefix);
	if (is_fixed(extra->key))
		return !extra->secret;
	return is_learnt(provider, extra->key) &&
	       extra->secret == is_secret(provider, extra->key);
}

bool answer_is_plausible(const struct provider *provider, bool traces,
			 const struct credential *answer)
{
	if (!answer->values[FIELD_VERDICT])
		return false;
	for (int f = 0; f < FIELD_COUNT; f++)
		if (answer->values[f] &&
		    !field_is_plausible(provider, (enum field)f,
					answer->values[f]))
			return false;
	for (size_t i = 0; i < answer->extra_count; i++)
		if (!extra_is_plausible(provider, traces, &answer->extras[i]))
			return false;
	return true;
}
