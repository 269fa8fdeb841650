#include <string.h>
#include <unistd.h>

#include <libsecret/secret.h>

#include "helper/backends/secret-service/item.h"
#include "helper/backends/secret-service/libsecret/glib.h"
#include "helper/backends/secret-service/libsecret/keyring.h"
#include "helper/backends/secret-service/libsecret/libsecret-fault.h"
#include "protocol/core/memory.h"

static const SecretSchema schema = {
	.name = ITEM_SCHEMA,
	.attributes = {
		{ "application", SECRET_SCHEMA_ATTRIBUTE_STRING },
		{ "schema-version", SECRET_SCHEMA_ATTRIBUTE_STRING },
		{ "protocol", SECRET_SCHEMA_ATTRIBUTE_STRING },
		{ "host", SECRET_SCHEMA_ATTRIBUTE_STRING },
		{ "path", SECRET_SCHEMA_ATTRIBUTE_STRING },
		{ "username", SECRET_SCHEMA_ATTRIBUTE_STRING },
		{ "provider", SECRET_SCHEMA_ATTRIBUTE_STRING },
		{ "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
	},
};

/*
 * Without a person nothing may be asked. libsecret calls these for each prompt
 * that a service wants.
 */
static GQuark unasked(void)
{
	return g_quark_from_static_string("unasked");
}

static GVariant *refuse_sync(SecretService *service, SecretPrompt *prompt,
			     GCancellable *cancellable,
			     const GVariantType *type, GError **error)
{
	(void)service;
	(void)prompt;
	(void)cancellable;
	(void)type;
	g_set_error_literal(error, unasked(), 0, "");
	return NULL;
}

static void refuse_async(SecretService *service, SecretPrompt *prompt,
			 const GVariantType *type, GCancellable *cancellable,
			 GAsyncReadyCallback callback, void *argument)
{
	GTask *task = g_task_new(service, cancellable, callback, argument);

	(void)prompt;
	(void)type;
	g_task_return_new_error(task, unasked(), 0, "%s", "");
	g_object_unref(task);
}

static GVariant *refuse_finish(SecretService *service, GAsyncResult *result,
			       GError **error)
{
	(void)service;
	return g_task_propagate_pointer(G_TASK(result), error);
}

/* Takes the error over; libsecret gives none when a prompt was declined. */
static enum service_fault failed(struct keyring *k, GError *error)
{
	enum service_fault fault;

	if (!error)
		return FAULT_DISMISSED;
	if (g_error_matches(error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
		fault = FAULT_LOCKED;
	else if (g_error_matches(error, SECRET_ERROR,
				 SECRET_ERROR_NO_SUCH_OBJECT))
		fault = FAULT_GONE;
	else if (error->domain == unasked())
		fault = FAULT_UNASKED;
	else
		fault = libsecret_fault(error, k->service, k->text);
	g_error_free(error);
	return fault;
}

/* When a question was declined libsecret still looks for what it made. */
static enum service_fault not_made(struct keyring *k, GError *error)
{
	bool declined = g_error_matches(error, G_DBUS_ERROR,
					G_DBUS_ERROR_UNKNOWN_METHOD);
	enum service_fault fault = failed(k, error);

	return declined ? FAULT_DISMISSED : fault;
}

static void let_ask(SecretService *service, bool may)
{
	static SecretServiceClass usual;
	SecretServiceClass *class = SECRET_SERVICE_GET_CLASS(service);

	if (!usual.prompt_sync)
		usual = *class;
	class->prompt_sync = may ? usual.prompt_sync : refuse_sync;
	class->prompt_async = may ? usual.prompt_async : refuse_async;
	class->prompt_finish = may ? usual.prompt_finish : refuse_finish;
}

enum service_fault keyring_connect(struct keyring *k)
{
	const char *algorithms;
	GError *error = NULL;
	SecretService *service;

	if (!g_bus_get_sync(G_BUS_TYPE_SESSION, NULL, &error)) {
		(void)failed(k, error);
		return FAULT_NO_BUS;
	}
	service = secret_service_get_sync(SECRET_SERVICE_OPEN_SESSION, NULL,
					  &error);
	if (!service)
		return failed(k, error);
	k->service = service;
	let_ask(service, k->request->person);
	/* libsecret takes a plain session where there is no other. */
	algorithms = secret_service_get_session_algorithms(service);
	if (k->request->encrypted &&
	    (!algorithms || strcmp(algorithms, "plain") == 0))
		return FAULT_UNCIPHERED;
	return FAULT_NONE;
}

enum service_fault keyring_find_home(struct keyring *k)
{
	GError *error = NULL;

	k->home = secret_collection_for_alias_sync(k->service,
						   SECRET_COLLECTION_DEFAULT,
						   SECRET_COLLECTION_NONE, NULL,
						   &error);
	if (error)
		return failed(k, error);
	k->request->progress->locked =
		k->home && secret_collection_get_locked(k->home);
	return FAULT_NONE;
}

static enum service_fault search(struct keyring *k, GList **found)
{
	GHashTable *attributes = attributes_to_find(k->request->credential);
	GError *error = NULL;

	*found = secret_service_search_sync(k->service, NULL, attributes,
					    SECRET_SEARCH_ALL, NULL, &error);
	return error ? failed(k, error) : FAULT_NONE;
}

enum service_fault keyring_search(struct keyring *k)
{
	GList *found;
	enum service_fault fault = search(k, &found);

	k->item_count = 0;
	k->any_locked = false;
	if (fault != FAULT_NONE)
		return fault;
	k->items = memory_alloc(g_list_length(found), sizeof(*k->items));
	for (; found; found = found->next)
		/* Attributes of a locked item may be hashes of themselves. */
		if (secret_item_get_locked(found->data))
			k->any_locked = true;
		else if (attributes_are_ours(
				 secret_item_get_attributes(found->data)))
			k->items[k->item_count++].handle = found->data;
	return FAULT_NONE;
}

/* Asks the person to open those of `proxies` that are locked. */
static enum service_fault unlock(struct keyring *k, GList *proxies)
{
	GError *error = NULL;
	GList *opened = NULL;

	if (!proxies)
		return FAULT_NONE;
	if (secret_service_unlock_sync(k->service, proxies, NULL, &opened,
				       &error) <= 0)
		return failed(k, error);
	return FAULT_NONE;
}

static enum service_fault create_home(struct keyring *k)
{
	GError *error = NULL;

	k->home = secret_collection_create_sync(k->service, "Default keyring",
						SECRET_COLLECTION_DEFAULT,
						SECRET_COLLECTION_CREATE_NONE,
						NULL, &error);
	return k->home ? FAULT_NONE : not_made(k, error);
}

enum service_fault keyring_open(struct keyring *k)
{
	enum service_fault fault = unlock(k, g_list_prepend(NULL, k->home));

	return fault == FAULT_UNASKED ? FAULT_NONE : fault;
}

enum service_fault keyring_unlock(struct keyring *k)
{
	enum service_fault fault = FAULT_NONE;
	GList *found;
	GList *locked = NULL;

	/* Home first: KeePassXC answers no search before it is open. */
	if (!k->home && k->request->action == LIBSECRET_STORE)
		fault = create_home(k);
	if (k->home && secret_collection_get_locked(k->home))
		fault = unlock(k, g_list_prepend(NULL, k->home));
	if (fault != FAULT_NONE || (fault = search(k, &found)) != FAULT_NONE)
		return fault;
	for (; found; found = found->next)
		if (secret_item_get_locked(found->data))
			locked = g_list_prepend(locked, found->data);
	return unlock(k, locked);
}

/* False if the item was erased in the meantime. */
static bool read_item(struct keyring_item *item)
{
	SecretValue *value = secret_item_get_secret(item->handle);
	const char *text;
	gsize length;

	if (!value)
		return false;
	text = secret_value_get(value, &length);
	keyring_take(item, text, length,
		     secret_item_get_attributes(item->handle));
	return true;
}

enum service_fault keyring_load(struct keyring *k)
{
	GError *error = NULL;
	GList *items = NULL;
	size_t kept = 0;

	for (size_t i = 0; i < k->item_count; i++)
		items = g_list_prepend(items, k->items[i].handle);
	if (items && !secret_item_load_secrets_sync(items, NULL, &error))
		return failed(k, error);
	for (size_t i = 0; i < k->item_count; i++)
		if (read_item(&k->items[i]))
			k->items[kept++] = k->items[i];
	k->item_count = kept;
	return FAULT_NONE;
}

static SecretValue *new_value(const struct buffer *text)
{
	return secret_value_new(text->data, (gssize)text->length,
				ITEM_CONTENT_TYPE);
}

/* Whether the item's attributes of ours are exactly `wanted`. */
static bool has_attributes(SecretItem *item, GHashTable *wanted)
{
	GHashTable *has = secret_item_get_attributes(item);
	bool equal = true;

	for (int i = 0; schema.attributes[i].name; i++)
		equal = equal &&
			g_strcmp0(g_hash_table_lookup(
					  has, schema.attributes[i].name),
				  g_hash_table_lookup(
					  wanted, schema.attributes[i].name)) ==
				0;
	return equal;
}

/*
 * In this order: either this sees that it was abandoned, or whoever abandoned
 * it sees that a change may have been made. Who was killed abandons it, too:
 * what it stores may have been stored anew meanwhile.
 */
static bool may_change(struct keyring *k)
{
	k->request->progress->changing = true;
	return !k->request->progress->abandoned &&
	       getppid() == k->request->parent;
}

enum service_fault keyring_replace(struct keyring *k, struct keyring_item *item,
				   const struct credential *record,
				   const struct buffer *text)
{
	GHashTable *attributes = attributes_of(record);
	char label[ITEM_LABEL_MAX];
	GError *error = NULL;

	item_label(record, label);
	if (!may_change(k))
		return FAULT_TIMEOUT;
	if (!secret_item_set_secret_sync(item->handle, new_value(text), NULL,
					 &error))
		return failed(k, error);
	if (!has_attributes(item->handle, attributes) &&
	    !secret_item_set_attributes_sync(item->handle, &schema, attributes,
					     NULL, &error))
		return failed(k, error);
	if (g_strcmp0(secret_item_get_label(item->handle), label) != 0 &&
	    !secret_item_set_label_sync(item->handle, label, NULL, &error))
		return failed(k, error);
	return FAULT_NONE;
}

enum service_fault keyring_create(struct keyring *k, struct keyring_item *item,
				  const struct credential *record,
				  const struct buffer *text)
{
	char label[ITEM_LABEL_MAX];
	GError *error = NULL;

	if (!k->home)
		return FAULT_NO_KEYRING;
	if (keyring_is_passing(k->home))
		return FAULT_VOLATILE;
	item_label(record, label);
	if (!may_change(k))
		return FAULT_TIMEOUT;
	/*
	 * Never "replace": KeePassXC would ask a person for that. What is new
	 * it makes by a prompt, too, but one that shows nothing.
	 */
	let_ask(k->service, true);
	item->handle =
		secret_item_create_sync(k->home, &schema, attributes_of(record),
					label, new_value(text),
					SECRET_ITEM_CREATE_NONE, NULL, &error);
	let_ask(k->service, k->request->person);
	return item->handle ? FAULT_NONE : not_made(k, error);
}

enum service_fault keyring_compare(struct keyring *k, struct keyring_item *item,
				   const struct buffer *text)
{
	GError *error = NULL;
	SecretValue *value;
	const char *found;
	gsize length;

	if (!secret_item_load_secret_sync(item->handle, NULL, &error))
		return failed(k, error);
	value = secret_item_get_secret(item->handle);
	if (!value)
		return FAULT_MISMATCH;
	found = secret_value_get(value, &length);
	if (length != text->length || memcmp(found, text->data, length) != 0)
		return FAULT_MISMATCH;
	return FAULT_NONE;
}

enum service_fault keyring_delete(struct keyring *k, struct keyring_item *item)
{
	enum service_fault fault;
	GError *error = NULL;

	if (!may_change(k))
		return FAULT_TIMEOUT;
	if (secret_item_delete_sync(item->handle, NULL, &error))
		return FAULT_NONE;
	fault = failed(k, error);
	/* Somebody else deleted it: the search that follows will tell. */
	return fault == FAULT_GONE ? FAULT_NONE : fault;
}
