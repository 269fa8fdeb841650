#include <stdlib.h>
#include <string.h>

#include "helper/definition/internal.h"
#include "protocol/core/memory.h"

static const struct provider_field *find_field(const struct provider *provider,
					       const char *name)
{
	for (size_t i = 0; i < provider->field_count; i++)
		if (strcmp(provider->fields[i].name, name) == 0)
			return &provider->fields[i];
	return NULL;
}

/* Whether one of the first `steps` chooses it. */
static bool is_chosen(const struct provider *provider, size_t steps,
		      const char *name)
{
	for (size_t i = 0; i < steps; i++) {
		const struct choose *choose = &provider->steps[i].choose;

		if (choose->field && strcmp(choose->field, name) == 0)
			return true;
	}
	return false;
}

static bool step_learns(const struct step *step, const char *name)
{
	for (size_t i = 0; i < step->learn_count; i++)
		if (strcmp(step->learns[i].name, name) == 0)
			return true;
	return step->choose.into && strcmp(step->choose.into, name) == 0;
}

static bool is_learnt(const struct provider *provider, size_t steps,
		      const char *name)
{
	for (size_t i = 0; i < steps; i++)
		if (step_learns(&provider->steps[i], name))
			return true;
	return false;
}

static bool is_scope(const struct provider *provider, const char *name)
{
	for (size_t i = 0; i < provider->scope_count; i++)
		if (strcmp(provider->scopes[i].name, name) == 0)
			return true;
	return false;
}

/* What every record may have. */
static bool is_common(const char *name)
{
	static const char *const names[] = {
		"version", "username", "account",      "name",
		"email",   "id",       "organization",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

/* A URL is sent before its own step learns anything. */
static bool is_known(const struct use *use, const struct provider *provider,
		     const char *name)
{
	const struct provider_field *field = find_field(provider, name);
	size_t steps = provider->step_count;

	if (use->kind == USE_URL)
		steps = use->steps - 1;
	else if (is_common(name) || field)
		return true;
	return is_chosen(provider, steps, name) ||
	       is_learnt(provider, steps, name) ||
	       (field && strcmp(field->from, "typed") == 0);
}

static const char *wrong_use(const struct use *use,
			     const struct provider *provider, const char *name)
{
	bool secrets = use->kind == USE_HEADER || use->kind == USE_ENVIRONMENT;
	const struct provider_field *field = find_field(provider, name);
	bool secret = strcmp(name, "token") == 0 || (field && field->secret);

	if (*name == '/')
		return use->kind == USE_ANSWER
			       ? NULL
			       : "is a pointer, but there is no answer here";
	if (secret)
		return secrets ? NULL : "is a secret, which may not go here";
	if (is_known(use, provider, name))
		return NULL;
	return use->kind == USE_URL ? "is a variable that no earlier step sets"
				    : "is a variable that nothing sets";
}

static enum status check_template(const struct use *use,
				  const struct provider *provider,
				  struct error *e)
{
	struct template t = { .next = use->text };
	enum template_part part;
	enum status status = STATUS_OK;

	while (!status && (part = template_next(&t)) != TEMPLATE_END) {
		char *name = memory_copy(t.start, t.length);
		const char *wrong = part == TEMPLATE_VARIABLE
					    ? wrong_use(use, provider, name)
					    : NULL;

		if (wrong)
			status = error_set(e, STATUS_MALFORMED, "%s: '{%s}' %s",
					   use->where, name, wrong);
		free(name);
	}
	return status;
}

static const char *wrong_place(const struct use *use,
			       const struct provider *provider)
{
	size_t length;
	const char *host = url_host(use->text, &length);

	for (size_t i = 0; i < provider->hosts.count; i++) {
		const char *known = provider->hosts.items[i];

		if (strlen(known) == length && memcmp(known, host, length) == 0)
			return NULL;
	}
	return "goes to a host that is not written so in 'hosts'";
}

static const struct step *find_step(const struct provider *provider,
				    const char *name)
{
	const struct step *step = provider->steps;

	while (strcmp(step->name, name) != 0)
		step++;
	return step;
}

/*
 * An optional step may take all the time, so that nothing that counts can
 * stand behind it.
 */
static const char *wrong_order(const struct provider *provider,
			       const char *name)
{
	const struct step *step = find_step(provider, name);

	if (step == provider->steps)
		return step->optional ? "is the first step, which cannot be "
					"optional"
				      : NULL;
	return step[-1].optional && !step->optional
		       ? "stands behind an optional step"
		       : NULL;
}

/* An answer says nothing of a token that was not sent. */
static bool sends_token(const struct provider *provider, const char *name)
{
	const struct step *step = find_step(provider, name);
	const struct strings *headers;

	headers = step->headers.count ? &step->headers : &provider->headers;
	for (size_t i = 0; i < headers->count; i++)
		if (strstr(headers->items[i], "{token}"))
			return true;
	return false;
}

static const char *wrong_reference(const struct use *use,
				   const struct provider *provider)
{
	switch (use->kind) {
	case USE_URL:
		return wrong_place(use, provider);
	case USE_CHOSEN:
		return is_chosen(provider, provider->step_count, use->text)
			       ? NULL
			       : "is chosen by no step";
	case USE_LEARNT:
		return is_learnt(provider, provider->step_count, use->text)
			       ? NULL
			       : "is learnt by no step";
	case USE_TYPED:
		return is_chosen(provider, provider->step_count, use->text) ||
				       is_learnt(provider, provider->step_count,
						 use->text)
			       ? "is typed, but a step sets it, too"
			       : NULL;
	case USE_SCOPE:
		return is_scope(provider, use->text)
			       ? NULL
			       : "is no scope of this definition";
	case USE_STEP:
		return sends_token(provider, use->text)
			       ? NULL
			       : "sends no header with '{token}'";
	case USE_ORDER:
		return wrong_order(provider, use->text);
	default:
		return NULL;
	}
}

enum status use_check(const struct use *use, const struct provider *provider,
		      struct error *e)
{
	const char *wrong = wrong_reference(use, provider);

	if (wrong)
		return error_set(e, STATUS_MALFORMED, "%s: '%s' %s", use->where,
				 use->text, wrong);
	/* What is no template has no braces. */
	return check_template(use, provider, e);
}

void use_free(struct use *use)
{
	while (use) {
		struct use *next = use->next;

		free(use->where);
		free(use->text);
		free(use);
		use = next;
	}
}
