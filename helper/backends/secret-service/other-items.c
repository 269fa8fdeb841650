#include <stdlib.h>
#include <string.h>

#include "helper/backends/secret-service/calls.h"
#include "helper/backends/secret-service/other-items.h"
#include "protocol/core/memory.h"

enum {
	ATTRIBUTES_MAX = 64
};

/* Items that were found. */
struct others {
	struct bus bus;
	const char *schema;
	struct bus_call session;
	struct bus_call search;
	struct bus_call locked;
	struct bus_call secrets;
	struct bus_call *items; /* properties of each, in that order */
	const char **paths;	/* borrowed from its answer */
	size_t count;
	keyring_visit *visit;
	void *argument;
};

static enum secrets_fault ask(struct others *o)
{
	enum secrets_fault fault = secrets_greet(&o->bus);

	if (fault != FAULT_NONE)
		return fault;
	if (!secrets_send_session(&o->bus, &o->session) ||
	    !secrets_send_search(&o->bus, &o->search, false, NULL, o->schema))
		return bus_no_memory(&o->bus);
	fault = bus_wait(&o->bus);
	if (fault == FAULT_NONE)
		fault = bus_call_fault(&o->session, "vo");
	if (fault == FAULT_NONE)
		fault = bus_call_fault(&o->search, "aoao");
	return fault;
}

/*
 * gnome-keyring finds no locked item by its schema: whether the collection is
 * locked that such items lie in has to be asked.
 */
static enum secrets_fault ask_locked(struct others *o)
{
	enum secrets_fault fault = secrets_send_locked(&o->bus, &o->locked)
					   ? bus_wait(&o->bus)
					   : bus_no_memory(&o->bus);

	return fault == FAULT_NONE ? secrets_default_locked(&o->locked) : fault;
}

/* Enters the first of the two arrays of paths: what is not locked. */
static void take_paths(struct others *o)
{
	DBusMessageIter all;
	DBusMessageIter paths;
	size_t room;

	(void)dbus_message_iter_init(o->search.reply, &all);
	room = (size_t)dbus_message_iter_get_element_count(&all) + 1;
	o->paths = memory_alloc(room, sizeof(*o->paths));
	o->items = memory_alloc(room, sizeof(*o->items));
	dbus_message_iter_recurse(&all, &paths);
	while (dbus_message_iter_get_arg_type(&paths) ==
	       DBUS_TYPE_OBJECT_PATH) {
		dbus_message_iter_get_basic(&paths, &o->paths[o->count++]);
		(void)dbus_message_iter_next(&paths);
	}
}

static bool has_locked(const struct others *o)
{
	DBusMessageIter all;

	(void)dbus_message_iter_init(o->search.reply, &all);
	(void)dbus_message_iter_next(&all);
	return dbus_message_iter_get_element_count(&all) > 0;
}

static enum secrets_fault fetch(struct others *o)
{
	bool sent = secrets_send_secrets(&o->bus, &o->secrets, &o->session,
					 &o->search);
	enum secrets_fault fault;

	for (size_t i = 0; i < o->count && sent; i++)
		sent = secrets_send_item(&o->bus, &o->items[i], o->paths[i]);
	fault = sent ? bus_wait(&o->bus) : bus_no_memory(&o->bus);
	return fault == FAULT_NONE ? bus_call_fault(&o->secrets, "a{o(oayays)}")
				   : fault;
}

/* Takes the pairs of an `a{ss}`. */
static void take_attributes(DBusMessageIter *value, struct keyring_item *item,
			    const char **names, const char **values)
{
	DBusMessageIter pairs;
	DBusMessageIter pair;

	dbus_message_iter_recurse(value, &pairs);
	while (item->attribute_count < ATTRIBUTES_MAX &&
	       dbus_message_iter_get_arg_type(&pairs) == DBUS_TYPE_DICT_ENTRY) {
		dbus_message_iter_recurse(&pairs, &pair);
		dbus_message_iter_get_basic(&pair,
					    &names[item->attribute_count]);
		(void)dbus_message_iter_next(&pair);
		dbus_message_iter_get_basic(&pair,
					    &values[item->attribute_count++]);
		(void)dbus_message_iter_next(&pairs);
	}
}

/* Takes the label and the attributes from an `a{sv}`. */
static void take_properties(const struct bus_call *call,
			    struct keyring_item *item, const char **names,
			    const char **values)
{
	DBusMessageIter all;
	DBusMessageIter entries;
	DBusMessageIter entry;
	DBusMessageIter value;
	const char *name;
	char *type;

	(void)dbus_message_iter_init(call->reply, &all);
	dbus_message_iter_recurse(&all, &entries);
	while (dbus_message_iter_get_arg_type(&entries) ==
	       DBUS_TYPE_DICT_ENTRY) {
		dbus_message_iter_recurse(&entries, &entry);
		dbus_message_iter_get_basic(&entry, &name);
		(void)dbus_message_iter_next(&entry);
		dbus_message_iter_recurse(&entry, &value);
		type = dbus_message_iter_get_signature(&value);
		if (type && strcmp(name, "Attributes") == 0 &&
		    strcmp(type, "a{ss}") == 0)
			take_attributes(&value, item, names, values);
		else if (type && strcmp(name, "Label") == 0 &&
			 strcmp(type, "s") == 0)
			dbus_message_iter_get_basic(&value, &item->label);
		dbus_free(type);
		(void)dbus_message_iter_next(&entries);
	}
}

/* An item that went away in the meantime has no properties. */
static void show(const struct others *o, const char *path, const char *bytes,
		 size_t length)
{
	const char *names[ATTRIBUTES_MAX];
	const char *values[ATTRIBUTES_MAX];
	struct keyring_item item = { .label = "",
				     .names = names,
				     .values = values };
	char *secret;
	size_t i = 0;

	while (i < o->count && strcmp(o->paths[i], path) != 0)
		i++;
	if (i == o->count ||
	    bus_call_fault(&o->items[i], "a{sv}") != FAULT_NONE)
		return;
	take_properties(&o->items[i], &item, names, values);
	secret = secret_copy(bytes, length);
	item.secret = secret;
	item.secret_length = length;
	o->visit(&item, o->argument);
	secret_free(secret);
}

static void show_all(const struct others *o)
{
	DBusMessageIter all;
	DBusMessageIter entries;
	struct secrets_value secret;

	(void)dbus_message_iter_init(o->secrets.reply, &all);
	dbus_message_iter_recurse(&all, &entries);
	while (secrets_next_secret(&entries, &secret))
		show(o, secret.path, secret.bytes, secret.length);
}

static enum secrets_fault read_all(struct others *o)
{
	enum secrets_fault fault = ask(o);

	if (fault == FAULT_NONE)
		fault = has_locked(o) ? FAULT_LOCKED : ask_locked(o);
	if (fault == FAULT_NONE) {
		take_paths(o);
		if (o->count > 0)
			fault = fetch(o);
	}
	if (fault == FAULT_NONE && o->count > 0)
		show_all(o);
	return fault;
}

static void finish(struct others *o)
{
	for (size_t i = 0; i < o->count; i++)
		bus_call_clear(&o->items[i]);
	free(o->items);
	free(o->paths);
	bus_call_clear(&o->secrets);
	bus_call_clear(&o->locked);
	bus_call_clear(&o->search);
	bus_call_clear(&o->session);
	bus_close(&o->bus);
}

enum status keyring_items(const struct config *config, const char *schema,
			  keyring_visit *visit, void *argument, struct error *e)
{
	struct others o = { .schema = schema,
			    .visit = visit,
			    .argument = argument };
	enum secrets_fault fault;
	enum status status;

	if (config->encrypted_session) {
		error_set(e, STATUS_UNAVAILABLE,
			  "what others keep in the keyring is read in a plain "
			  "session alone");
		error_hint(e, "the configuration has 'session = encrypted'");
		return STATUS_UNAVAILABLE;
	}
	fault = bus_open(&o.bus, config->service_timeout);
	if (fault == FAULT_NONE)
		fault = read_all(&o);
	status = secrets_fault(fault, o.bus.text, e);
	finish(&o);
	return status;
}

const char *keyring_attribute(const struct keyring_item *item, const char *name)
{
	for (size_t i = 0; i < item->attribute_count; i++)
		if (strcmp(item->names[i], name) == 0)
			return item->values[i];
	return NULL;
}
