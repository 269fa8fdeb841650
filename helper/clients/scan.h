#ifndef HELPER_CLIENTS_SCAN_H
#define HELPER_CLIENTS_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "helper/clients/client.h"

/* Lines of ours, and what others wrote in the file that is to have them. */
struct client_scan {
	const char *section; /* `[registry]`, or "": anywhere */
	const char *lines;
	/* Of client_scan(). */
	size_t headed; /* behind the header of that section; 0: there is none */
	bool there;    /* all of the lines are, put there by hand */
};

/*
 * STATUS_MALFORMED, with the line, for a file in sections in which one begins
 * by half a header, or a list does not end.
 */
enum status client_scan_check(const struct client_use *use, const char *text,
			      struct error *e);

/*
 * Looks at what is there already. STATUS_USAGE, with the line, if something
 * else stands in the place of ours.
 */
enum status client_scan(const struct client_use *use, const char *text,
			struct client_scan *scan, struct error *e);

#endif
