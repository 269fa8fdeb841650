#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "helper/backends/secret-service/bus-address.h"
#include "protocol/core/memory.h"

/* Whether each of the addresses, `;` between them, is one to connect to. */
static bool only_connects(const char *address)
{
	while (*address) {
		if (strncmp(address, "unix:", 5) != 0 &&
		    strncmp(address, "tcp:", 4) != 0)
			return false;
		address += strcspn(address, ";");
		address += *address == ';';
	}
	return true;
}

static char *runtime_address(void)
{
	const char *folder = getenv("XDG_RUNTIME_DIR");
	struct stat s;
	char *address = NULL;
	char *path = NULL;

	if (!folder || folder[0] != '/')
		return NULL;
	if (asprintf(&path, "%s/bus", folder) < 0)
		return NULL;
	/* These bytes mean something in an address (D-Bus specification). */
	if (stat(path, &s) != 0 || !S_ISSOCK(s.st_mode) ||
	    strpbrk(path, ",;%=") ||
	    asprintf(&address, "unix:path=%s", path) < 0)
		address = NULL;
	free(path);
	return address;
}

char *bus_address(void)
{
	const char *address = getenv("DBUS_SESSION_BUS_ADDRESS");

	if (!address || !address[0])
		return runtime_address();
	if (!only_connects(address))
		return NULL;
	return memory_copy(address, strlen(address));
}
