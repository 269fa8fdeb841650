#include <json-c/json.h>
#include <string.h>

#include "helper/backends/vault/entry.h"
#include "helper/backends/vault/walk.h"
#include "protocol/core/json.h"
#include "protocol/core/text.h"

struct walk {
	struct vault *v;
	const struct vault_template *template;
	const struct credential *pattern;
	struct credential address; /* as far as the walk has come */
	struct buffer path;	   /* likewise */
	vault_visit *visit;
	void *argument;
	bool more;
};

static enum status step(struct walk *w, size_t index, struct error *e);

static bool is_known(const struct walk *w, const struct vault_segment *s)
{
	return s->field < 0 || w->pattern->values[s->field];
}

/* Goes on below `text`, and comes back. */
static enum status enter(struct walk *w, size_t index, const char *text,
			 size_t length, struct error *e)
{
	size_t before = w->path.length;
	enum status status;

	if (index > 0)
		buffer_add_text(&w->path, "/");
	buffer_add(&w->path, text, length);
	status = step(w, index + 1, e);
	w->path.length = before;
	if (w->path.data)
		w->path.data[before] = '\0';
	return status;
}

static enum status enter_known(struct walk *w, size_t index, struct error *e)
{
	const struct vault_segment *s = &w->template->segments[index];
	struct buffer text = { 0 };
	enum status status;

	if (s->field >= 0)
		credential_set(&w->address, (enum field)s->field,
			       w->pattern->values[s->field]);
	vault_segment_add(s, &w->address, &text);
	status = enter(w, index, text.data, text.length, e);
	buffer_clear(&text);
	return status;
}

/* One name of a folder: with a slash behind it, it is a folder itself. */
static enum status enter_name(struct walk *w, size_t index, const char *name,
			      struct error *e)
{
	const struct vault_segment *s = &w->template->segments[index];
	size_t length = strlen(name);
	bool folder = length > 0 && name[length - 1] == '/';
	bool last = index + 1 == w->template->count;

	length -= folder;
	if (folder == last || !vault_segment_read(s, name, length, &w->address))
		return STATUS_OK;
	return enter(w, index, name, length, e);
}

static enum status enter_names(struct walk *w, size_t index,
			       struct json_object *data, struct error *e)
{
	size_t count;
	struct json_object *keys = json_list_at(data, "keys", &count);
	enum status status = STATUS_OK;

	for (size_t i = 0; i < count && status == STATUS_OK && w->more; i++) {
		const char *name = json_object_get_string(
			json_object_array_get_idx(keys, i));

		status = enter_name(w, index, name ? name : "", e);
	}
	return status;
}

static enum status list(struct walk *w, size_t index, struct error *e)
{
	struct vault_answer a = { 0 };
	const struct vault_call call = {
		.method = "LIST",
		.path = index > 0 ? "/" : NULL,
		.large = true,
	};
	struct json_object *data;
	enum status status =
		vault_entry_ask(w->v, "metadata",
				w->path.data ? w->path.data : "", call, &a, e);

	data = json_object_at(a.json, "data");
	if (status == STATUS_OK && a.status == 200 && data)
		status = enter_names(w, index, data, e);
	else if (status == STATUS_OK && a.status == 404 &&
		 !vault_has_nothing(&a))
		status = vault_no_engine(w->v, &a, e);
	else if (status == STATUS_OK && a.status != 404)
		status = vault_refusal(&a, "to list its entries", e);
	vault_answer_clear(&a);
	return status;
}

static enum status step(struct walk *w, size_t index, struct error *e)
{
	if (index < w->template->count)
		return is_known(w, &w->template->segments[index])
			       ? enter_known(w, index, e)
			       : list(w, index, e);
	/* Of whatever else somebody keeps below the same folders. */
	if (text_is_empty(w->address.values[FIELD_PROTOCOL]) ||
	    !w->address.values[FIELD_HOST])
		return STATUS_OK;
	return w->visit(w->path.data, &w->address, &w->more, w->argument, e);
}

enum status vault_walk(struct vault *v, const struct credential *pattern,
		       vault_visit *visit, void *argument, struct error *e)
{
	struct vault_template template;
	struct walk w = {
		.v = v,
		.template = &template,
		.pattern = pattern,
		.visit = visit,
		.argument = argument,
		.more = true,
	};
	enum status status;

	if (!vault_template_read(v->config->vault.path, &template))
		return error_set(e, STATUS_FAILED,
				 "the 'path' of the section 'vault' has more "
				 "than %d parts",
				 VAULT_SEGMENTS_MAX);
	if (pattern->values[FIELD_PROTOCOL] &&
	    !vault_template_fits(&template, pattern))
		return STATUS_OK;
	/* A template without a protocol is one for https. */
	credential_set(&w.address, FIELD_PROTOCOL, "https");
	status = step(&w, 0, e);
	buffer_clear(&w.path);
	credential_clear(&w.address);
	return status;
}
