#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/backend.h"
#include "helper/paths.h"

/* A back-end is part of the program or a module that is loaded when used. */
static const struct {
	const char *name;
	const struct backend *backend;
	const char *module;
} backends[] = {
	{ "auto", &backend_auto, NULL },
	{ "secret-service", NULL, "secret-service.so" },
	{ "file", &backend_file, NULL },
};

enum {
	BACKEND_COUNT = sizeof(backends) / sizeof(backends[0])
};

const char *const *backend_names(void)
{
	static const char *names[BACKEND_COUNT + 1];

	for (size_t i = 0; i < BACKEND_COUNT; i++)
		names[i] = backends[i].name;
	return names;
}

static enum status load(const char *name, const char *module,
			const struct backend **backend, struct error *e)
{
	char *path = path_of_part(module);
	/* Stays open: the process ends soon, and its code is in use. */
	void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);

	*backend = handle ? dlsym(handle, BACKEND_MODULE_SYMBOL) : NULL;
	if (!*backend) {
		error_set(e, STATUS_UNAVAILABLE,
			  "the back-end '%s' cannot be loaded: %s", name,
			  dlerror());
		error_hint(e, "install it, or choose another with "
			      "'--backend file'");
	}
	free(path);
	return *backend ? STATUS_OK : STATUS_UNAVAILABLE;
}

enum status backend_find(const char *name, const struct backend **backend,
			 struct error *e)
{
	char names[128] = "";

	for (size_t i = 0; i < BACKEND_COUNT; i++) {
		size_t used = strlen(names);

		if (strcmp(backends[i].name, name) == 0) {
			*backend = backends[i].backend;
			return *backend ? STATUS_OK
					: load(name, backends[i].module,
					       backend, e);
		}
		(void)snprintf(names + used, sizeof(names) - used, "%s'%s'",
			       used ? ", " : "", backends[i].name);
	}
	*backend = NULL;
	error_set(e, STATUS_USAGE, "there is no back-end '%s'", name);
	error_hint(e, "choose one of %s", names);
	return STATUS_USAGE;
}
