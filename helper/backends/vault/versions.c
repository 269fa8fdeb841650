#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "helper/backends/vault/entry.h"
#include "helper/backends/vault/path.h"
#include "helper/backends/vault/rights.h"
#include "helper/backends/vault/session.h"
#include "helper/backends/vault/versions.h"
#include "helper/backends/vault/walk.h"
#include "protocol/core/json.h"

/* The metadata of an entry; `answer` owns what the rest borrows. */
struct history {
	struct vault_answer answer;
	struct json_object *versions; /* NULL: there never was such an entry */
	int current;
	int oldest;
};

static enum status read_history(struct vault *v, const char *path,
				struct history *h, struct error *e)
{
	struct json_object *data;
	enum status status =
		vault_entry_ask(v, "metadata", path, (struct vault_call){ 0 },
				&h->answer, e);

	data = json_object_at(h->answer.json, "data");
	if (status != STATUS_OK || vault_has_nothing(&h->answer))
		return status;
	if (h->answer.status == 404)
		return vault_no_engine(v, &h->answer, e);
	h->versions = json_object_at(data, "versions");
	if (h->answer.status != 200 || !h->versions)
		return vault_refusal(&h->answer, "to tell its versions", e);
	h->current = (int)json_number_at(data, "current_version");
	h->oldest = (int)json_number_at(data, "oldest_version");
	if (h->oldest < 1)
		h->oldest = 1;
	return STATUS_OK;
}

/* False if that version is not kept any more. */
static bool version_of(const struct history *h, int number,
		       struct backend_version *out)
{
	struct json_object *version;
	char key[16];

	(void)snprintf(key, sizeof(key), "%d", number);
	version = json_object_at(h->versions, key);
	if (!version)
		return false;
	*out = (struct backend_version){
		.number = number,
		.created = json_text_at(version, "created_time"),
		.deleted = json_text_at(version, "deletion_time"),
		.destroyed = json_true_at(version, "destroyed"),
		.current = number == h->current,
	};
	if (out->deleted && !*out->deleted)
		out->deleted = NULL;
	return true;
}

struct telling {
	struct vault *v;
	backend_visit_version *visit;
	void *argument;
};

static enum status tell(const char *path, const struct credential *address,
			bool *more, void *argument, struct error *e)
{
	struct telling *t = argument;
	struct history h = { 0 };
	struct backend_version version;
	enum status status;

	https_begin(&t->v->remote);
	status = read_history(t->v, path, &h, e);
	for (int n = h.current; status == STATUS_OK && *more && n >= h.oldest;
	     n--)
		if (version_of(&h, n, &version))
			*more = t->visit(address, &version, t->argument);
	vault_answer_clear(&h.answer);
	return status;
}

enum status vault_versions(const struct backend *self,
			   const struct config *config,
			   const struct credential *pattern,
			   backend_visit_version *visit, void *argument,
			   struct error *e)
{
	struct vault v;
	struct telling t = { .v = &v, .visit = visit, .argument = argument };
	enum status status = vault_open(config, &v, e);

	(void)self;
	if (status == STATUS_OK)
		status = vault_walk(&v, pattern, tell, &t, e);
	vault_close(&v);
	return status;
}

/* The one that was wanted, or that is meant where none was. */
static bool choose(const struct history *h, int number,
		   struct backend_version *out)
{
	if (number > 0)
		return version_of(h, number, out) && !out->destroyed;
	for (int n = h->current; n >= h->oldest; n--)
		if (version_of(h, n, out) && !out->destroyed &&
		    (n < h->current || out->deleted))
			return true;
	return false;
}

static enum status undelete(struct vault *v, const char *path, int number,
			    struct error *e)
{
	struct vault_answer a = { 0 };
	enum status status =
		vault_entry_ask_version(v, "undelete", path, number, &a, e);

	if (status == STATUS_OK && !vault_is_done(&a))
		status = vault_refusal(&a, "to bring it back", e);
	vault_answer_clear(&a);
	return status;
}

/* Makes an older one the newest, unless another was written meanwhile. */
static enum status renew(struct vault *v, const char *path, int number,
			 int current, int *restored, struct error *e)
{
	struct vault_entry entry = { 0 };
	bool late = false;
	enum status status = vault_entry_read(v, path, number, &entry, e);

	if (status == STATUS_OK && !entry.is_there)
		status = error_set(e, STATUS_FAILED,
				   "vault does not give version %d", number);
	if (status == STATUS_OK)
		status = vault_entry_copy(v, path, &entry, current, &late,
					  restored, e);
	if (status == STATUS_OK && late)
		status = error_set(e, STATUS_FAILED,
				   "the entry was changed meanwhile; nothing "
				   "was restored");
	vault_entry_clear(&entry);
	return status;
}

static enum status bring_back(struct vault *v, const char *path, int number,
			      int *restored, struct error *e)
{
	struct history h = { 0 };
	struct backend_version version;
	enum status status = read_history(v, path, &h, e);

	if (status == STATUS_OK && !choose(&h, number, &version))
		status = STATUS_NOT_FOUND;
	if (status == STATUS_OK)
		status = vault_rights_check(v, path, "restored", e);
	if (status == STATUS_OK && version.deleted)
		status = undelete(v, path, version.number, e);
	if (status == STATUS_OK) {
		*restored = version.number;
		if (!version.current)
			status = renew(v, path, version.number, h.current,
				       restored, e);
	}
	vault_answer_clear(&h.answer);
	return status;
}

enum status vault_restore(const struct backend *self,
			  const struct config *config,
			  const struct credential *address, int number,
			  int *restored, struct error *e)
{
	struct vault v;
	struct buffer path = { 0 };
	enum status status = vault_open(config, &v, e);

	(void)self;
	if (status == STATUS_OK &&
	    !vault_path_of(config->vault.path, address, &path))
		status = STATUS_NOT_FOUND;
	if (status == STATUS_OK)
		status = bring_back(&v, path.data, number, restored, e);
	buffer_clear(&path);
	vault_close(&v);
	return status;
}
