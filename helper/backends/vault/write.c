#include <sys/random.h>
#include <time.h>

#include "helper/backends/vault/entry.h"
#include "helper/backends/vault/path.h"
#include "helper/backends/vault/rights.h"
#include "helper/backends/vault/session.h"
#include "helper/backends/vault/walk.h"
#include "helper/backends/vault/write.h"
#include "helper/system/lock.h"
#include "protocol/core/record.h"

enum {
	PAUSE_MAX = 32 /* milliseconds between two tries to write */
};

static enum status no_place(const struct credential *record, struct error *e)
{
	error_set(e, STATUS_FAILED,
		  "the 'path' of the section 'vault' has no place for %s",
		  record->values[FIELD_PATH] ? "a path"
					     : "another protocol than https");
	error_hint(e, "add '{protocol}' and '{path}' to it");
	return STATUS_FAILED;
}

/* Whether version `number` is what was written, or was replaced since. */
static enum status read_back(struct vault *v, const char *path, int number,
			     const struct credential *record, struct error *e)
{
	struct vault_entry entry = { 0 };
	struct credential kept = { 0 };
	enum status status = vault_entry_read(v, path, number, &entry, e);
	bool gone = status == STATUS_OK && !entry.is_there;

	credential_copy(record, &kept);
	if (status == STATUS_OK && entry.is_there)
		status = vault_entry_record(&entry, path, &kept, e);
	if (status == STATUS_OK && entry.is_there &&
	    !record_equal(&kept, record))
		status = error_set(e, STATUS_FAILED,
				   "vault keeps something else than was "
				   "written to '%s'",
				   path);
	/* So old that it is kept no more, or erased by another. */
	if (gone && entry.version == 0) {
		status = vault_entry_read(v, path, 0, &entry, e);
		if (status == STATUS_OK && entry.version < number)
			status = error_set(e, STATUS_FAILED,
					   "vault has lost what was written "
					   "to '%s'",
					   path);
	}
	credential_clear(&kept);
	vault_entry_clear(&entry);
	return status;
}

/* So that many who write at once do not go on in step. */
static void pause_a_while(void)
{
	unsigned char chance = 0;
	struct timespec time = { 0 };

	(void)!getrandom(&chance, sizeof(chance), 0);
	time.tv_nsec = (chance % PAUSE_MAX + 1) * 1000000L;
	(void)nanosleep(&time, NULL);
}

/*
 * Those who write on this machine take turns, since each would have to look
 * again otherwise. If that cannot be, nothing is lost by it.
 */
static int take_turn(const struct vault *v)
{
	const struct lock_wanted wanted = {
		.how = LOCK_ALONE,
		.path = "vault.lock",
		.seconds = https_left(&v->remote) / 2000 + 1,
		.optional = true,
	};
	struct error ignored = { 0 };
	int lock = -1;

	(void)lock_state(&wanted, &lock, &ignored);
	return lock;
}

/* The last who writes wins, but has seen what was there before. */
static enum status put(struct vault *v, const char *path,
		       const struct credential *record, struct error *e)
{
	struct vault_entry old = { 0 };
	bool late = true;
	int version = 0;
	int lock = take_turn(v);
	enum status status = STATUS_OK;

	while (late && status == STATUS_OK) {
		late = false;
		status = vault_entry_read(v, path, 0, &old, e);
		if (status == STATUS_OK)
			status = vault_entry_write(v, path, &old, record, &late,
						   &version, e);
		if (late)
			pause_a_while();
		if (late && https_left(&v->remote) == 0)
			status = error_set(e, STATUS_TIMEOUT,
					   "others change '%s' in vault all "
					   "the time",
					   path);
	}
	lock_release(lock);
	vault_entry_clear(&old);
	return status == STATUS_OK ? read_back(v, path, version, record, e)
				   : status;
}

enum status vault_store(const struct backend *self, const struct config *config,
			const struct credential *record, struct error *e)
{
	struct vault v;
	struct buffer path = { 0 };
	enum status status = vault_open(config, &v, e);

	(void)self;
	if (status == STATUS_OK &&
	    !vault_path_of(config->vault.path, record, &path))
		status = no_place(record, e);
	if (status == STATUS_OK)
		status = vault_rights_check(&v, path.data, "kept", e);
	if (status == STATUS_OK)
		status = put(&v, path.data, record, e);
	buffer_clear(&path);
	vault_close(&v);
	return status;
}

/* An erasing of what matches. */
struct erasing {
	struct vault *v;
	const struct credential *pattern;
	bool erased;
};

/*
 * Erases the version that was looked at, and no newer one. A policy may allow
 * to erase the newest alone.
 */
static enum status erase_version(struct vault *v, const char *path, int version,
				 struct error *e)
{
	const struct vault_call newest = { .method = "DELETE" };
	struct vault_answer a = { 0 };
	struct vault_entry after = { 0 };
	enum status status =
		vault_entry_ask_version(v, "delete", path, version, &a, e);

	if (status != STATUS_OK && a.status == 403) {
		*e = (struct error){ 0 };
		status = vault_entry_ask(v, "data", path, newest, &a, e);
	}
	if (status == STATUS_OK && !vault_is_done(&a))
		status = vault_refusal(&a, "to erase it", e);
	vault_answer_clear(&a);
	if (status == STATUS_OK)
		status = vault_entry_read(v, path, 0, &after, e);
	if (status == STATUS_OK && after.is_there && after.version <= version)
		status = error_set(e, STATUS_FAILED, "vault did not erase '%s'",
				   path);
	vault_entry_clear(&after);
	return status;
}

static enum status erase_path(const char *path,
			      const struct credential *address, bool *more,
			      void *argument, struct error *e)
{
	struct erasing *x = argument;
	struct vault_entry entry = { 0 };
	struct credential record = { 0 };
	enum status status = vault_entry_read(x->v, path, 0, &entry, e);

	(void)more;
	credential_copy(address, &record);
	if (status == STATUS_OK && entry.is_there)
		status = vault_entry_record(&entry, path, &record, e);
	if (status == STATUS_OK && entry.is_there &&
	    credential_erases(&record, x->pattern)) {
		status = vault_rights_check(x->v, path, "erased", e);
		/* Not "no such back-end": it is there, and stays. */
		if (status == STATUS_UNAVAILABLE)
			status = STATUS_FAILED;
		if (status == STATUS_OK)
			status = erase_version(x->v, path, entry.version, e);
		x->erased |= status == STATUS_OK;
	}
	credential_clear(&record);
	vault_entry_clear(&entry);
	return status;
}

enum status vault_erase(const struct backend *self, const struct config *config,
			const struct credential *pattern, struct error *e)
{
	struct vault v;
	struct erasing x = { .v = &v, .pattern = pattern };
	enum status status = vault_open(config, &v, e);

	(void)self;
	if (status == STATUS_OK)
		status = vault_walk(&v, pattern, erase_path, &x, e);
	vault_close(&v);
	return status == STATUS_OK && !x.erased ? STATUS_NOT_FOUND : status;
}
