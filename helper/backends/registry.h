#ifndef HELPER_BACKENDS_REGISTRY_H
#define HELPER_BACKENDS_REGISTRY_H

#include <stddef.h>

#include "helper/backends/backend.h"

/* Every back-end by its name. Those of several others: see open.h. */

/*
 * The back-end called `name`, or NULL with STATUS_USAGE: the message lists
 * the names there are. What was found lives as long as the program; the same
 * name gives the same one.
 */
enum status registry_find(const char *name, const struct backend **backend,
			  struct error *e);

/*
 * The one of a kind that is called `name`, whose argument begins at byte
 * `argument` of that. Made if there is none yet, and lives likewise.
 */
const struct backend *registry_instance(const struct backend *kind,
					const char *name, size_t argument);

/*
 * The names of all back-ends; one with a colon behind it wants something
 * there. They are ended by NULL, in the order of the help.
 */
const char *const *backend_names(void);

#endif
