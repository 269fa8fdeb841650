#include <json-c/json.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/backends/etcd/json.h"
#include "protocol/core/json.h"
#include "protocol/core/memory.h"

void etcd_pair_clear(struct etcd_pair *pair)
{
	buffer_clear(&pair->key);
	buffer_clear(&pair->value);
	*pair = (struct etcd_pair){ 0 };
}

static void add_bytes(struct buffer *out, const char *key, const void *bytes,
		      size_t length)
{
	const size_t size =
		sodium_base64_encoded_len(length,
					  sodium_base64_VARIANT_ORIGINAL);
	char *text = memory_alloc(size, 1);

	(void)sodium_bin2base64(text, size, bytes, length,
				sodium_base64_VARIANT_ORIGINAL);
	json_add_member(out, key, text);
	free(text);
}

static void add_key(struct buffer *out, const char *name, const char *key)
{
	add_bytes(out, name, key, strlen(key));
}

static void add_number(struct buffer *out, const char *key, long long number)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "%lld", number);
	json_add_member(out, key, text);
}

/* Opens `"key":` and what follows. */
static void open_member(struct buffer *out, const char *key, const char *what)
{
	json_add_comma(out);
	json_add_text(out, key);
	buffer_add_texts(out, ":", what, NULL);
}

static void open_item(struct buffer *out)
{
	json_add_comma(out);
	buffer_add_text(out, "{");
}

/* The first key behind all that begin with `top`: its last byte, plus one. */
static void add_end(struct buffer *out, const char *top)
{
	struct buffer end = { 0 };

	buffer_add_text(&end, top);
	end.data[end.length - 1]++;
	add_bytes(out, "range_end", end.data, end.length);
	buffer_clear(&end);
}

void etcd_add_range(const struct etcd_range *range, struct buffer *out)
{
	/* The first key behind another one is that with a NUL at its end. */
	buffer_add_text(out, "{");
	add_bytes(out, "key", range->from,
		  strlen(range->from) + (range->behind ? 1 : 0));
	if (range->prefix)
		add_end(out, range->top);
	if (range->count) {
		open_member(out, "count_only", "true");
	} else if (range->limit > 0) {
		add_number(out, "limit", range->limit);
	}
	if (range->keys)
		open_member(out, "keys_only", "true");
	if (range->revision > 0)
		add_number(out, "revision", range->revision);
	buffer_add_text(out, "}");
}

static void add_compare(struct buffer *out, const char *key, size_t length,
			long long revision)
{
	open_item(out);
	json_add_member(out, "target", "MOD");
	json_add_member(out, "result", "EQUAL");
	add_bytes(out, "key", key, length);
	add_number(out, "mod_revision", revision);
	buffer_add_text(out, "}");
}

/* Reads the key, as a step. */
static void add_look(struct buffer *out, const char *key)
{
	open_item(out);
	open_member(out, "request_range", "{");
	add_key(out, "key", key);
	buffer_add_text(out, "}}");
}

/* True of a range only if nothing in it was ever made, or all is gone. */
static void add_none(struct buffer *out, const char *top)
{
	open_item(out);
	json_add_member(out, "target", "CREATE");
	json_add_member(out, "result", "EQUAL");
	add_key(out, "key", top);
	add_end(out, top);
	add_number(out, "create_revision", 0);
	buffer_add_text(out, "}");
}

void etcd_add_put(const char *key, const struct buffer *value,
		  long long revision, const char *none, const char *lease,
		  struct buffer *out)
{
	buffer_add_text(out, "{");
	open_member(out, "compare", "[");
	add_compare(out, key, strlen(key), revision);
	if (none)
		add_none(out, none);
	buffer_add_text(out, "]");
	open_member(out, "success", "[");
	open_item(out);
	open_member(out, "request_put", "{");
	add_key(out, "key", key);
	add_bytes(out, "value", value->data, value->length);
	json_add_member(out, "lease", lease);
	buffer_add_text(out, "}}");
	add_look(out, key);
	buffer_add_text(out, "]}");
}

void etcd_add_delete(const struct etcd_pair *pairs, size_t count,
		     struct buffer *out)
{
	buffer_add_text(out, "{");
	open_member(out, "compare", "[");
	for (size_t i = 0; i < count; i++)
		add_compare(out, pairs[i].key.data, pairs[i].key.length,
			    pairs[i].revision);
	buffer_add_text(out, "]");
	open_member(out, "success", "[");
	for (size_t i = 0; i < count; i++) {
		open_item(out);
		open_member(out, "request_delete_range", "{");
		add_bytes(out, "key", pairs[i].key.data, pairs[i].key.length);
		buffer_add_text(out, "}}");
	}
	buffer_add_text(out, "]}");
}

void etcd_add_login(const char *user, const char *password, struct buffer *out)
{
	buffer_add_text(out, "{");
	json_add_member(out, "name", user);
	json_add_member(out, "password", password);
	buffer_add_text(out, "}");
}

void etcd_add_lease(long long seconds, struct buffer *out)
{
	buffer_add_text(out, "{");
	add_number(out, "TTL", seconds);
	buffer_add_text(out, "}");
}

enum status etcd_read(const struct buffer *text, struct json_object **out,
		      struct error *e)
{
	struct error ignored = { 0 };

	*out = NULL;
	if (text->length > 0 &&
	    json_read(text->data, text->length, out, &ignored) == STATUS_OK)
		return STATUS_OK;
	return error_set(e, STATUS_FAILED, "etcd answered something else");
}

void etcd_drop(struct json_object *answer)
{
	(void)json_object_put(answer);
}

size_t etcd_pair_count(struct json_object *range)
{
	size_t count;

	(void)json_list_at(range, "kvs", &count);
	return count;
}

/* Nothing at all for a text that is not there. */
static bool take_bytes(struct json_object *pair, const char *key,
		       struct buffer *out)
{
	const char *text = json_text_at(pair, key);
	size_t length = text ? strlen(text) : 0;
	size_t size = 0;
	char *end = buffer_reserve(out, length + 1);

	if (length > 0 &&
	    sodium_base642bin((unsigned char *)end, length, text, length, NULL,
			      &size, NULL, sodium_base64_VARIANT_ORIGINAL) != 0)
		return false;
	out->length = size;
	out->data[size] = '\0';
	return true;
}

bool etcd_pair_at(struct json_object *range, size_t index,
		  struct etcd_pair *out)
{
	size_t count;
	struct json_object *pairs = json_list_at(range, "kvs", &count);
	struct json_object *pair =
		index < count ? json_object_array_get_idx(pairs, index) : NULL;

	etcd_pair_clear(out);
	if (!json_object_is_type(pair, json_type_object))
		return false;
	out->revision = json_number_at(pair, "mod_revision");
	return take_bytes(pair, "key", &out->key) &&
	       take_bytes(pair, "value", &out->value) && out->revision > 0 &&
	       strlen(out->key.data) == out->key.length;
}

bool etcd_has_more(struct json_object *range)
{
	return json_true_at(range, "more");
}

long long etcd_count(struct json_object *range)
{
	return json_number_at(range, "count");
}

long long etcd_revision(struct json_object *answer)
{
	return json_number_at(json_object_at(answer, "header"), "revision");
}

bool etcd_succeeded(struct json_object *txn)
{
	return json_true_at(txn, "succeeded");
}

struct json_object *etcd_last_range(struct json_object *txn)
{
	size_t count;
	struct json_object *steps = json_list_at(txn, "responses", &count);

	if (count == 0)
		return NULL;
	return json_object_at(json_object_array_get_idx(steps, count - 1),
			      "response_range");
}

int etcd_error_code(struct json_object *answer)
{
	return (int)json_number_at(answer, "code");
}
