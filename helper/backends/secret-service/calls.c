#include "helper/backends/secret-service/calls.h"
#include "helper/backends/secret-service/item.h"

#define SERVICE "org.freedesktop.Secret.Service"
#define PROPERTIES "org.freedesktop.DBus.Properties"

static const char secrets_path[] = "/org/freedesktop/secrets";
static const char default_path[] = "/org/freedesktop/secrets/aliases/default";

enum secrets_fault secrets_greet(struct bus *bus)
{
	const struct bus_method method = { secrets_path, DBUS_INTERFACE_PEER,
					   "Ping" };
	struct bus_call ping = { 0 };
	enum secrets_fault fault;

	if (bus_call_begin(bus, &ping, method) && bus_call_send(&ping))
		fault = bus_wait_call(&ping);
	else
		fault = bus_no_memory(bus);
	/* A service that does not know it has heard it, too. */
	if (fault == FAULT_NONE && !bus_call_no_object(&ping))
		fault = bus_call_fault(&ping, "");
	bus_call_clear(&ping);
	return fault;
}

bool secrets_send_session(struct bus *bus, struct bus_call *call)
{
	static const char *const algorithm = "plain";
	static const char *const nothing = "";
	const struct bus_method open = { secrets_path, SERVICE, "OpenSession" };
	DBusMessageIter all;
	DBusMessageIter input;

	if (!bus_call_begin(bus, call, open))
		return false;
	dbus_message_iter_init_append(call->message, &all);
	return dbus_message_iter_append_basic(&all, DBUS_TYPE_STRING,
					      &algorithm) &&
	       dbus_message_iter_open_container(&all, DBUS_TYPE_VARIANT, "s",
						&input) &&
	       dbus_message_iter_append_basic(&input, DBUS_TYPE_STRING,
					      &nothing) &&
	       dbus_message_iter_close_container(&all, &input) &&
	       bus_call_send(call);
}

/* An item_attribute: -1 if there is no memory. */
static int append_attribute(const char *name, const char *value, void *argument)
{
	DBusMessageIter *attributes = argument;
	DBusMessageIter pair;
	bool done = dbus_message_iter_open_container(attributes,
						     DBUS_TYPE_DICT_ENTRY, NULL,
						     &pair) &&
		    dbus_message_iter_append_basic(&pair, DBUS_TYPE_STRING,
						   &name) &&
		    dbus_message_iter_append_basic(&pair, DBUS_TYPE_STRING,
						   &value) &&
		    dbus_message_iter_close_container(attributes, &pair);

	return done ? 0 : -1;
}

bool secrets_send_search(struct bus *bus, struct bus_call *call, bool ours,
			 const struct credential *pattern, const char *schema)
{
	const struct bus_method search = { secrets_path, SERVICE,
					   "SearchItems" };
	DBusMessageIter all;
	DBusMessageIter attributes;

	if (!bus_call_begin(bus, call, search))
		return false;
	dbus_message_iter_init_append(call->message, &all);
	return dbus_message_iter_open_container(&all, DBUS_TYPE_ARRAY, "{ss}",
						&attributes) &&
	       (!ours ||
		item_search(pattern, append_attribute, &attributes) >= 0) &&
	       (!schema ||
		append_attribute("xdg:schema", schema, &attributes) >= 0) &&
	       dbus_message_iter_close_container(&all, &attributes) &&
	       bus_call_send(call);
}

bool secrets_send_item(struct bus *bus, struct bus_call *call, const char *path)
{
	static const char *const interface = "org.freedesktop.Secret.Item";
	const struct bus_method get = { path, PROPERTIES, "GetAll" };

	return bus_call_begin(bus, call, get) &&
	       dbus_message_append_args(call->message, DBUS_TYPE_STRING,
					&interface, DBUS_TYPE_INVALID) &&
	       bus_call_send(call);
}

bool secrets_send_locked(struct bus *bus, struct bus_call *call)
{
	static const char *const interface = "org.freedesktop.Secret."
					     "Collection";
	static const char *const name = "Locked";
	const struct bus_method get = { default_path, PROPERTIES, "Get" };

	return bus_call_begin(bus, call, get) &&
	       dbus_message_append_args(call->message, DBUS_TYPE_STRING,
					&interface, DBUS_TYPE_STRING, &name,
					DBUS_TYPE_INVALID) &&
	       bus_call_send(call);
}

enum secrets_fault secrets_default_locked(const struct bus_call *call)
{
	DBusMessageIter all;
	DBusMessageIter value;
	dbus_bool_t locked = FALSE;
	enum secrets_fault fault;

	if (!call->reply || bus_call_no_object(call))
		return FAULT_NONE; /* no default collection */
	fault = bus_call_fault(call, "v");
	if (fault != FAULT_NONE)
		return fault;
	(void)dbus_message_iter_init(call->reply, &all);
	dbus_message_iter_recurse(&all, &value);
	if (dbus_message_iter_get_arg_type(&value) != DBUS_TYPE_BOOLEAN)
		return FAULT_OTHER;
	dbus_message_iter_get_basic(&value, &locked);
	return locked ? FAULT_LOCKED : FAULT_NONE;
}

/* The unlocked items of the search by schema. */
static bool append_paths(const struct bus_call *search, DBusMessageIter *all)
{
	DBusMessageIter found;
	DBusMessageIter paths;
	DBusMessageIter copies;
	const char *path;
	bool good = dbus_message_iter_open_container(all, DBUS_TYPE_ARRAY, "o",
						     &copies);

	(void)dbus_message_iter_init(search->reply, &found);
	dbus_message_iter_recurse(&found, &paths);
	while (good && dbus_message_iter_get_arg_type(&paths) ==
			       DBUS_TYPE_OBJECT_PATH) {
		dbus_message_iter_get_basic(&paths, &path);
		good = dbus_message_iter_append_basic(&copies,
						      DBUS_TYPE_OBJECT_PATH,
						      &path);
		(void)dbus_message_iter_next(&paths);
	}
	return good && dbus_message_iter_close_container(all, &copies);
}

bool secrets_send_secrets(struct bus *bus, struct bus_call *call,
			  const struct bus_call *session,
			  const struct bus_call *search)
{
	const struct bus_method get = { secrets_path, SERVICE, "GetSecrets" };
	DBusMessageIter opened;
	DBusMessageIter all;
	const char *path;

	(void)dbus_message_iter_init(session->reply, &opened);
	(void)dbus_message_iter_next(&opened);
	dbus_message_iter_get_basic(&opened, &path);
	if (!bus_call_begin(bus, call, get))
		return false;
	dbus_message_iter_init_append(call->message, &all);
	return append_paths(search, &all) &&
	       dbus_message_iter_append_basic(&all, DBUS_TYPE_OBJECT_PATH,
					      &path) &&
	       bus_call_send(call);
}

/* A path, and (session, parameters, value, type). */
bool secrets_next_secret(DBusMessageIter *entries, struct secrets_value *out)
{
	DBusMessageIter entry;
	DBusMessageIter secret;
	DBusMessageIter bytes;
	const char *value = NULL;
	int length = 0;

	if (dbus_message_iter_get_arg_type(entries) != DBUS_TYPE_DICT_ENTRY)
		return false;
	dbus_message_iter_recurse(entries, &entry);
	dbus_message_iter_get_basic(&entry, &out->path);
	(void)dbus_message_iter_next(&entry);
	dbus_message_iter_recurse(&entry, &secret);
	(void)dbus_message_iter_next(&secret);
	(void)dbus_message_iter_next(&secret);
	dbus_message_iter_recurse(&secret, &bytes);
	dbus_message_iter_get_fixed_array(&bytes, &value, &length);
	out->bytes = value ? value : "";
	out->length = (size_t)length;
	(void)dbus_message_iter_next(entries);
	return true;
}
