#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "helper/backends/vault/entry.h"
#include "helper/backends/vault/rights.h"
#include "protocol/core/json.h"
#include "protocol/core/memory.h"

enum {
	AT_ONCE = 500 /* paths in one question */
};

/* As policies name it: the bytes of the path, not those of its URL. */
static void policy_path(const struct vault *v, const char *path,
			struct buffer *out)
{
	buffer_add_texts(out, v->config->vault.mount, "/data/", path, NULL);
}

static enum vault_right right_of(struct json_object *capabilities, size_t count)
{
	static const char *const changing[] = { "update", "create", "root" };

	if (!capabilities)
		return VAULT_RIGHT_UNKNOWN;
	for (size_t i = 0; i < count; i++) {
		const char *word = json_object_get_string(
			json_object_array_get_idx(capabilities, i));

		for (size_t j = 0; word && j < 3; j++)
			if (strcmp(word, changing[j]) == 0)
				return VAULT_RIGHT_CHANGE;
	}
	return VAULT_RIGHT_READ_ONLY;
}

static void take_rights(const struct vault *v, const struct vault_answer *a,
			char *const *paths, size_t count,
			enum vault_right *rights)
{
	struct json_object *data = json_object_at(a->json, "data");

	for (size_t i = 0; i < count; i++) {
		struct buffer path = { 0 };
		struct json_object *found;
		size_t words;

		policy_path(v, paths[i], &path);
		found = json_list_at(data, path.data, &words);
		if (!found)
			found = json_list_at(a->json, path.data, &words);
		rights[i] = right_of(found, words);
		buffer_clear(&path);
	}
}

static void ask(struct vault *v, char *const *paths, size_t count,
		enum vault_right *rights)
{
	struct vault_answer a = { 0 };
	struct buffer body = { 0 };
	const struct vault_call call = {
		.method = "POST",
		.path = "sys/capabilities-self",
		.body = &body,
		.large = true,
	};
	struct error ignored = { 0 };

	buffer_add_text(&body, "{\"paths\":[");
	for (size_t i = 0; i < count; i++) {
		struct buffer path = { 0 };

		policy_path(v, paths[i], &path);
		json_add_comma(&body);
		json_add_text(&body, path.data);
		buffer_clear(&path);
	}
	buffer_add_text(&body, "]}");
	if (vault_ask(v, &call, &a, &ignored) == STATUS_OK && a.status == 200)
		take_rights(v, &a, paths, count, rights);
	buffer_clear(&body);
	vault_answer_clear(&a);
}

void vault_rights(struct vault *v, char *const *paths, size_t count,
		  enum vault_right *rights)
{
	for (size_t i = 0; i < count; i++)
		rights[i] = VAULT_RIGHT_UNKNOWN;
	for (size_t i = 0; i < count; i += AT_ONCE)
		ask(v, paths + i, count - i < AT_ONCE ? count - i : AT_ONCE,
		    rights + i);
}

enum status vault_rights_check(struct vault *v, const char *path,
			       const char *what, struct error *e)
{
	char *own = memory_copy(path, strlen(path));
	enum vault_right right = VAULT_RIGHT_READ_ONLY;
	bool by_section = v->config->vault.read_only;

	if (!by_section)
		vault_rights(v, &own, 1, &right);
	free(own);
	if (right != VAULT_RIGHT_READ_ONLY)
		return STATUS_OK;
	error_set(e, STATUS_UNAVAILABLE,
		  "nothing can be %s in vault: it is read-only %s", what,
		  by_section ? "by the configuration" : "for this token");
	error_hint(e, by_section ? "see 'read-only' in the section 'vault'"
				 : "whoever runs vault can let a policy "
				   "'update' that path");
	return STATUS_UNAVAILABLE;
}
