#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "helper/backends/vault/entry.h"
#include "protocol/core/json.h"
#include "protocol/core/percent.h"
#include "protocol/core/record.h"
#include "protocol/core/text.h"

/* What becomes of a record: the members of an entry, and its mark. */
struct members {
	struct buffer data;
	struct buffer mark;
};

/* One line of a record, as a member; its key goes into the mark. */
static void add_member(const char *key, const char *value, void *argument)
{
	struct members *m = argument;
	struct buffer name = { 0 };
	struct buffer encoded = { 0 };

	vault_add_marked(key, &m->mark);
	if (text_is_utf8(value, strlen(value))) {
		json_add_member(&m->data, key, value);
		return;
	}
	buffer_add_texts(&name, VAULT_ENCODED, key, NULL);
	percent_encode(value, &encoded);
	json_add_member(&m->data, name.data, encoded.data);
	buffer_clear(&encoded);
	buffer_clear(&name);
}

static void add_raw(const char *key, struct json_object *value,
		    struct buffer *out)
{
	json_add_comma(out);
	json_add_text(out, key);
	buffer_add_texts(out, ":",
			 json_object_to_json_string_ext(
				 value, JSON_C_TO_STRING_PLAIN |
						JSON_C_TO_STRING_NOSLASHESCAPE),
			 NULL);
}

/* Whether the record has a value below that key, so that another's goes. */
static bool is_written(const struct buffer *mark, const char *key)
{
	struct buffer wanted = { 0 };
	bool encoded;
	bool found;

	buffer_add_text(&wanted, mark->length ? "," : "");
	vault_add_marked(vault_base_of(key, &encoded), &wanted);
	found = mark->data && strstr(mark->data, wanted.data);
	buffer_clear(&wanted);
	return found;
}

static void add_others(struct json_object *data, struct members *m)
{
	if (!data)
		return;
	json_object_object_foreach(data, key, value)
	{
		if (!vault_is_ours(data, key) && !is_written(&m->mark, key))
			add_raw(key, value, &m->data);
	}
}

static enum status post(struct vault *v, const char *path, int cas,
			const struct buffer *data, bool *late, int *version,
			struct error *e)
{
	struct vault_answer a = { 0 };
	struct buffer body = { 0 };
	const struct vault_call call = { .method = "POST", .body = &body };
	struct json_object *saved;
	char options[64];
	enum status status;

	(void)snprintf(options, sizeof(options),
		       "{\"options\":{\"cas\":%d},\"data\":", cas);
	buffer_add_text(&body, options);
	buffer_add(&body, data->data, data->length);
	buffer_add_text(&body, "}");
	status = vault_entry_ask(v, "data", path, call, &a, e);
	saved = json_object_at(a.json, "data");
	*late = status == STATUS_OK && a.status == 400 &&
		strstr(a.words, "did not match");
	/* An engine of version 1 keeps what it is told, and answers nothing. */
	if (status == STATUS_OK && (a.status == 404 || a.status == 204))
		status = vault_no_engine(v, &a, e);
	else if (status == STATUS_OK && !*late && (a.status != 200 || !saved))
		status = vault_refusal(&a, "to keep it", e);
	else if (status == STATUS_OK && !*late)
		*version = (int)json_number_at(saved, "version");
	buffer_clear(&body);
	vault_answer_clear(&a);
	return status;
}

enum status vault_entry_write(struct vault *v, const char *path,
			      const struct vault_entry *old,
			      const struct credential *record, bool *late,
			      int *version, struct error *e)
{
	struct members m = { 0 };
	enum status status;

	buffer_add_text(&m.data, "{");
	buffer_add_text(&m.mark, VAULT_FORMAT);
	record_each(record, add_member, &m);
	json_add_member(&m.data, VAULT_MARK, m.mark.data);
	/* The first key stands behind a comma then, as all others do. */
	m.mark.data[strlen(VAULT_FORMAT) - 1] = ',';
	add_others(old->data, &m);
	buffer_add_text(&m.data, "}");
	status = post(v, path, old->version, &m.data, late, version, e);
	buffer_clear(&m.mark);
	buffer_clear(&m.data);
	return status;
}

enum status vault_entry_copy(struct vault *v, const char *path,
			     const struct vault_entry *source, int cas,
			     bool *late, int *version, struct error *e)
{
	struct buffer data = { 0 };
	enum status status;

	buffer_add_text(&data, "{");
	json_object_object_foreach(source->data, key, value)
		add_raw(key, value, &data);
	buffer_add_text(&data, "}");
	status = post(v, path, cas, &data, late, version, e);
	buffer_clear(&data);
	return status;
}
