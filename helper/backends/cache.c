#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/backends/cache.h"
#include "helper/backends/kernel-keyring.h"
#include "helper/backends/open.h"
#include "helper/backends/registry.h"
#include "protocol/core/credentials.h"
#include "protocol/core/record.h"

enum {
	HASH_SIZE = crypto_generichash_BYTES_MIN
};

/*
 * One name for one host of one store. A hash, since every program of the user
 * sees the names.
 */
static bool name_of(const struct config *config, const char *backend,
		    const struct credential *address, char *out)
{
	const char *const parts[] = {
		backend,
		config->file_directory,
		config->key_file,
		address->values[FIELD_PROTOCOL],
		address->values[FIELD_HOST],
	};
	unsigned char hash[HASH_SIZE];
	crypto_generichash_state state;

	if (sodium_init() < 0)
		return false;
	(void)crypto_generichash_init(&state, NULL, 0, sizeof(hash));
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		(void)crypto_generichash_update(
			&state,
			(const unsigned char *)(parts[i] ? parts[i] : ""),
			parts[i] ? strlen(parts[i]) + 1 : 1);
	(void)crypto_generichash_final(&state, hash, sizeof(hash));
	(void)sodium_bin2hex(out, CACHE_NAME_SIZE, hash, sizeof(hash));
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

	if (!name_of(config, config->backend, host, name))
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

/* The host is forgotten twice: before, and with what was read meanwhile. */
static enum status change(const struct config *config,
			  const struct credential *address, bool erases,
			  struct error *e)
{
	const struct backend *backend;
	enum status status = backend_open(config, &backend, e);

	if (status != STATUS_OK)
		return status;
	cache_forget(config, address);
	status = erases ? backend->erase(backend, config, address, e)
			: backend->store(backend, config, address, e);
	cache_forget(config, address);
	return status;
}

static enum status cached_store(const struct backend *self,
				const struct config *config,
				const struct credential *record,
				struct error *e)
{
	(void)self;
	return change(config, record, false, e);
}

static enum status cached_erase(const struct backend *self,
				const struct config *config,
				const struct credential *pattern,
				struct error *e)
{
	(void)self;
	return change(config, pattern, true, e);
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

void cache_forget(const struct config *config, const struct credential *address)
{
	const char *const *backend = backend_names();
	char name[CACHE_NAME_SIZE];

	if (config->cache_seconds > 0 &&
	    name_of(config, config->backend, address, name))
		cache_key_drop(name);
	/* What was found through another one may have come from here. */
	for (; config->cache_seconds > 0 && *backend; backend++)
		if (name_of(config, *backend, address, name))
			cache_key_drop(name);
}

int cache_forget_all(void)
{
	return cache_key_drop_all();
}
