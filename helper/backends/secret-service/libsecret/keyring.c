#include <string.h>
#include <unistd.h>

#include <libsecret/secret.h>

#include "helper/backends/secret-service/item.h"
#include "helper/backends/secret-service/libsecret/glib.h"
#include "helper/backends/secret-service/libsecret/keyring.h"
#include "helper/backends/secret-service/libsecret/prompt.h"
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

enum {
	TRIES = 20,
	PAUSE = 10000, /* microseconds */
};

enum secrets_fault keyring_connect(struct keyring *k)
{
	const char *algorithms;
	GError *error = NULL;
	SecretService *service;

	if (!g_bus_get_sync(G_BUS_TYPE_SESSION, NULL, &error)) {
		(void)prompt_failed(k, error);
		return FAULT_NO_BUS;
	}
	service = secret_service_get_sync(SECRET_SERVICE_OPEN_SESSION, NULL,
					  &error);
	if (!service)
		return prompt_failed(k, error);
	k->service = service;
	prompt_allow(service, k->request->person);
	/* libsecret takes a plain session where there is no other. */
	algorithms = secret_service_get_session_algorithms(service);
	if (k->request->encrypted &&
	    (!algorithms || strcmp(algorithms, "plain") == 0))
		return FAULT_UNCIPHERED;
	return FAULT_NONE;
}

static enum secrets_fault find_home(struct keyring *k)
{
	GError *error = NULL;

	k->home = secret_collection_for_alias_sync(k->service,
						   SECRET_COLLECTION_DEFAULT,
						   SECRET_COLLECTION_NONE, NULL,
						   &error);
	if (error)
		return prompt_failed(k, error);
	k->request->progress->locked =
		k->home && secret_collection_get_locked(k->home);
	return FAULT_NONE;
}

/*
 * What vanishes while it is being looked at is looked for again, a little
 * later: gnome-keyring finds an item before it shows it. A service that is
 * gone says so each time.
 */
static enum secrets_fault insist(enum secrets_fault (*step)(struct keyring *k),
				 struct keyring *k)
{
	enum secrets_fault fault = step(k);

	for (int i = 0; i < TRIES && fault == FAULT_GONE; i++) {
		g_usleep(PAUSE);
		fault = step(k);
	}
	return fault;
}

enum secrets_fault keyring_find_home(struct keyring *k)
{
	return insist(find_home, k);
}

static enum secrets_fault search(struct keyring *k, GList **found)
{
	GHashTable *attributes = attributes_to_find(k->request->credential);
	GError *error = NULL;

	*found = secret_service_search_sync(k->service, NULL, attributes,
					    SECRET_SEARCH_ALL, NULL, &error);
	return error ? prompt_failed(k, error) : FAULT_NONE;
}

static enum secrets_fault find_items(struct keyring *k)
{
	GList *found;
	enum secrets_fault fault = search(k, &found);

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

enum secrets_fault keyring_search(struct keyring *k)
{
	return insist(find_items, k);
}

enum secrets_fault keyring_unlock(struct keyring *k)
{
	enum secrets_fault fault = FAULT_NONE;
	GList *found;
	GList *locked = NULL;

	/* Home first: KeePassXC answers no search before it is open. */
	if (!k->home && k->request->action == LIBSECRET_STORE)
		fault = prompt_create_home(k);
	if (k->home && secret_collection_get_locked(k->home))
		fault = prompt_unlock(k, g_list_prepend(NULL, k->home));
	if (fault != FAULT_NONE || (fault = search(k, &found)) != FAULT_NONE)
		return fault;
	for (; found; found = found->next)
		if (secret_item_get_locked(found->data))
			locked = g_list_prepend(locked, found->data);
	return prompt_unlock(k, locked);
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

enum secrets_fault keyring_load(struct keyring *k)
{
	GError *error = NULL;
	GList *items = NULL;
	size_t kept = 0;

	for (size_t i = 0; i < k->item_count; i++)
		items = g_list_prepend(items, k->items[i].handle);
	if (items && !secret_item_load_secrets_sync(items, NULL, &error))
		return prompt_failed(k, error);
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

enum secrets_fault keyring_replace(struct keyring *k, struct keyring_item *item,
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
		return prompt_failed(k, error);
	if (!has_attributes(item->handle, attributes) &&
	    !secret_item_set_attributes_sync(item->handle, &schema, attributes,
					     NULL, &error))
		return prompt_failed(k, error);
	if (g_strcmp0(secret_item_get_label(item->handle), label) != 0 &&
	    !secret_item_set_label_sync(item->handle, label, NULL, &error))
		return prompt_failed(k, error);
	return FAULT_NONE;
}

enum secrets_fault keyring_create(struct keyring *k, struct keyring_item *item,
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
	prompt_allow(k->service, true);
	item->handle =
		secret_item_create_sync(k->home, &schema, attributes_of(record),
					label, new_value(text),
					SECRET_ITEM_CREATE_NONE, NULL, &error);
	prompt_allow(k->service, k->request->person);
	return item->handle ? FAULT_NONE : prompt_not_made(k, error);
}

enum secrets_fault keyring_compare(struct keyring *k, struct keyring_item *item,
				   const struct buffer *text)
{
	GError *error = NULL;
	SecretValue *value;
	const char *found;
	gsize length;

	if (!secret_item_load_secret_sync(item->handle, NULL, &error))
		return prompt_failed(k, error);
	value = secret_item_get_secret(item->handle);
	if (!value)
		return FAULT_MISMATCH;
	found = secret_value_get(value, &length);
	if (length != text->length || memcmp(found, text->data, length) != 0)
		return FAULT_MISMATCH;
	return FAULT_NONE;
}

enum secrets_fault keyring_delete(struct keyring *k, struct keyring_item *item)
{
	enum secrets_fault fault;
	GError *error = NULL;

	if (!may_change(k))
		return FAULT_TIMEOUT;
	if (secret_item_delete_sync(item->handle, NULL, &error))
		return FAULT_NONE;
	fault = prompt_failed(k, error);
	/* Somebody else deleted it: the search that follows will tell. */
	return fault == FAULT_GONE ? FAULT_NONE : fault;
}
