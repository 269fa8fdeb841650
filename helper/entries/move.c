#include "helper/entries/move.h"
#include "helper/backends/cache.h"
#include "helper/backends/chain-members.h"
#include "helper/entries/entries.h"
#include "helper/entries/erase.h"
#include "protocol/core/record.h"

enum status move_check(const struct store *to, struct error *e)
{
	const struct backend *backend = to->backend;
	struct backends all = { 0 };
	enum status status = backend_all(to->config, &all, e);

	if (status != STATUS_OK)
		return status;
	if (backend == &backend_auto || backend->search == backend_chain.search)
		return error_set(e, STATUS_USAGE,
				 "'%s' is no one place to move to",
				 backend->name);
	if (backends_have(&all, backend))
		return STATUS_OK;
	error_set(e, STATUS_USAGE,
		  "what is moved to '%s' would be out of sight: it is not read",
		  backend->name);
	error_hint(e, "name it in the configuration: backend = {%s, %s}",
		   to->config->backend, backend->name);
	return STATUS_USAGE;
}

/* What is kept at the other side, and is ours or in the way. */
static enum status look_there(const struct moving *m,
			      const struct credential *record, bool *same,
			      struct error *e)
{
	struct credential there = { 0 };
	enum status status = store_find(m->to, record, &there, e);

	*same = status == STATUS_OK && record_equal(&there, record);
	if (status == STATUS_OK && !m->force &&
	    !credential_same_secret(&there, record)) {
		status = error_set(e, STATUS_USAGE,
				   "'%s' keeps another token there, which "
				   "stays",
				   m->to->backend->name);
		error_hint(e, "--force replaces it");
	}
	credential_clear(&there);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* Reads back what was copied. */
static enum status compare(const struct moving *m,
			   const struct credential *record, struct error *e)
{
	bool same = false;
	enum status status = look_there(m, record, &same, e);

	if (status == STATUS_OK && !same)
		return error_set(e, STATUS_FAILED,
				 "'%s' gives back something else than was put "
				 "there; the entry stays in '%s', too",
				 m->to->backend->name, m->from->backend->name);
	return status;
}

static enum status move(const struct moving *m, const struct credential *record,
			struct error *e)
{
	bool same = false;
	enum status status;

	if (entry_is_withheld(record, e))
		return *e->message ? STATUS_FAILED
				   : error_set(e, STATUS_FAILED,
					       "'%s' has forgotten the token",
					       m->from->backend->name);
	status = look_there(m, record, &same, e);
	if (status == STATUS_OK && !same)
		status = store_rewrite(m->to, record, e);
	if (status == STATUS_OK && !same)
		status = compare(m, record, e);
	if (status == STATUS_OK)
		status = entry_erase_held(m->from, record, e);
	return status;
}

/* With the lock held. */
static enum status move_what_is_there(const struct moving *m,
				      const struct credential *seen,
				      enum moved *moved, struct error *e)
{
	struct credential record = { 0 };
	enum status status = store_find(m->from, seen, &record, e);

	*moved = status == STATUS_NOT_FOUND ? MOVED_GONE : MOVED_NOW;
	if (status == STATUS_OK)
		status = move(m, &record, e);
	credential_clear(&record);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status entry_move(const struct moving *m, const struct credential *seen,
		       enum moved *moved, struct error *e)
{
	struct store home;
	const struct moving from_home = { &home, m->to, m->force };
	enum status status = store_home(m->from, seen, &home, e);
	int lock;

	*moved = MOVED_BEFORE;
	if (status != STATUS_OK || home.backend == m->to->backend)
		return status;
	status = store_lock(seen, &lock, e);
	if (status == STATUS_OK)
		status = move_what_is_there(&from_home, seen, moved, e);
	store_unlock(lock);
	return status;
}
