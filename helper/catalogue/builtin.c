#include <stdlib.h>
#include <string.h>

#include "helper/catalogue/builtin.h"

static int compare_host(const void *host, const void *row)
{
	return strcmp(host, ((const struct builtin_host *)row)->host);
}

static int compare_name(const void *name, const void *row)
{
	return strcmp(name, ((const struct builtin_definition *)row)->name);
}

const struct builtin_definition *builtin_of_host(const char *host)
{
	const struct builtin_host *row =
		bsearch(host, builtin_hosts, builtin_host_count, sizeof(*row),
			compare_host);

	return row ? &builtin_definitions[row->definition] : NULL;
}

const struct builtin_definition *builtin_of_name(const char *name)
{
	return bsearch(name, builtin_definitions, builtin_definition_count,
		       sizeof(builtin_definitions[0]), compare_name);
}
