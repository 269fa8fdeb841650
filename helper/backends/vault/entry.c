#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "helper/backends/vault/entry.h"
#include "helper/backends/vault/path.h"
#include "protocol/core/json.h"
#include "protocol/core/percent.h"
#include "protocol/core/record.h"

const char *vault_base_of(const char *key, bool *encoded)
{
	*encoded = strncmp(key, VAULT_ENCODED, strlen(VAULT_ENCODED)) == 0;
	return *encoded ? key + strlen(VAULT_ENCODED) : key;
}

/* In the mark a comma stands behind each key, which has none itself. */
void vault_add_marked(const char *key, struct buffer *out)
{
	for (; *key; key++)
		percent_add(*key, *key != ',' && *key != '%', out);
	buffer_add_text(out, ",");
}

/* Whether the entry's mark says that the key was written by us. */
static bool is_marked(struct json_object *data, const char *key)
{
	const char *mark = json_text_at(data, VAULT_MARK);
	struct buffer wanted = { 0 };
	const char *at;
	bool found = false;

	if (!mark || strncmp(mark, VAULT_FORMAT, strlen(VAULT_FORMAT)) != 0)
		return false;
	vault_add_marked(key, &wanted);
	for (at = mark + strlen(VAULT_FORMAT); !found && at && *at;) {
		found = strncmp(at, wanted.data, wanted.length) == 0;
		at = strchr(at, ',');
		at = at ? at + 1 : NULL;
	}
	buffer_clear(&wanted);
	return found;
}

/* What a record always replaces, whoever wrote it: address and secrets. */
static bool is_replaced(int field)
{
	return field >= 0 && field <= FIELD_PASSWORD_EXPIRY_UTC;
}

bool vault_is_ours(struct json_object *data, const char *key)
{
	bool encoded;
	const char *base = vault_base_of(key, &encoded);

	return strcmp(key, VAULT_MARK) == 0 || is_marked(data, base) ||
	       is_replaced(record_field(base, strlen(base)));
}

enum status vault_entry_ask(struct vault *v, const char *what, const char *path,
			    struct vault_call call, struct vault_answer *a,
			    struct error *e)
{
	struct buffer url = { 0 };
	enum status status;

	buffer_add_texts(&url, v->config->vault.mount, "/", what, "/", NULL);
	percent_encode_url(path, "/", &url);
	if (call.path)
		buffer_add_text(&url, call.path);
	call.path = url.data;
	status = vault_ask(v, &call, a, e);
	buffer_clear(&url);
	return status;
}

enum status vault_entry_ask_version(struct vault *v, const char *what,
				    const char *path, int version,
				    struct vault_answer *a, struct error *e)
{
	struct buffer body = { 0 };
	char text[48];
	enum status status;

	(void)snprintf(text, sizeof(text), "{\"versions\":[%d]}", version);
	buffer_add_text(&body, text);
	status = vault_entry_ask(v, what, path,
				 (struct vault_call){ .method = "POST",
						      .body = &body },
				 a, e);
	buffer_clear(&body);
	return status;
}

enum status vault_entry_read(struct vault *v, const char *path, int version,
			     struct vault_entry *entry, struct error *e)
{
	struct vault_call call = { 0 };
	struct json_object *data, *metadata;
	enum status status;
	char query[32];

	vault_entry_clear(entry);
	(void)snprintf(query, sizeof(query), "?version=%d", version);
	if (version > 0)
		call.path = query;
	status = vault_entry_ask(v, "data", path, call, &entry->answer, e);
	if (status != STATUS_OK)
		return status;
	data = json_object_at(entry->answer.json, "data");
	metadata = json_object_at(data, "metadata");
	entry->version = (int)json_number_at(metadata, "version");
	/* A 404 is an entry that is erased, one that never was, or a mistake.
	 */
	if (entry->answer.status == 404)
		return entry->version > 0 || vault_has_nothing(&entry->answer)
			       ? STATUS_OK
			       : vault_no_engine(v, &entry->answer, e);
	entry->data = json_object_at(data, "data");
	if (entry->answer.status != 200 || !metadata || !entry->data)
		return vault_refusal(&entry->answer, "to read an entry", e);
	entry->is_there = true;
	return STATUS_OK;
}

void vault_entry_clear(struct vault_entry *entry)
{
	vault_answer_clear(&entry->answer);
	*entry = (struct vault_entry){ 0 };
}

/* Appends the value as a line of a record; false if it is none. */
static bool add_line(const char *key, bool encoded, struct json_object *value,
		     struct buffer *out)
{
	const char *text = json_object_get_string(value);
	enum json_type type = json_object_get_type(value);

	if ((type != json_type_string && type != json_type_int &&
	     type != json_type_double && type != json_type_boolean) ||
	    (type == json_type_string &&
	     strlen(text) != (size_t)json_object_get_string_len(value)))
		return false;
	buffer_add_texts(out, key, "=", NULL);
	if (encoded)
		buffer_add_text(out, text);
	else
		percent_encode(text, out);
	buffer_add_text(out, "\n");
	return true;
}

/* The lines of the record that the entry holds, without the address. */
static bool add_lines(struct json_object *data, struct buffer *out)
{
	bool good = true;

	json_object_object_foreach(data, key, value)
	{
		bool encoded;
		const char *base = vault_base_of(key, &encoded);
		int field = record_field(base, strlen(base));
		bool known = field >= 0 || is_marked(data, base);

		if (!value || !known ||
		    (field >= 0 &&
		     (field_info[field].flags & FIELD_IS_ADDRESS)))
			continue;
		/* Beside us, somebody may mean something else by a word. */
		if (!add_line(base, encoded, value, out) &&
		    (is_replaced(field) || is_marked(data, base)))
			good = false;
	}
	return good;
}

static enum status not_a_record(const char *path, struct error *e)
{
	error_set(e, STATUS_FAILED,
		  "the entry '%s' in vault holds no password "
		  "or token",
		  path);
	error_hint(e, "what is there is left as it is; 'vault kv get' shows "
		      "it");
	return STATUS_FAILED;
}

enum status vault_entry_record(const struct vault_entry *entry,
			       const char *path, struct credential *record,
			       struct error *e)
{
	struct credential address = { 0 };
	struct buffer lines = { 0 };
	struct error ignored = { 0 };
	bool good;

	credential_copy(record, &address);
	buffer_add(&lines, "", 0);
	good = add_lines(entry->data, &lines) &&
	       record_decode(lines.data, lines.length, record, &ignored) ==
		       STATUS_OK &&
	       credential_has_secret(record);
	for (int f = 0; f < FIELD_COUNT; f++)
		if (field_info[f].flags & FIELD_IS_ADDRESS)
			credential_set(record, f, address.values[f]);
	buffer_clear(&lines);
	credential_clear(&address);
	return good ? STATUS_OK : not_a_record(path, e);
}
