#include <stdio.h>
#include <string.h>

#include "helper/backend.h"
#include "helper/catalogue.h"
#include "helper/several.h"

/*
 * Several back-ends, in the order that the configuration names them. Reading
 * asks one after the other until something is found; a new record goes to the
 * first that is there; what is kept already stays where it is. A section
 * `store` puts others in front for one host or provider.
 */

struct members {
	struct backends all;
	size_t writable; /* so many from the front take new records */
};

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

/* Adds the back-ends of a list such as `secret-service, helper:cache`. */
static enum status add_list(struct backends *all, const char *list,
			    struct error *e)
{
	enum status status = STATUS_OK;

	while (status == STATUS_OK && *list) {
		const struct backend *backend;
		char name[256];
		size_t length = strcspn(list, ", ");

		(void)snprintf(name, sizeof(name), "%.*s", (int)length, list);
		if (length > 0)
			status = backend_find(name, &backend, e);
		if (length > 0 && status == STATUS_OK)
			status = add(all, backend, e);
		list += length + (list[length] != '\0');
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

/* The section for a host, else the one for its provider, else NULL. */
static enum status find_section(const struct config *config,
				const struct credential *address,
				const struct config_store **section,
				struct error *e)
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
static enum status members_for(const struct backend *self,
			       const struct config *config,
			       const struct credential *address,
			       struct members *m, struct error *e)
{
	const struct config_store *section;
	enum status status = find_section(config, address, &section, e);

	if (status == STATUS_OK && section)
		status = add_list(&m->all, section->backend, e);
	m->writable = m->all.count;
	if (status == STATUS_OK)
		status = add_list(&m->all, self->argument, e);
	if (!section)
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

static enum status add_all(const char *list, const struct config *config,
			   struct backends *out, struct error *e)
{
	enum status status = add_list(out, list, e);

	for (size_t i = 0; i < config->store_count && status == STATUS_OK; i++)
		status = add_list(out, config->stores[i].backend, e);
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

static bool tells_nothing(enum status status)
{
	return status == STATUS_OK || status == STATUS_NOT_FOUND ||
	       status == STATUS_UNAVAILABLE;
}

/* Asks until one has something. Why others could not be asked is a note. */
static enum status get_first(const struct members *m,
			     const struct config *config,
			     const struct credential *pattern,
			     struct counted *counted, struct error *e)
{
	enum status status = STATUS_UNAVAILABLE;

	for (size_t i = 0; i < m->all.count && counted->count == 0; i++) {
		struct error of_this = { 0 };
		enum status this =
			m->all.items[i]->get(m->all.items[i], config, pattern,
					     several_count, counted, &of_this);

		if (i == 0 ||
		    (tells_nothing(status) && this != STATUS_UNAVAILABLE)) {
			*e = of_this;
			status = this;
		}
	}
	return counted->count ? STATUS_OK : status;
}

static enum status chain_get(const struct backend *self,
			     const struct config *config,
			     const struct credential *pattern,
			     backend_visit *visit, void *argument,
			     struct error *e)
{
	struct counted counted = { .visit = visit, .argument = argument };
	struct members m = { 0 };
	enum status status = members_for(self, config, pattern, &m, e);

	if (status != STATUS_OK)
		return status;
	return get_first(&m, config, pattern, &counted, e);
}

static enum status chain_list(const struct backend *self,
			      const struct config *config, backend_visit *visit,
			      void *argument, struct error *e)
{
	struct counted counted = { .visit = visit, .argument = argument };
	struct backends all = { 0 };
	enum status status = add_all(self->argument, config, &all, e);
	struct error of_first = { 0 };
	enum status first = STATUS_OK;

	drop_doubles(&all);
	for (size_t i = 0; status == STATUS_OK && i < all.count; i++) {
		struct error of_this = { 0 };
		enum status this =
			all.items[i]->list(all.items[i], config, several_count,
					   &counted, &of_this);

		if (first == STATUS_OK && this != STATUS_UNAVAILABLE) {
			of_first = of_this;
			first = this;
		}
		if (counted.ended)
			break;
	}
	if (status != STATUS_OK)
		return status;
	*e = of_first;
	return first;
}

/* Looks for a record with exactly the address of another. */
struct place {
	const struct credential *record;
	bool found;
};

static bool is_here(const struct credential *record, void *argument)
{
	struct place *place = argument;

	place->found = credential_same_address(record, place->record);
	return !place->found;
}

/* The member that keeps the address already, else NULL. */
static enum status find_home(const struct members *m,
			     const struct config *config,
			     const struct credential *record,
			     const struct backend **home, struct error *e)
{
	struct place place = { .record = record };

	*home = NULL;
	for (size_t i = 0; i < m->all.count; i++) {
		enum status status =
			m->all.items[i]->get(m->all.items[i], config, record,
					     is_here, &place, e);

		if (!tells_nothing(status))
			return status;
		(void)several_ok(e);
		if (place.found) {
			*home = m->all.items[i];
			return STATUS_OK;
		}
	}
	return STATUS_OK;
}

static enum status chain_store(const struct backend *self,
			       const struct config *config,
			       const struct credential *record, struct error *e)
{
	struct members m = { 0 };
	const struct backend *home = NULL;
	enum status status = members_for(self, config, record, &m, e);

	if (status == STATUS_OK)
		status = find_home(&m, config, record, &home, e);
	if (status != STATUS_OK)
		return status;
	if (home)
		return home->store(home, config, record, e);
	status = STATUS_UNAVAILABLE;
	for (size_t i = 0; i < m.writable && status == STATUS_UNAVAILABLE;
	     i++) {
		(void)several_ok(e);
		status = m.all.items[i]->store(m.all.items[i], config, record,
					       e);
	}
	return status;
}

static bool see(const struct credential *record, void *argument)
{
	(void)record;
	(void)argument;
	return false;
}

/* What cannot be read cannot be erased: told before anything goes. */
static enum status look_at_all(const struct members *m,
			       const struct config *config,
			       const struct credential *pattern,
			       struct error *e)
{
	for (size_t i = 0; i < m->all.count; i++) {
		enum status status =
			m->all.items[i]->get(m->all.items[i], config, pattern,
					     see, NULL, e);

		if (!tells_nothing(status))
			return status;
	}
	return several_ok(e);
}

static enum status chain_erase(const struct backend *self,
			       const struct config *config,
			       const struct credential *pattern,
			       struct error *e)
{
	struct members m = { 0 };
	bool erased = false;
	enum status status = members_for(self, config, pattern, &m, e);

	if (status == STATUS_OK)
		status = look_at_all(&m, config, pattern, e);
	for (size_t i = 0; i < m.all.count && tells_nothing(status); i++) {
		(void)several_ok(e);
		status = m.all.items[i]->erase(m.all.items[i], config, pattern,
					       e);
		erased |= status == STATUS_OK;
	}
	if (!tells_nothing(status))
		return status;
	if (erased)
		return several_ok(e);
	return status;
}

static enum status chain_versions(const struct backend *self,
				  const struct config *config,
				  const struct credential *pattern,
				  backend_visit_version *visit, void *argument,
				  struct error *e)
{
	struct members m = { 0 };
	enum status status = members_all(self, config, &m, e);
	bool any = false;

	for (size_t i = 0; i < m.count && tells_nothing(status); i++) {
		if (!m.items[i]->versions)
			continue;
		any = true;
		status = m.items[i]->versions(m.items[i], config, pattern,
					      visit, argument, e);
	}
	if (!any && status == STATUS_OK)
		return error_set(e, STATUS_USAGE,
				 "none of the back-ends '%s' keeps older "
				 "versions",
				 self->argument);
	return status;
}

/* In the first one that has such a version. */
static enum status chain_restore(const struct backend *self,
				 const struct config *config,
				 const struct credential *address, int number,
				 int *restored, struct error *e)
{
	struct members m = { 0 };
	enum status status = members_all(self, config, &m, e);
	bool done = status != STATUS_OK;

	if (!done)
		status = STATUS_NOT_FOUND;

	for (size_t i = 0; i < m.count && !done; i++) {
		if (!m.items[i]->restore)
			continue;
		status = m.items[i]->restore(m.items[i], config, address,
					     number, restored, e);
		done = status != STATUS_NOT_FOUND &&
		       status != STATUS_UNAVAILABLE;
	}
	return status;
}

const struct backend backend_chain = {
	.name = "chain",
	.summary = "several back-ends, one after the other",
	.get = chain_get,
	.store = chain_store,
	.erase = chain_erase,
	.list = chain_list,
	.versions = chain_versions,
	.restore = chain_restore,
};
