#include <stdio.h>
#include <string.h>

#include "helper/backends/chain-members.h"
#include "helper/backends/registry.h"
#include "helper/catalogue/catalogue.h"

static enum status add(struct backends *all, const struct backend *backend,
		       struct error *e)
{
	for (size_t i = 0; i < all->count; i++)
		if (all->items[i] == backend)
			return STATUS_OK;
	if (all->count == BACKENDS_MAX)
		return error_set(e, STATUS_USAGE,
				 "more than %d back-ends are chained",
				 BACKENDS_MAX);
	all->items[all->count++] = backend;
	return STATUS_OK;
}

/* The next name of a list, which moves on; false if there is none. */
static bool next_name(const char **list, char *name, size_t size)
{
	size_t length;

	*list += strspn(*list, ", ");
	length = strcspn(*list, ", ");
	(void)snprintf(name, size, "%.*s", (int)length, *list);
	*list += length;
	return length > 0;
}

static enum status refuse_again(const struct backends *all,
				const struct backend *backend, struct error *e)
{
	bool twice = false;

	for (size_t i = 0; i < all->count; i++)
		twice |= all->items[i] == backend;
	error_set(e, STATUS_USAGE,
		  twice ? "'%s' is named twice in the chain"
			: "'%s' behind 'auto' has no part in the chain",
		  backend->name);
	error_hint(e, twice ? "name it once"
			    : "'auto' is 'secret-service' and 'file' already");
	return STATUS_USAGE;
}

/*
 * Adds the back-ends of a list such as `secret-service, helper:cache`; with
 * `once` one that is there already is refused.
 */
static enum status add_list(struct backends *all, const char *list, bool once,
			    struct error *e)
{
	enum status status = STATUS_OK;
	char name[256];

	while (status == STATUS_OK && next_name(&list, name, sizeof(name))) {
		const struct backend *backend;

		status = registry_find(name, &backend, e);
		if (status == STATUS_OK && once && backends_have(all, backend))
			status = refuse_again(all, backend, e);
		if (status == STATUS_OK)
			status = add(all, backend, e);
	}
	return status;
}

/* The section for a provider, whose name may have to be found by the host. */
static enum status find_by_provider(const struct config *config,
				    const struct credential *address,
				    const struct config_store **section,
				    struct error *e)
{
	const char *name = address->values[FIELD_PROVIDER];
	struct provider *provider = NULL;
	enum status status = STATUS_OK;

	if (!name) {
		status =
			catalogue_find_host(config, address->values[FIELD_HOST],
					    &provider, e);
		name = provider ? provider->name : NULL;
	}
	for (size_t i = 0; name && i < config->store_count; i++)
		if (strcmp(config->stores[i].title, name) == 0)
			*section = &config->stores[i];
	provider_free(provider);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status chain_section(const struct config *config,
			  const struct credential *address,
			  const struct config_store **section, struct error *e)
{
	*section = NULL;
	if (config->store_count == 0)
		return STATUS_OK;
	for (size_t i = 0; i < config->store_count; i++)
		if (strcmp(config->stores[i].title,
			   address->values[FIELD_HOST]) == 0)
			*section = &config->stores[i];
	return *section ? STATUS_OK
			: find_by_provider(config, address, section, e);
}

/* Those for an address. The others are read, too: nothing gets out of sight. */
enum status chain_members(const struct backend *self,
			  const struct config *config,
			  const struct credential *address, struct members *m,
			  struct error *e)
{
	const struct config_store *section;
	enum status status = chain_section(config, address, &section, e);

	if (status == STATUS_OK && section)
		status = add_list(&m->all, section->backend, false, e);
	m->writable = m->all.count;
	if (status == STATUS_OK)
		status = add_list(&m->all, self->argument, false, e);
	if (!section || !*section->backend)
		m->writable = m->all.count;
	return status;
}

bool backends_have(const struct backends *all, const struct backend *backend)
{
	bool is_of_auto =
		backend == &backend_file || backend == &backend_secret_service;

	for (size_t i = 0; i < all->count; i++)
		if (all->items[i] == backend ||
		    (is_of_auto && all->items[i] == &backend_auto))
			return true;
	return false;
}

enum status chain_check(const char *list, struct error *e)
{
	struct backends all = { 0 };
	enum status status = add_list(&all, list, true, e);

	if (status == STATUS_OK && all.count == 0)
		status = error_set(e, STATUS_USAGE,
				   "the chain names no back-end");
	return status;
}

static enum status add_all(const char *list, const struct config *config,
			   struct backends *out, struct error *e)
{
	enum status status = add_list(out, list, false, e);

	for (size_t i = 0; i < config->store_count && status == STATUS_OK; i++)
		status = add_list(out, config->stores[i].backend, false, e);
	return status;
}

enum status backend_all(const struct config *config, struct backends *out,
			struct error *e)
{
	return add_all(config->backend, config, out, e);
}

/* Leaves out what `auto` has, too. */
static void drop_doubles(struct backends *all)
{
	const struct backends whole = *all;

	all->count = 0;
	for (size_t i = 0; i < whole.count; i++) {
		struct backends others = whole;

		others.items[i] = NULL;
		if (!backends_have(&others, whole.items[i]))
			all->items[all->count++] = whole.items[i];
	}
}

enum status chain_all(const struct backend *self, const struct config *config,
		      struct backends *out, struct error *e)
{
	enum status status = add_all(self->argument, config, out, e);

	drop_doubles(out);
	return status;
}
