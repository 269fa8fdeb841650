#include <stdlib.h>
#include <string.h>

#include "helper/backends/backend.h"
#include "helper/backends/vault/entry.h"
#include "helper/backends/vault/rights.h"
#include "helper/backends/vault/session.h"
#include "helper/backends/vault/versions.h"
#include "helper/backends/vault/walk.h"
#include "helper/backends/vault/write.h"
#include "protocol/core/memory.h"

/* A search for records. */
struct search {
	struct vault *v;
	const struct credential *pattern;
	search_visit *visit;
	void *argument;
	bool found;
	struct first_failure first; /* of one record; the others are visited */
};

/* What concerns one entry keeps no other from being visited. */
static enum status note_failure(struct search *s, enum status status,
				const struct error *e)
{
	return status == STATUS_FAILED ? error_pass_over(&s->first, status, e)
				       : status;
}

/* Reads one, and visits it if it is there and matches. */
static enum status look(struct search *s, const char *path,
			const struct credential *address,
			enum vault_right right, bool *more, struct error *e)
{
	struct vault_entry entry = { 0 };
	struct credential record = { 0 };
	enum status status = vault_entry_read(s->v, path, 0, &entry, e);

	credential_copy(address, &record);
	if (status == STATUS_OK && entry.is_there)
		status = vault_entry_record(&entry, path, &record, e);
	if (status == STATUS_OK && entry.is_there &&
	    (!s->pattern || credential_matches(&record, s->pattern))) {
		credential_set(&record, FIELD_BACKEND, "vault");
		if (right != VAULT_RIGHT_UNKNOWN)
			credential_set(&record, FIELD_CHANGEABLE,
				       right == VAULT_RIGHT_CHANGE ? "1" : "0");
		s->found = true;
		*more = s->visit(&record, s->argument);
	}
	credential_clear(&record);
	vault_entry_clear(&entry);
	return note_failure(s, status, e);
}

static enum status look_for(const char *path, const struct credential *address,
			    bool *more, void *argument, struct error *e)
{
	struct search *s = argument;

	return look(s, path, address,
		    s->v->config->vault.read_only ? VAULT_RIGHT_READ_ONLY
						  : VAULT_RIGHT_UNKNOWN,
		    more, e);
}

/* What came of it; a message without a failure would be a note. */
static enum status conclude(const struct search *s, enum status status,
			    struct error *e)
{
	if (status != STATUS_OK)
		return status;
	*e = s->first.error;
	if (s->first.status != STATUS_OK)
		return s->first.status;
	return s->found ? STATUS_OK : STATUS_NOT_FOUND;
}

static enum status vault_get(const struct backend *self,
			     const struct config *config,
			     const struct credential *pattern,
			     search_visit *visit, void *argument,
			     struct error *e)
{
	struct vault v;
	struct search s = { .v = &v,
			    .pattern = pattern,
			    .visit = visit,
			    .argument = argument };
	enum status status = vault_open(config, &v, e);

	(void)self;
	if (status == STATUS_OK)
		status = vault_walk(&v, pattern, look_for, &s, e);
	vault_close(&v);
	return conclude(&s, status, e);
}

/* All paths there are, before any is read. */
struct paths {
	struct vault *v;
	char **items;
	struct credential *addresses;
	size_t count;
};

static enum status add_path(const char *path, const struct credential *address,
			    bool *more, void *argument, struct error *e)
{
	struct paths *p = argument;

	(void)more;
	(void)e;
	/* Somebody answers: there is as much time for the next. */
	remote_begin(&p->v->remote);
	p->items = memory_grow(p->items, p->count, sizeof(*p->items));
	p->addresses =
		memory_grow(p->addresses, p->count, sizeof(*p->addresses));
	p->items[p->count] = memory_copy(path, strlen(path));
	credential_copy(address, &p->addresses[p->count++]);
	return STATUS_OK;
}

static void clear_paths(struct paths *p)
{
	for (size_t i = 0; i < p->count; i++) {
		free(p->items[i]);
		credential_clear(&p->addresses[i]);
	}
	free(p->items);
	free(p->addresses);
}

static enum status look_at_all(struct search *s, const struct paths *p,
			       struct error *e)
{
	enum vault_right *rights = memory_alloc(p->count + 1, sizeof(*rights));
	enum status status = STATUS_OK;
	bool more = true;

	if (!s->v->config->vault.read_only)
		vault_rights(s->v, p->items, p->count, rights);
	for (size_t i = 0; i < p->count && more && status == STATUS_OK; i++) {
		remote_begin(&s->v->remote);
		status = look(s, p->items[i], &p->addresses[i],
			      s->v->config->vault.read_only
				      ? VAULT_RIGHT_READ_ONLY
				      : rights[i],
			      &more, e);
	}
	free(rights);
	return status;
}

static enum status vault_list(const struct backend *self,
			      const struct config *config, search_visit *visit,
			      void *argument, struct error *e)
{
	static const struct credential all;
	struct vault v;
	struct search s = { .v = &v, .visit = visit, .argument = argument };
	struct paths p = { .v = &v };
	enum status status = vault_open(config, &v, e);

	(void)self;
	if (status == STATUS_OK)
		status = vault_walk(&v, &all, add_path, &p, e);
	if (status == STATUS_OK)
		status = look_at_all(&s, &p, e);
	clear_paths(&p);
	vault_close(&v);
	status = conclude(&s, status, e);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

const struct backend backend_vault = {
	.name = "vault",
	.summary = "HashiCorp Vault or OpenBao, for a team",
	.get = vault_get,
	.store = vault_store,
	.erase = vault_erase,
	.list = vault_list,
	.versions = vault_versions,
	.restore = vault_restore,
};
