#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "helper/clients/client.h"
#include "helper/clients/json-file.h"
#include "protocol/core/text.h"

/* A member: its path, filled in. Cleared by member_clear(). */
struct member {
	char *path[CLIENT_DEPTH_MAX];
	int depth;
	char *value;
};

static void member_make(const struct client_use *use, struct member *m)
{
	const struct client *client = use->client;
	const char *const *path = use->words[0] || !client->other_path[0]
					  ? client->path
					  : client->other_path;

	*m = (struct member){ .value = client_expand(use, client->value) };
	for (int i = 0; i < CLIENT_DEPTH_MAX && path[i]; i++)
		m->path[m->depth++] = client_expand(use, path[i]);
}

static void member_clear(struct member *m)
{
	for (int i = 0; i < m->depth; i++)
		free(m->path[i]);
	free(m->value);
}

static enum status in_the_way(const struct client_use *use, const char *key,
			      struct error *e)
{
	error_set(e, STATUS_USAGE, "'%s': another '%s' is set already",
		  use->file, key);
	error_hint(e, "take it out first, if ringbearer shall have its place");
	return STATUS_USAGE;
}

/*
 * What the object calls a member of the path. Go takes a name for another one
 * that differs in capitals, and the last of several; two of them are in the
 * way.
 */
static enum status spelling(const struct client_use *use,
			    const struct member *m, int level,
			    json_object *object, const char **key,
			    struct error *e)
{
	int count = 0;

	*key = m->path[level];
	if (level > 0 || !use->client->folds)
		return STATUS_OK;
	json_object_object_foreach(object, name, value)
	{
		(void)value;
		if (strcasecmp(name, m->path[level]) != 0)
			continue;
		*key = name;
		count++;
	}
	return count > 1 ? in_the_way(use, *key, e) : STATUS_OK;
}

/* A program that Claude Code starts has no headers. */
static enum status check_remote(const struct client_use *use,
				const struct member *m, json_object *server,
				struct error *e)
{
	json_object *type = json_object_object_get(server, "type");
	const char *text = json_object_get_string(type);

	if (!use->client->remote ||
	    (json_object_is_type(type, json_type_string) &&
	     (text_equal(text, "http") || text_equal(text, "sse")) &&
	     json_object_object_get(server, "url") &&
	     !json_object_object_get(server, "command")))
		return STATUS_OK;
	error_set(e, STATUS_USAGE,
		  "'%s': '%s' is no server of type http or sse with a url",
		  use->file, m->path[m->depth - 2]);
	error_hint(e, "nothing was changed: only such a server is sent "
		      "headers");
	return STATUS_USAGE;
}

/* The object that the member belongs to, made where it may be. */
static enum status descend(const struct client_use *use, const struct member *m,
			   json_object *object, bool make, json_object **parent,
			   struct error *e)
{
	for (int i = 0; object && i < m->depth - 1; i++) {
		json_object *next = NULL;
		const char *key;
		enum status status = spelling(use, m, i, object, &key, e);

		if (status != STATUS_OK)
			return status;
		(void)json_object_object_get_ex(object, key, &next);
		if (!next && make && i < use->client->given)
			return error_set(e, STATUS_NOT_FOUND,
					 "'%s' has no '%s'", use->file,
					 m->path[i]);
		if (!next && make) {
			next = json_object_new_object();
			json_object_object_add(object, m->path[i], next);
		}
		if (next && !json_object_is_type(next, json_type_object))
			return in_the_way(use, key, e);
		object = next;
	}
	*parent = object;
	return STATUS_OK;
}

static enum status set(const struct client_use *use, const struct member *m,
		       json_object *whole, bool *changed, struct error *e)
{
	const char *key;
	json_object *parent = NULL;
	json_object *old = NULL;
	enum status status = descend(use, m, whole, true, &parent, e);

	if (status == STATUS_OK)
		status = check_remote(use, m, parent, e);
	if (status == STATUS_OK)
		status = spelling(use, m, m->depth - 1, parent, &key, e);
	if (status != STATUS_OK)
		return status;
	*changed = !json_object_object_get_ex(parent, key, &old);
	if (!*changed && (!json_object_is_type(old, json_type_string) ||
			  strcmp(json_object_get_string(old), m->value) != 0))
		return in_the_way(use, key, e);
	if (*changed)
		json_object_object_add(parent, key,
				       json_object_new_string(m->value));
	return STATUS_OK;
}

/* An object that gets empty goes, unless it was there before us by need. */
static enum status drop_empty(const struct client_use *use,
			      const struct member *m, json_object *whole,
			      json_object *parent, struct error *e)
{
	const char *key;
	enum status status = STATUS_OK;

	if (m->depth != 2 || json_object_object_length(parent) > 0)
		return STATUS_OK;
	status = spelling(use, m, 0, whole, &key, e);
	if (status == STATUS_OK)
		json_object_object_del(whole, key);
	return status;
}

/* A value of others stays. */
static enum status unset(const struct client_use *use, const struct member *m,
			 json_object *whole, bool *changed, struct error *e)
{
	const char *key = NULL;
	json_object *parent = NULL;
	json_object *old = NULL;
	enum status status = descend(use, m, whole, false, &parent, e);

	if (status == STATUS_OK && parent)
		status = spelling(use, m, m->depth - 1, parent, &key, e);
	if (status != STATUS_OK)
		return status;
	*changed = parent && json_object_object_get_ex(parent, key, &old) &&
		   json_object_is_type(old, json_type_string) &&
		   strcmp(json_object_get_string(old), m->value) == 0;
	if (!*changed)
		return STATUS_OK;
	json_object_object_del(parent, key);
	return drop_empty(use, m, whole, parent, e);
}

enum status client_change_json(const struct client_use *use, const char *text,
			       bool undo, struct buffer *out, struct error *e)
{
	struct member m;
	json_object *whole = NULL;
	bool changed = false;
	enum status status = json_file_read(use, text, &whole, e);

	member_make(use, &m);
	if (status == STATUS_OK)
		status = undo ? unset(use, &m, whole, &changed, e)
			      : set(use, &m, whole, &changed, e);
	if (status == STATUS_OK && changed)
		json_file_write(whole, text, out);
	else if (status == STATUS_OK)
		buffer_add_text(out, text);
	member_clear(&m);
	json_object_put(whole);
	return status;
}
