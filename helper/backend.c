#include <stdio.h>
#include <string.h>

#include "helper/backend.h"

static const struct backend *const backends[] = {
	&backend_auto,
	&backend_secret_service,
	&backend_file,
};

enum {
	BACKEND_COUNT = sizeof(backends) / sizeof(backends[0])
};

const char *const *backend_names(void)
{
	static const char *names[BACKEND_COUNT + 1];

	for (size_t i = 0; i < BACKEND_COUNT; i++)
		names[i] = backends[i]->name;
	return names;
}

enum status backend_find(const char *name, const struct backend **backend,
			 struct error *e)
{
	char names[128] = "";

	for (size_t i = 0; i < BACKEND_COUNT; i++) {
		size_t used = strlen(names);

		if (strcmp(backends[i]->name, name) == 0) {
			*backend = backends[i];
			return STATUS_OK;
		}
		(void)snprintf(names + used, sizeof(names) - used, "%s'%s'",
			       used ? ", " : "", backends[i]->name);
	}
	*backend = NULL;
	error_set(e, STATUS_USAGE, "there is no back-end '%s'", name);
	error_hint(e, "choose one of %s", names);
	return STATUS_USAGE;
}
