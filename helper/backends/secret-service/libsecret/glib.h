#ifndef HELPER_BACKENDS_SECRET_SERVICE_LIBSECRET_GLIB_H
#define HELPER_BACKENDS_SECRET_SERVICE_LIBSECRET_GLIB_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "helper/backends/secret-service/libsecret/keyring.h"
#include "protocol/core/credential.h"

/*
 * What there is to an item of the keyring that needs GLib, but not libsecret:
 * its attributes, by keyring-item.h, and how its text becomes a record. As
 * libsecret-keyring.h says, nothing here is ever freed.
 */

/* The attributes to search by for what `pattern` (NULL: all) may match. */
GHashTable *attributes_to_find(const struct credential *pattern);

/* The attributes to keep with `record`. */
GHashTable *attributes_of(const struct credential *record);

/* False if another program's item has these attributes. */
bool attributes_are_ours(GHashTable *attributes);

/*
 * Reads the item's text into its record. Of one that holds none its address is
 * taken from the attributes, and it is `damaged`.
 */
void keyring_take(struct keyring_item *item, const char *text, size_t length,
		  GHashTable *attributes);

/*
 * Whether an item or a collection, a GDBusProxy, will be lost at logout: what
 * is in the `session` collection.
 */
bool keyring_is_passing(void *proxy);

#endif
