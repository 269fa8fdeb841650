#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/backends/cache.h"
#include "helper/backends/chain-members.h"
#include "helper/backends/kernel-keyring.h"
#include "helper/backends/open.h"
#include "helper/backends/place.h"
#include "helper/system/environment.h"
#include "protocol/core/credentials.h"
#include "protocol/core/record.h"

enum {
	HASH_SIZE = crypto_generichash_BYTES_MIN,
	HEX_SIZE = 2 * HASH_SIZE + 1,
};

static void hash(const struct buffer *text, char *out)
{
	unsigned char bytes[HASH_SIZE];

	(void)crypto_generichash(bytes, sizeof(bytes),
				 (const unsigned char *)text->data,
				 text->length, NULL, 0);
	(void)sodium_bin2hex(out, HEX_SIZE, bytes, sizeof(bytes));
}

/*
 * What the names of all that is cached of a host begin with, whichever store
 * it came from: whoever changes something need not know who has cached it.
 */
static void host_part(const struct credential *address, char *out)
{
	struct buffer text = { 0 };

	buffer_add_texts(&text, address->values[FIELD_PROTOCOL], "://",
			 address->values[FIELD_HOST], NULL);
	hash(&text, out);
	buffer_clear(&text);
}

/* All that says which store is meant. */
static enum status store_part(const struct config *config, char *out)
{
	struct buffer text = { 0 };
	struct backends all = { 0 };
	struct error ignored = { 0 };
	char bus[PATH_MAX];
	enum status status = backend_all(config, &all, &ignored);

	for (size_t i = 0; i < all.count; i++)
		place_describe(config, all.items[i], &text);
	for (size_t i = 0; i < config->store_count; i++)
		buffer_add_texts(&text, "\n", config->stores[i].title, "\n",
				 config->stores[i].backend, NULL);
	buffer_add_texts(&text, "\n", config->backend, "\n",
			 config->file_directory, "\n", config->key_file, NULL);
	if (environment_bus(bus, sizeof(bus)))
		buffer_add_texts(&text, "\n", environment_bus(bus, sizeof(bus)),
				 NULL);
	hash(&text, out);
	buffer_clear(&text);
	return status;
}

/*
 * One name for one host of one store. Hashes, since every program of the user
 * sees the names.
 */
static bool name_of(const struct config *config,
		    const struct credential *address, char *out)
{
	char host[HEX_SIZE];
	char store[HEX_SIZE];

	if (sodium_init() < 0 || store_part(config, store) != STATUS_OK)
		return false;
	host_part(address, host);
	(void)snprintf(out, CACHE_NAME_SIZE, "%s-%s", host, store);
	return true;
}

/*
 * Each record with the name of its back-end on a line before it and a blank
 * line behind it, which is in no record.
 */
static void encode(const struct credentials *found, struct buffer *out)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct credential *record = &found->items[i];
		const char *home = record->values[FIELD_BACKEND];

		buffer_add_texts(out, home ? home : "", "\n", NULL);
		record_encode(record, out);
		buffer_add_text(out, "\n");
	}
}

/* Takes one record from the front of `text`. False if that is none. */
static bool decode(const char **text, struct credential *record)
{
	const char *line = strchr(*text, '\n');
	const char *end = line ? strstr(line, "\n\n") : NULL;
	struct error ignored = { 0 };

	if (!end || record_decode(line + 1, (size_t)(end - line), record,
				  &ignored) != STATUS_OK)
		return false;
	if (line > *text)
		credential_set_bytes(record, FIELD_BACKEND, *text,
				     (size_t)(line - *text));
	*text = end + 2;
	return true;
}

/* Gathers what is cached; nothing if any of it cannot be read. */
static bool recall(const char *name, struct credentials *found)
{
	struct buffer value = { 0 };
	struct credential record = { 0 };
	const char *text;
	bool good = cache_key_read(name, &value) && value.length > 0;

	for (text = value.data; good && *text;) {
		good = decode(&text, &record);
		if (good)
			(void)credentials_add(&record, found);
		credential_clear(&record);
	}
	if (!good)
		credentials_clear(found);
	buffer_clear(&value);
	return good;
}

/* Asks the back-end for all of the host, and keeps what it says. */
static enum status look_up(const struct config *config,
			   const struct backend *backend,
			   const struct credential *host,
			   struct credentials *found, struct error *e)
{
	char name[CACHE_NAME_SIZE];
	struct buffer value = { 0 };
	enum status status;
	int place;

	if (!name_of(config, host, name))
		return backend->search(backend, config, host, credentials_add,
				       found, e);
	if (recall(name, found))
		return STATUS_OK;
	place = cache_key_reserve(name);
	status = backend->search(backend, config, host, credentials_add, found,
				 e);
	if (place >= 0 && status == STATUS_OK && !e->message[0]) {
		encode(found, &value);
		cache_key_fill(place, &value, config->cache_seconds);
		buffer_clear(&value);
	} else {
		cache_key_release(place);
	}
	return status;
}

/* All is seldom asked for, and is more than the kernel keeps for a user. */
static enum status search_all(const struct config *config,
			      const struct backend *backend,
			      search_visit *visit, void *argument,
			      struct error *e)
{
	enum status status =
		backend->search(backend, config, NULL, visit, argument, e);

	if (status == STATUS_LOCKED)
		(void)cache_forget_all();
	return status;
}

static enum status cached_search(const struct backend *self,
				 const struct config *config,
				 const struct credential *pattern,
				 search_visit *visit, void *argument,
				 struct error *e)
{
	const struct backend *backend;
	struct search s = { .pattern = pattern,
			    .visit = visit,
			    .argument = argument };
	struct credential host = { 0 };
	struct credentials found = { 0 };
	enum status status = backend_open(config, &backend, e);

	(void)self;
	if (status != STATUS_OK)
		return status;
	if (!pattern)
		return search_all(config, backend, visit, argument, e);
	credential_copy_host(pattern, &host);
	status = look_up(config, backend, &host, &found, e);
	for (size_t i = 0; i < found.count && !s.stopped; i++)
		(void)search_pass(&found.items[i], &s);
	credentials_clear(&found);
	credential_clear(&host);
	return search_end(&s, status, e);
}

static enum status cached_store(const struct backend *self,
				const struct config *config,
				const struct credential *record,
				struct error *e)
{
	const struct backend *backend;
	enum status status = backend_open(config, &backend, e);

	(void)self;
	return status == STATUS_OK ? backend->store(backend, config, record, e)
				   : status;
}

static enum status cached_erase(const struct backend *self,
				const struct config *config,
				const struct credential *pattern,
				struct error *e)
{
	const struct backend *backend;
	enum status status = backend_open(config, &backend, e);

	(void)self;
	return status == STATUS_OK ? backend->erase(backend, config, pattern, e)
				   : status;
}

static const struct backend cached = {
	.name = "cache",
	.summary = "what the kernel remembers of another back-end",
	.search = cached_search,
	.store = cached_store,
	.erase = cached_erase,
};

enum status cache_open(const struct config *config,
		       const struct backend **backend, struct error *e)
{
	enum status status = backend_open(config, backend, e);

	if (status == STATUS_OK && config->cache_seconds > 0)
		*backend = &cached;
	return status;
}

void cache_forget(const struct credential *address)
{
	char host[HEX_SIZE];

	if (sodium_init() < 0)
		return;
	host_part(address, host);
	(void)cache_key_drop_all(host);
}

int cache_forget_all(void)
{
	return cache_key_drop_all("");
}
