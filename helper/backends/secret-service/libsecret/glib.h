#ifndef HELPER_BACKENDS_SECRET_SERVICE_LIBSECRET_GLIB_H
#define HELPER_BACKENDS_SECRET_SERVICE_LIBSECRET_GLIB_H

#include <gio/gio.h>
#include <stdbool.h>

#include "helper/backends/secret-service/libsecret/state.h"

/*
 * What needs GLib, but not libsecret: the attributes of an item, by item.h
 * of the Secret Service, how its text becomes a record, and which fault an
 * error is. As keyring.h says, nothing here is ever freed.
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

/* The item's path on the bus, which no other has. */
const char *keyring_path(const struct keyring_item *item);

/*
 * Whether an item or a collection, a GDBusProxy, will be lost at logout: what
 * is in the `session` collection.
 */
bool keyring_is_passing(void *proxy);

/*
 * Which fault an error of GDBus is, and what it says in `text`,
 * FAULT_TEXT_MAX bytes. A service that is unknown after it had answered
 * (`begun`) has gone away.
 */
enum secrets_fault libsecret_fault(const GError *error, bool begun, char *text);

#endif
