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

struct looking {
	struct vault *v;
	struct search search;
};

/* Reads one, and visits it if it is there and matches. */
static enum status look(struct looking *l, const char *path,
			const struct credential *address,
			enum vault_right right, bool *more, struct error *e)
{
	struct vault_entry entry = { 0 };
	struct credential record = { 0 };
	enum status status = vault_entry_read(l->v, path, 0, &entry, e);

	credential_copy(address, &record);
	if (status == STATUS_OK && entry.is_there)
		status = vault_entry_record(&entry, path, &record, e);
	if (status == STATUS_OK && entry.is_there) {
		if (right != VAULT_RIGHT_UNKNOWN)
			credential_set(&record, FIELD_CHANGEABLE,
				       right == VAULT_RIGHT_CHANGE ? "1" : "0");
		*more = search_show(&l->search, &record);
	}
	credential_clear(&record);
	vault_entry_clear(&entry);
	/* What concerns one entry keeps no other from being visited. */
	return status == STATUS_FAILED
		       ? error_pass_over(&l->search.first, status, e)
		       : status;
}

static enum status look_for(const char *path, const struct credential *address,
			    bool *more, void *argument, struct error *e)
{
	struct looking *l = argument;

	return look(l, path, address,
		    l->v->config->vault.read_only ? VAULT_RIGHT_READ_ONLY
						  : VAULT_RIGHT_UNKNOWN,
		    more, e);
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
	https_begin(&p->v->remote);
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

static enum status look_at_each(struct looking *l, const struct paths *p,
				struct error *e)
{
	enum vault_right *rights = memory_alloc(p->count + 1, sizeof(*rights));
	enum status status = STATUS_OK;
	bool more = true;

	if (!l->v->config->vault.read_only)
		vault_rights(l->v, p->items, p->count, rights);
	for (size_t i = 0; i < p->count && more && status == STATUS_OK; i++) {
		https_begin(&l->v->remote);
		status = look(l, p->items[i], &p->addresses[i],
			      l->v->config->vault.read_only
				      ? VAULT_RIGHT_READ_ONLY
				      : rights[i],
			      &more, e);
	}
	free(rights);
	return status;
}

static enum status look_at_all(struct looking *l, struct error *e)
{
	static const struct credential all;
	struct paths p = { .v = l->v };
	enum status status = vault_walk(l->v, &all, add_path, &p, e);

	if (status == STATUS_OK)
		status = look_at_each(l, &p, e);
	clear_paths(&p);
	return status;
}

static enum status vault_search(const struct backend *self,
				const struct config *config,
				const struct credential *pattern,
				search_visit *visit, void *argument,
				struct error *e)
{
	struct vault v;
	struct looking l = {
		.v = &v,
		.search = { .pattern = pattern,
			    .backend = self->name,
			    .visit = visit,
			    .argument = argument },
	};
	enum status status = vault_open(config, &v, e);

	if (status == STATUS_OK)
		status = pattern ? vault_walk(&v, pattern, look_for, &l, e)
				 : look_at_all(&l, e);
	vault_close(&v);
	/* A message without a failure would be a note. */
	if (status == STATUS_OK)
		(void)search_ok(e);
	return search_end(&l.search, status, e);
}

const struct backend backend_vault = {
	.name = "vault",
	.summary = "HashiCorp Vault or OpenBao, for a team",
	.search = vault_search,
	.store = vault_store,
	.erase = vault_erase,
	.versions = vault_versions,
	.restore = vault_restore,
};
