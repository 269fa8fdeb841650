#include <string.h>

#include "helper/backends/open.h"
#include "helper/catalogue/catalogue.h"
#include "helper/entries/entries.h"
#include "helper/entries/versions.h"
#include "protocol/core/web-address.h"

/* A back-end that lists what another one has erased, for names to be found. */
struct erased {
	struct backend backend;
	const struct backend *kept;
};

/* Which versions a search is after, and where they go. */
struct telling {
	const struct config *config;
	search_visit *visit;
	void *argument;
	bool erased_alone;
};

static bool tell(const struct credential *address,
		 const struct backend_version *version, void *argument)
{
	const struct telling *t = argument;
	struct credential record = { 0 };
	struct provider *provider = NULL;
	struct error ignored = { 0 };
	bool more;

	if (!version->current ||
	    (t->erased_alone && !version->deleted && !version->destroyed))
		return true;
	credential_copy(address, &record);
	if (catalogue_find_for(t->config, address, &provider, &ignored) ==
		    STATUS_OK &&
	    provider)
		credential_set(&record, FIELD_PROVIDER, provider->name);
	provider_free(provider);
	more = t->visit(&record, t->argument);
	credential_clear(&record);
	return more;
}

static enum status search_erased(const struct backend *self,
				 const struct config *config,
				 const struct credential *pattern,
				 search_visit *visit, void *argument,
				 struct error *e)
{
	const struct backend *kept = ((const struct erased *)self)->kept;
	static const struct credential all;
	struct telling t = { config, visit, argument, true };

	return kept->versions(kept, config, pattern ? pattern : &all, tell, &t,
			      e);
}

static enum status no_versions(const struct backend *backend, struct error *e)
{
	error_set(e, STATUS_USAGE, "the back-end '%s' keeps no older versions",
		  backend->name);
	error_hint(e, "'vault' does");
	return STATUS_USAGE;
}

/* All that stands, or stood, at the address that was typed. */
static enum status find_by_address(const struct store *store, const char *text,
				   struct credential *address, struct error *e)
{
	const struct backend *backend = store->backend;
	struct credential pattern = { 0 };
	struct credentials found = { 0 };
	struct telling t = { store->config, credentials_add, &found, false };
	enum status status = web_address_whole(text, &pattern, e);

	if (status == STATUS_OK)
		status = backend->versions(backend, store->config, &pattern,
					   tell, &t, e);
	if (status == STATUS_OK && found.count == 1)
		credential_copy(&found.items[0], address);
	else if (status == STATUS_OK && found.count == 0)
		status = error_set(e, STATUS_NOT_FOUND,
				   "nothing was ever kept at that address");
	else if (status == STATUS_OK) {
		status = error_set(e, STATUS_USAGE,
				   "%zu entries fit that address", found.count);
		error_hint(e, "name one as HOST/USERNAME");
	}
	credentials_clear(&found);
	credential_clear(&pattern);
	return status;
}

static enum status find_erased(const struct store *store, const char *name,
			       struct credential *address, struct error *e)
{
	const struct erased erased = { { .name = store->backend->name,
					 .search = search_erased },
				       store->backend };
	const struct store names = { store->config, &erased.backend };

	*e = (struct error){ 0 };
	return entries_find(&names, name, address, e);
}

enum status versions_find(struct store *store, const char *name,
			  struct credential *address, struct error *e)
{
	enum status status = backend_open(store->config, &store->backend, e);

	if (status != STATUS_OK)
		return status;
	if (strstr(name, "://") && store->backend->versions) {
		status = find_by_address(store, name, address, e);
		/* Else it may be a name with a protocol before it. */
		if (status != STATUS_NOT_FOUND)
			return status;
	}
	status = entries_find(store, name, address, e);
	if (status == STATUS_OK)
		status = store_home(store, address, store, e);
	if (status != STATUS_OK && status != STATUS_NOT_FOUND)
		return status;
	if (!store->backend->versions)
		return no_versions(store->backend, e);
	return status == STATUS_OK ? STATUS_OK
				   : find_erased(store, name, address, e);
}
