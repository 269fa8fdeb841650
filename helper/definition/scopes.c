#include <stdlib.h>
#include <string.h>

#include "helper/definition/scopes.h"
#include "protocol/core/memory.h"
#include "protocol/core/suggest.h"
#include "protocol/core/text.h"

/* The next name of a list, NULL behind the last one; moves `*list` on. */
static const char *next_name(const char **list, size_t *length)
{
	static const char between[] = " ,\n";
	const char *name = *list + strspn(*list, between);

	*length = strcspn(name, between);
	*list = name + *length;
	return *length ? name : NULL;
}

static bool has(const char *list, const char *wanted)
{
	const char *name;
	size_t length;

	while (list && (name = next_name(&list, &length)))
		if (length == strlen(wanted) &&
		    memcmp(name, wanted, length) == 0)
			return true;
	return false;
}

static const struct provider_scope *find(const struct provider *provider,
					 const char *name, size_t length)
{
	for (size_t i = 0; i < provider->scope_count; i++)
		if (strlen(provider->scopes[i].name) == length &&
		    memcmp(provider->scopes[i].name, name, length) == 0)
			return &provider->scopes[i];
	return NULL;
}

static enum status unknown(const struct provider *provider, const char *name,
			   size_t place, struct error *e)
{
	struct suggestion closest = { .wanted = name };
	const char *close;

	for (size_t i = 0; i < provider->scope_count; i++)
		suggest_consider(&closest, provider->scopes[i].name);
	close = suggest_name(&closest);
	error_set(e, STATUS_USAGE, "scope %zu is none that %s has", place,
		  provider->title);
	if (close)
		error_hint(e, "there is '%s'; see 'ringbearer providers %s'",
			   close, provider->name);
	else
		error_hint(e, "see 'ringbearer providers %s'", provider->name);
	return STATUS_USAGE;
}

enum status scopes_check(const char *list, const struct provider *provider,
			 struct error *e)
{
	enum status status = STATUS_OK;
	const char *name;
	size_t length;
	size_t place = 0;

	if (!list)
		return STATUS_OK;
	if (provider->scope_count == 0)
		return error_set(e, STATUS_USAGE,
				 "%s has no scopes to choose from",
				 provider->title);
	if (text_has_control(list, strlen(list)))
		return error_set(e, STATUS_USAGE,
				 "the list of scopes holds a control "
				 "character");
	while (!status && (name = next_name(&list, &length))) {
		char *copy = memory_copy(name, length);

		place++;
		if (!find(provider, name, length))
			status = unknown(provider, copy, place, e);
		free(copy);
	}
	return place > 0 ? status
			 : error_set(e, STATUS_USAGE,
				     "the list of scopes is empty");
}

static bool includes(const struct provider_scope *scope, const char *name)
{
	for (size_t i = 0; i < scope->implies.count; i++)
		if (strcmp(scope->implies.items[i], name) == 0)
			return true;
	return false;
}

bool scopes_to_tick(const struct provider *provider,
		    const struct provider_scope *scope, const char *list)
{
	if (!scope->needed && !has(list, scope->name))
		return false;
	for (size_t i = 0; i < provider->scope_count; i++) {
		const struct provider_scope *other = &provider->scopes[i];

		if (other != scope && includes(other, scope->name) &&
		    (other->needed || has(list, other->name)))
			return false;
	}
	return true;
}

static bool covers(const struct provider *provider, const char *list,
		   const char *name)
{
	for (size_t i = 0; i < provider->scope_count; i++)
		if (includes(&provider->scopes[i], name) &&
		    has(list, provider->scopes[i].name))
			return true;
	return has(list, name);
}

void scopes_lacking(const struct provider *provider, const char *wanted,
		    const char *told, struct buffer *out)
{
	for (size_t i = 0; i < provider->scope_count; i++) {
		const char *name = provider->scopes[i].name;

		if (!has(wanted, name) || covers(provider, told, name))
			continue;
		if (out->length > 0)
			buffer_add_text(out, ", ");
		buffer_add_text(out, name);
	}
}
