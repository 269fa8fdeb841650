#include <stdlib.h>
#include <string.h>

#include "helper/definition/internal.h"
#include "protocol/core/memory.h"

enum {
	DEFAULT_RETRY = 60, /* seconds */
};

static char *copy(const char *text)
{
	return text ? memory_copy(text, strlen(text)) : NULL;
}

static char *get(cfg_t *section, const char *key)
{
	return copy(cfg_getstr(section, key));
}

static struct strings get_list(cfg_t *section, const char *key)
{
	struct strings list = { 0 };

	for (unsigned int i = 0; i < cfg_size(section, key); i++)
		strings_add(&list, cfg_getnstr(section, key, i));
	return list;
}

static void make_outcome(cfg_t *section, struct outcome *outcome)
{
	const char *status = cfg_getstr(section, "status");
	const char *verdict = cfg_getstr(section, "verdict");

	(void)parse_status(status ? status : "100-599", &outcome->status_first,
			   &outcome->status_last);
	outcome->pointer = get(section, "pointer");
	outcome->equals = get(section, "equals");
	outcome->contains = get(section, "contains");
	outcome->json = cfg_getbool(section, "json") || outcome->pointer;
	outcome->empty = cfg_getbool(section, "empty");
	outcome->header = get(section, "header");
	outcome->verdict = verdict_parse(verdict);
	outcome->reason = get(section, "reason");
	outcome->missing = get(section, "missing");
}

static void make_choose(cfg_t *section, struct choose *choose)
{
	choose->field = copy(cfg_title(section));
	choose->list = get(section, "list");
	choose->where = get(section, "where");
	choose->equals = get(section, "equals");
	choose->value = get(section, "value");
	choose->label = get(section, "label");
	choose->into = get(section, "into");
	choose->none = get(section, "none");
}

static void make_step(cfg_t *section, struct step *step)
{
	step->name = copy(cfg_title(section));
	step->url = get(section, "get");
	step->optional = cfg_getbool(section, "optional");
	step->headers = get_list(section, "headers");
	step->outcome_count = cfg_size(section, "outcome");
	step->outcomes =
		memory_alloc(step->outcome_count, sizeof(*step->outcomes));
	for (unsigned int i = 0; i < step->outcome_count; i++)
		make_outcome(cfg_getnsec(section, "outcome", i),
			     &step->outcomes[i]);
	step->learn_count = cfg_size(section, "learn");
	step->learns = memory_alloc(step->learn_count, sizeof(*step->learns));
	for (unsigned int i = 0; i < step->learn_count; i++) {
		cfg_t *learn = cfg_getnsec(section, "learn", i);

		step->learns[i].name = copy(cfg_title(learn));
		step->learns[i].from = get_list(learn, "from");
	}
	if (cfg_size(section, "choose") > 0)
		make_choose(cfg_getnsec(section, "choose", 0), &step->choose);
}

static void make_steps(cfg_t *section, struct provider *provider)
{
	provider->step_count = cfg_size(section, "verify");
	provider->steps =
		memory_alloc(provider->step_count, sizeof(*provider->steps));
	for (unsigned int i = 0; i < provider->step_count; i++)
		make_step(cfg_getnsec(section, "verify", i),
			  &provider->steps[i]);
}

static void make_fields(cfg_t *section, struct provider *provider)
{
	provider->field_count = cfg_size(section, "field");
	provider->fields =
		memory_alloc(provider->field_count, sizeof(*provider->fields));
	for (unsigned int i = 0; i < provider->field_count; i++) {
		cfg_t *field = cfg_getnsec(section, "field", i);

		provider->fields[i].name = copy(cfg_title(field));
		provider->fields[i].title = get(field, "title");
		provider->fields[i].from = get(field, "from");
		provider->fields[i].secret = cfg_getbool(field, "secret");
		provider->fields[i].optional = cfg_getbool(field, "optional");
	}
}

static void make_scopes(cfg_t *section, struct provider *provider)
{
	provider->scope_count = cfg_size(section, "scope");
	provider->scopes =
		memory_alloc(provider->scope_count, sizeof(*provider->scopes));
	for (unsigned int i = 0; i < provider->scope_count; i++) {
		cfg_t *scope = cfg_getnsec(section, "scope", i);

		provider->scopes[i].name = copy(cfg_title(scope));
		provider->scopes[i].reason = get(scope, "reason");
		provider->scopes[i].needed = cfg_getbool(scope, "needed");
		provider->scopes[i].implies = get_list(scope, "implies");
	}
}

static void make_types(cfg_t *section, struct provider *provider)
{
	provider->type_count = cfg_size(section, "type");
	provider->types =
		memory_alloc(provider->type_count, sizeof(*provider->types));
	for (unsigned int i = 0; i < provider->type_count; i++) {
		cfg_t *type = cfg_getnsec(section, "type", i);

		provider->types[i].name = copy(cfg_title(type));
		provider->types[i].pattern = get(type, "pattern");
	}
}

static void make_environment(cfg_t *section, struct provider *provider)
{
	provider->environment_count = cfg_size(section, "environment");
	provider->environment = memory_alloc(provider->environment_count,
					     sizeof(*provider->environment));
	for (unsigned int i = 0; i < provider->environment_count; i++) {
		const char *text = cfg_getnstr(section, "environment", i);
		const char *equals = strchr(text, '=');

		provider->environment[i].name =
			memory_copy(text, equals ? (size_t)(equals - text) : 0);
		provider->environment[i].value = copy(equals ? equals + 1 : "");
	}
}

static void make_times(cfg_t *section, struct provider *provider)
{
	cfg_t *lifetime = cfg_getsec(section, "lifetime");
	cfg_t *retry = cfg_getsec(section, "retry");
	const char *expiry = cfg_getstr(section, "expiry");
	const char *unit = cfg_getstr(retry, "unit");

	provider->expiry = copy(expiry ? expiry : "unknown");
	provider->lifetime_days = (int)cfg_getint(lifetime, "days");
	provider->lifetime_days_min = (int)cfg_getint(lifetime, "min");
	provider->lifetime_days_max = (int)cfg_getint(lifetime, "max");
	provider->retry.header = get(retry, "header");
	provider->retry.epoch = unit && strcmp(unit, "epoch") == 0;
	provider->retry.seconds = cfg_size(retry, "default") > 0
					  ? (int)cfg_getint(retry, "default")
					  : DEFAULT_RETRY;
}

struct provider *provider_make(cfg_t *section)
{
	struct provider *provider = memory_alloc(1, sizeof(*provider));

	provider->name = copy(cfg_title(section));
	provider->title = get(section, "title");
	provider->hosts = get_list(section, "hosts");
	provider->headers = get_list(section, "headers");
	provider->account = get_list(section, "account");
	make_fields(section, provider);
	make_scopes(section, provider);
	make_types(section, provider);
	make_steps(section, provider);
	make_environment(section, provider);
	make_times(section, provider);
	provider->hints = get_list(section, "hints");
	provider->guide = get_list(section, "guide");
	provider->warnings = get_list(section, "warnings");
	provider->create_url = get(section, "create");
	provider->revoke_url = get(section, "revoke");
	provider->override = cfg_getbool(section, "override");
	for (size_t i = 0; i < provider->step_count; i++)
		provider->loopback |= provider->steps[i].url &&
				      url_is_plain(provider->steps[i].url);
	return provider;
}
