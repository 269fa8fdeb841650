#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "helper/system/environment.h"
#include "protocol/core/memory.h"

static bool is_wanted(const char *variable, const char *const *names)
{
	for (; *names; names++) {
		size_t length = strlen(*names);
		bool all = length > 0 && (*names)[length - 1] == '_';

		if (strncmp(variable, *names, length) == 0 &&
		    (all || variable[length] == '='))
			return true;
	}
	return false;
}

char **environment_pick(const char *const *names)
{
	size_t count = 0;
	char **picked;

	for (char **v = environ; v && *v; v++)
		count++;
	picked = memory_alloc(count + 1, sizeof(*picked));
	count = 0;
	for (char **v = environ; v && *v; v++)
		if (is_wanted(*v, names))
			picked[count++] = memory_copy(*v, strlen(*v));
	return picked;
}

void environment_keep(const char *const *names)
{
	environ = environment_pick(names);
}

void environment_free(char **environment)
{
	for (char **v = environment; v && *v; v++)
		free(*v);
	free(environment);
}

/* Another user's would be given the tokens. */
static bool is_ours(const char *socket, const char *folder)
{
	struct stat s;
	struct stat above;

	return stat(folder, &above) == 0 && above.st_uid == geteuid() &&
	       !(above.st_mode & (S_IWGRP | S_IWOTH)) &&
	       stat(socket, &s) == 0 && s.st_uid == geteuid() &&
	       S_ISSOCK(s.st_mode);
}

const char *environment_bus(char *path, size_t size)
{
	const char *address = getenv("DBUS_SESSION_BUS_ADDRESS");
	const char *folder = getenv("XDG_RUNTIME_DIR");

	if (address && *address)
		return address;
	if (!folder || *folder != '/')
		return NULL;
	(void)snprintf(path, size, "%s/bus", folder);
	return is_ours(path, folder) ? path : NULL;
}
