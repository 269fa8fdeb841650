#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/backends/backend.h"
#include "helper/backends/pass/entry.h"
#include "helper/backends/pass/folder.h"
#include "helper/backends/pass/git.h"
#include "helper/backends/pass/gpg.h"
#include "helper/backends/pass/name.h"
#include "helper/backends/pass/recipients.h"
#include "helper/backends/pass/search.h"
#include "helper/system/file.h"
#include "protocol/core/memory.h"
#include "protocol/core/strings.h"

/*
 * password-store, and gopass by the same layout. Its files are ours to write:
 * pass(1) itself writes over the old entry, and loses it if that fails.
 */

static enum status open_store(const struct config *config,
			      struct pass_store *store, struct error *e)
{
	*store = (struct pass_store){ .folder = FOLDER_CLOSED };
	if (sodium_init() < 0)
		return error_set(e, STATUS_UNAVAILABLE,
				 "libsodium does not work on this machine");
	return pass_store_open(config, store, e);
}

/*
 * While another process replaces an entry, its folder may be read without it
 * on some file systems: "not found" is believed only under the lock.
 */
static enum status search_again(struct pass_search *search, struct error *e)
{
	int lock = -1;
	enum status status =
		pass_store_lock(search->store, LOCK_SHARED, &lock, e);

	if (status != STATUS_OK)
		return status;
	status = pass_search(search, e);
	(void)close(lock);
	return status;
}

static enum status pass_get(const struct backend *self,
			    const struct config *config,
			    const struct credential *pattern,
			    search_visit *visit, void *argument,
			    struct error *e)
{
	struct pass_store store;
	struct pass_search search = {
		.self = self,
		.store = &store,
		.pattern = pattern,
		.visit = visit,
		.argument = argument,
	};
	enum status status = open_store(config, &store, e);

	if (status == STATUS_OK)
		status = pass_search(&search, e);
	if (status == STATUS_NOT_FOUND && search.scanned)
		status = search_again(&search, e);
	pass_store_close(&store);
	return status;
}

static enum status pass_list(const struct backend *self,
			     const struct config *config, search_visit *visit,
			     void *argument, struct error *e)
{
	struct pass_store store;
	struct pass_search search = {
		.self = self,
		.store = &store,
		.visit = visit,
		.argument = argument,
	};
	enum status status = open_store(config, &store, e);

	if (status == STATUS_OK)
		status = pass_search(&search, e);
	pass_store_close(&store);
	return status;
}

/* The file of one entry, and what is to be in it. */
struct writing {
	const struct pass_store *store;
	const struct credential *record;
	char *name;
	char *folder;
	bool replaces;
};

/* Encrypts the record, and what a person wrote beneath the old one. */
static enum status seal(struct writing *w, struct buffer *sealed,
			struct error *e)
{
	struct strings keys = { 0 };
	struct credential old = { 0 };
	struct buffer rest = { 0 };
	struct buffer text = { 0 };
	enum status status = pass_recipients(w->store, w->folder, &keys, e);

	if (status == STATUS_OK)
		status = pass_entry_read(w->store, w->name, &old, &rest, e);
	w->replaces = status == STATUS_OK;
	if (status == STATUS_OK || status == STATUS_NOT_FOUND) {
		pass_text_write(w->record, &rest, &text);
		status = pass_gpg_encrypt(w->store->config, &keys, &text,
					  sealed, e);
	}
	credential_clear(&old);
	buffer_clear(&rest);
	buffer_clear(&text);
	strings_clear(&keys);
	return status;
}

static enum status put(const struct writing *w, const struct buffer *sealed,
		       struct error *e)
{
	const struct whole_put file = {
		.name = w->name + strlen(w->folder) + 1,
		.temporary = WHOLE_TEMPORARY "new",
		.bytes = sealed,
	};
	struct folder folder = FOLDER_CLOSED;
	enum status status = pass_store_make(w->store, w->folder, &folder, e);

	if (status == STATUS_OK)
		status = whole_put(&folder, &file, e);
	folder_close(&folder);
	if (status != STATUS_OK)
		pass_store_drop(w->store, w->folder);
	return status;
}

/* What is committed: the files, and what is said of them. */
static enum status commit(const struct pass_store *store, const char *folder,
			  const struct strings *names, const char *verb,
			  struct error *e)
{
	const struct pass_change change = {
		.folder = folder,
		.names = names,
		.removed = strcmp(verb, "Remove") == 0,
	};
	struct pass_change titled = change;
	char *subject = NULL;
	enum status status;

	if (asprintf(&subject, "%s %.*s by ringbearer.", verb,
		     (int)(strlen(names->items[0]) - strlen(PASS_SUFFIX)),
		     names->items[0]) < 0)
		memory_exhausted();
	titled.subject = subject;
	status = pass_git_commit(store, &titled, e);
	free(subject);
	return status;
}

/* With the lock held. */
static enum status write_entry(struct writing *w, struct error *e)
{
	struct buffer sealed = { 0 };
	struct strings names = { 0 };
	enum status status = seal(w, &sealed, e);

	if (status == STATUS_OK)
		status = put(w, &sealed, e);
	if (status == STATUS_OK) {
		strings_add(&names, w->name);
		status = commit(w->store, w->folder, &names,
				w->replaces ? "Replace" : "Add", e);
	}
	strings_clear(&names);
	buffer_clear(&sealed);
	return status;
}

static enum status pass_store_record(const struct backend *self,
				     const struct config *config,
				     const struct credential *record,
				     struct error *e)
{
	struct pass_store store;
	struct writing w = { .store = &store, .record = record };
	int lock = -1;
	enum status status = open_store(config, &store, e);

	(void)self;
	if (status == STATUS_OK)
		status = pass_store_lock(&store, LOCK_ALONE, &lock, e);
	if (status == STATUS_OK) {
		w.name = pass_name(config->pass_prefix, record);
		w.folder = pass_store_above(w.name);
		status = write_entry(&w, e);
		(void)close(lock);
	}
	free(w.folder);
	free(w.name);
	pass_store_close(&store);
	return status;
}

/* The files that an erase is about. */
struct victims {
	const struct config *config;
	const struct credential *pattern;
	struct strings names;
};

static bool collect(const struct credential *record, void *argument)
{
	struct victims *victims = argument;
	char *name;

	if (!credential_erases(record, victims->pattern))
		return true;
	name = pass_name(victims->config->pass_prefix, record);
	strings_add(&victims->names, name);
	free(name);
	return true;
}

static enum status remove_one(const struct pass_store *store, const char *name,
			      struct error *e)
{
	struct folder folder = FOLDER_CLOSED;
	char *above = pass_store_above(name);
	enum status status =
		folder_open_beneath(&store->folder, above, &folder, e);

	if (status == STATUS_OK)
		status = whole_remove(&folder, name + strlen(above) + 1, e);
	if (status == STATUS_OK)
		status = folder_sync(&folder, e);
	folder_close(&folder);
	free(above);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* The folders go when git has seen that the files are gone. */
static enum status remove_all(const struct pass_store *store,
			      const struct victims *victims, struct error *e)
{
	const struct strings *names = &victims->names;
	enum status status = STATUS_OK;
	char *above;

	for (size_t i = 0; i < names->count && status == STATUS_OK; i++)
		status = remove_one(store, names->items[i], e);
	if (status != STATUS_OK)
		return status;
	above = pass_name_folder(victims->config->pass_prefix,
				 victims->pattern);
	status = commit(store, above, names, "Remove", e);
	free(above);
	for (size_t i = 0; i < names->count; i++) {
		above = pass_store_above(names->items[i]);
		pass_store_drop(store, above);
		free(above);
	}
	return status;
}

static enum status erase_entries(const struct backend *self,
				 const struct pass_store *store,
				 const struct credential *pattern,
				 struct error *e)
{
	struct victims victims = { .config = store->config,
				   .pattern = pattern };
	struct pass_search search = {
		.self = self,
		.store = store,
		.pattern = pattern,
		.visit = collect,
		.argument = &victims,
	};
	enum status status = pass_search(&search, e);

	if (status == STATUS_OK)
		status = victims.names.count ? remove_all(store, &victims, e)
					     : STATUS_NOT_FOUND;
	strings_clear(&victims.names);
	return status;
}

static enum status pass_erase(const struct backend *self,
			      const struct config *config,
			      const struct credential *pattern, struct error *e)
{
	struct pass_store store;
	int lock = -1;
	enum status status = open_store(config, &store, e);

	if (status == STATUS_OK)
		status = pass_store_lock(&store, LOCK_ALONE, &lock, e);
	if (status == STATUS_OK) {
		status = erase_entries(self, &store, pattern, e);
		(void)close(lock);
	}
	pass_store_close(&store);
	return status;
}

const struct backend backend_pass = {
	.name = "pass",
	.summary = "the entries of pass and gopass, encrypted by gpg",
	.get = pass_get,
	.store = pass_store_record,
	.erase = pass_erase,
	.list = pass_list,
};
