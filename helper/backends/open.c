#include <string.h>

#include "helper/backends/chain-members.h"
#include "helper/backends/open.h"
#include "helper/backends/registry.h"
#include "helper/config/load.h"

enum status backend_find(const char *name, const struct backend **backend,
			 struct error *e)
{
	enum status status;

	if (!strchr(name, ','))
		return registry_find(name, backend, e);
	status = chain_check(name, e);
	*backend = status == STATUS_OK
			   ? registry_instance(&backend_chain, name, 0)
			   : NULL;
	return status;
}

static enum status check(const char *names, struct error *e)
{
	const struct backend *backend;

	return backend_find(names, &backend, e);
}

enum status backend_configure(const char *file, const char *backend,
			      struct config *config, struct error *e)
{
	const struct config_wanted wanted = { file, backend, check };

	return config_load(&wanted, config, e);
}

enum status backend_open(const struct config *config,
			 const struct backend **backend, struct error *e)
{
	if (config->store_count == 0)
		return backend_find(config->backend, backend, e);
	*backend = registry_instance(&backend_chain, config->backend, 0);
	return STATUS_OK;
}
