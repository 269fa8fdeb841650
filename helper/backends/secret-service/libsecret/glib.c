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

static bool is_gone(const GError *error)
{
	static const int codes[] = { G_DBUS_ERROR_NO_REPLY,
				     G_DBUS_ERROR_DISCONNECTED,
				     G_DBUS_ERROR_NAME_HAS_NO_OWNER,
				     /* of an object that went away */
				     G_DBUS_ERROR_UNKNOWN_METHOD,
				     G_DBUS_ERROR_UNKNOWN_OBJECT };

	for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
		if (g_error_matches(error, G_DBUS_ERROR, codes[i]))
			return true;
	return g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CLOSED) ||
	       g_error_matches(error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE);
}

static bool is_absent(const GError *error)
{
	if (error->domain != G_DBUS_ERROR)
		return false;
	return error->code == G_DBUS_ERROR_SERVICE_UNKNOWN ||
	       (error->code >= G_DBUS_ERROR_SPAWN_EXEC_FAILED &&
		error->code <= G_DBUS_ERROR_SPAWN_NO_MEMORY);
}

static bool is_late(const GError *error)
{
	return g_error_matches(error, G_DBUS_ERROR, G_DBUS_ERROR_TIMED_OUT) ||
	       g_error_matches(error, G_DBUS_ERROR, G_DBUS_ERROR_TIMEOUT) ||
	       g_error_matches(error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

enum secrets_fault libsecret_fault(const GError *error, bool begun, char *text)
{
	GError *plain;

	if (is_gone(error) || (begun && is_absent(error)))
		return FAULT_GONE;
	if (is_absent(error))
		return FAULT_NO_SERVICE;
	if (is_late(error))
		return FAULT_TIMEOUT;
	plain = g_error_copy(error);
	(void)g_dbus_error_strip_remote_error(plain);
	(void)g_strlcpy(text, plain->message, FAULT_TEXT_MAX);
	g_error_free(plain);
	return FAULT_OTHER;
}
