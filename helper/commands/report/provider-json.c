
#include "helper/commands/display/json.h"
#include "helper/commands/report/provider.h"

static void add(json_object *to, const char *key, const char *text)
{
	if (text)
		json_set_text(to, key, text);
}

static void add_number(json_object *to, const char *key, int number)
{
	if (number)
		json_set_number(to, key, true, number);
}

static json_object *strings_json(const struct strings *strings)
{
	json_object *list = json_object_new_array();

	for (size_t i = 0; i < strings->count; i++)
		json_object_array_add(list, json_object_new_string(
						    strings->items[i]));
	return list;
}

json_object *provider_summary_json(const struct provider *provider)
{
	json_object *o = json_object_new_object();

	add(o, "name", provider->name);
	add(o, "title", provider->title);
	json_object_object_add(o, "hosts", strings_json(&provider->hosts));
	add(o, "source", provider->file);
	return o;
}

static json_object *fields_json(const struct provider *provider)
{
	json_object *list = json_object_new_array();

	for (size_t i = 0; i < provider->field_count; i++) {
		const struct provider_field *field = &provider->fields[i];
		json_object *o = json_object_new_object();

		add(o, "name", field->name);
		add(o, "title", field->title);
		add(o, "from", field->from);
		json_set_flag(o, "secret", field->secret);
		json_set_flag(o, "optional", field->optional);
		json_object_array_add(list, o);
	}
	return list;
}

static json_object *scopes_json(const struct provider *provider)
{
	json_object *list = json_object_new_array();

	for (size_t i = 0; i < provider->scope_count; i++) {
		const struct provider_scope *scope = &provider->scopes[i];
		json_object *o = json_object_new_object();

		add(o, "name", scope->name);
		add(o, "reason", scope->reason);
		json_set_flag(o, "needed", scope->needed);
		json_object_object_add(o, "implies",
				       strings_json(&scope->implies));
		json_object_array_add(list, o);
	}
	return list;
}

static json_object *types_json(const struct provider *provider)
{
	json_object *o = json_object_new_object();

	for (size_t i = 0; i < provider->type_count; i++)
		add(o, provider->types[i].name, provider->types[i].pattern);
	return o;
}

static json_object *step_json(const struct provider *provider,
			      const struct step *step)
{
	json_object *o = json_object_new_object();
	json_object *learns = json_object_new_array();

	add(o, "name", step->name);
	add(o, "get", step->url);
	json_set_flag(o, "optional", step->optional);
	json_object_object_add(o, "headers",
			       strings_json(step->headers.count
						    ? &step->headers
						    : &provider->headers));
	for (size_t i = 0; i < step->learn_count; i++)
		json_object_array_add(learns, json_object_new_string(
						      step->learns[i].name));
	json_object_object_add(o, "learns", learns);
	add(o, "chooses", step->choose.field);
	return o;
}

static json_object *expiry_json(const struct provider *provider)
{
	json_object *o = json_object_new_object();

	add(o, "kind", provider->expiry);
	add_number(o, "days", provider->lifetime_days);
	add_number(o, "days-min", provider->lifetime_days_min);
	add_number(o, "days-max", provider->lifetime_days_max);
	return o;
}

static json_object *environment_json(const struct provider *provider)
{
	json_object *o = json_object_new_object();

	for (size_t i = 0; i < provider->environment_count; i++)
		add(o, provider->environment[i].name,
		    provider->environment[i].value);
	return o;
}

json_object *provider_page_json(const struct provider *provider)
{
	json_object *o = provider_summary_json(provider);
	json_object *steps = json_object_new_array();

	for (size_t i = 0; i < provider->step_count; i++)
		json_object_array_add(steps,
				      step_json(provider, &provider->steps[i]));
	json_object_object_add(o, "headers", strings_json(&provider->headers));
	json_object_object_add(o, "account", strings_json(&provider->account));
	json_object_object_add(o, "fields", fields_json(provider));
	json_object_object_add(o, "scopes", scopes_json(provider));
	json_object_object_add(o, "types", types_json(provider));
	json_object_object_add(o, "verify", steps);
	json_object_object_add(o, "expiry", expiry_json(provider));
	json_object_object_add(o, "environment", environment_json(provider));
	json_object_object_add(o, "guide", strings_json(&provider->guide));
	json_object_object_add(o, "warnings",
			       strings_json(&provider->warnings));
	add(o, "create", provider->create_url);
	add(o, "revoke", provider->revoke_url);
	return o;
}
