#ifndef HELPER_BACKENDS_SECRET_SERVICE_OTHER_ITEMS_H
#define HELPER_BACKENDS_SECRET_SERVICE_OTHER_ITEMS_H

#include <stddef.h>

#include "helper/config/config.h"
#include "protocol/core/error.h"

/*
 * What other programs keep in the desktop's keyring: read, never changed, and
 * nobody is asked. The back-end of the keyring has the code,
 * backends/secret-service-others.c.
 */

/* An item. All is borrowed until the visit returns. */
struct keyring_item {
	const char *label;	  /* what people see it called; "" if nothing */
	const char *const *names; /* of its attributes */
	const char *const *values;
	size_t attribute_count;
	const char *secret; /* NUL-terminated, and perhaps with others in it */
	size_t secret_length;
};

typedef void keyring_visit(const struct keyring_item *item, void *argument);

/*
 * Visits every item of a schema, `org.git.Password`, in no order; none is no
 * failure. STATUS_LOCKED, with nothing visited, if one that is locked may be
 * among them; else as a back-end fails.
 */
enum status keyring_items(const struct config *config, const char *schema,
			  keyring_visit *visit, void *argument,
			  struct error *e);

/* What the item has as the attribute `name`, or NULL. */
const char *keyring_attribute(const struct keyring_item *item,
			      const char *name);

#endif
