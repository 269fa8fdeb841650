#include <gio/gio.h>
#include <string.h>

#include "helper/backends/secret-service/item.h"
#include "helper/backends/secret-service/libsecret/glib.h"

static int insert(const char *name, const char *value, void *argument)
{
	g_hash_table_insert(argument, g_strdup(name), g_strdup(value));
	return 0;
}

static GHashTable *new_attributes(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

GHashTable *attributes_to_find(const struct credential *pattern)
{
	GHashTable *attributes = new_attributes();

	(void)item_search(pattern, insert, attributes);
	return attributes;
}

GHashTable *attributes_of(const struct credential *record)
{
	GHashTable *attributes = new_attributes();

	(void)item_describe(record, insert, attributes);
	return attributes;
}

bool attributes_are_ours(GHashTable *attributes)
{
	GHashTableIter i;
	void *name;
	void *value;
	bool ours = true;

	g_hash_table_iter_init(&i, attributes);
	while (g_hash_table_iter_next(&i, &name, &value))
		ours = ours && item_attribute_is_ours(name, value);
	return ours;
}

void keyring_take(struct keyring_item *item, const char *text, size_t length,
		  GHashTable *attributes)
{
	struct credential *record = &item->record;
	GHashTableIter i;
	void *name;
	void *value;

	item->passing = keyring_is_passing(item->handle);
	if (item_decode(text, length, record))
		return;
	item->damaged = true;
	g_hash_table_iter_init(&i, attributes);
	while (g_hash_table_iter_next(&i, &name, &value))
		item_set_address(name, value, record);
}

bool keyring_is_passing(void *proxy)
{
	static const char path[] = "/org/freedesktop/secrets/collection/"
				   "session";
	const char *found = g_dbus_proxy_get_object_path(G_DBUS_PROXY(proxy));
	size_t length = sizeof(path) - 1;

	return strncmp(found, path, length) == 0 &&
	       (found[length] == '/' || found[length] == '\0');
}

const char *keyring_path(const struct keyring_item *item)
{
	return g_dbus_proxy_get_object_path(G_DBUS_PROXY(item->handle));
}
