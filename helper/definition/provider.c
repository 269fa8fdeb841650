#include <stdlib.h>

#include "helper/definition/provider.h"

static void outcome_free(struct outcome *outcome)
{
	free(outcome->pointer);
	free(outcome->equals);
	free(outcome->contains);
	free(outcome->header);
	free(outcome->reason);
	free(outcome->missing);
}

static void choose_free(struct choose *choose)
{
	free(choose->field);
	free(choose->list);
	free(choose->where);
	free(choose->equals);
	free(choose->value);
	free(choose->label);
	free(choose->into);
	free(choose->none);
}

static void step_free(struct step *step)
{
	free(step->name);
	free(step->url);
	strings_clear(&step->headers);
	for (size_t i = 0; i < step->outcome_count; i++)
		outcome_free(&step->outcomes[i]);
	free(step->outcomes);
	for (size_t i = 0; i < step->learn_count; i++) {
		free(step->learns[i].name);
		strings_clear(&step->learns[i].from);
	}
	free(step->learns);
	choose_free(&step->choose);
}

static void fields_free(struct provider *provider)
{
	for (size_t i = 0; i < provider->field_count; i++) {
		free(provider->fields[i].name);
		free(provider->fields[i].title);
		free(provider->fields[i].from);
	}
	free(provider->fields);
}

static void scopes_free(struct provider *provider)
{
	for (size_t i = 0; i < provider->scope_count; i++) {
		free(provider->scopes[i].name);
		free(provider->scopes[i].reason);
		strings_clear(&provider->scopes[i].implies);
	}
	free(provider->scopes);
}

static void types_free(struct provider *provider)
{
	for (size_t i = 0; i < provider->type_count; i++) {
		free(provider->types[i].name);
		free(provider->types[i].pattern);
	}
	free(provider->types);
}

static void environment_free(struct provider *provider)
{
	for (size_t i = 0; i < provider->environment_count; i++) {
		free(provider->environment[i].name);
		free(provider->environment[i].value);
	}
	free(provider->environment);
}

void provider_free(struct provider *provider)
{
	if (!provider)
		return;
	free(provider->name);
	free(provider->title);
	free(provider->file);
	free(provider->text);
	strings_clear(&provider->hosts);
	strings_clear(&provider->headers);
	strings_clear(&provider->account);
	fields_free(provider);
	scopes_free(provider);
	types_free(provider);
	for (size_t i = 0; i < provider->step_count; i++)
		step_free(&provider->steps[i]);
	free(provider->steps);
	environment_free(provider);
	free(provider->retry.header);
	free(provider->expiry);
	strings_clear(&provider->hints);
	strings_clear(&provider->guide);
	strings_clear(&provider->warnings);
	free(provider->create_url);
	free(provider->revoke_url);
	free(provider);
}
