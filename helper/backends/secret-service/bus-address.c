#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "helper/backends/secret-service/bus-address.h"
#include "helper/system/environment.h"
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

char *bus_address(void)
{
	char path[PATH_MAX];
	const char *bus = environment_bus(path, sizeof(path));
	char *address;

	if (!bus)
		return NULL;
	if (bus != path)
		return only_connects(bus) ? memory_copy(bus, strlen(bus))
					  : NULL;
	/* These bytes mean something in an address (D-Bus specification). */
	if (strpbrk(path, ",;%=") ||
	    asprintf(&address, "unix:path=%s", path) < 0)
		return NULL;
	return address;
}
