#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/backends/pass/entry.h"
#include "helper/backends/pass/folder.h"
#include "helper/backends/pass/git.h"
#include "helper/backends/pass/gpg.h"
#include "helper/backends/pass/name.h"
#include "helper/backends/pass/recipients.h"
#include "helper/backends/pass/search.h"
#include "helper/backends/pass/write.h"
#include "helper/system/file.h"

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
	const struct file_replace file = {
		.name = w->name + strlen(w->folder) + 1,
		.temporary = WHOLE_TEMPORARY "new",
		.bytes = sealed,
	};
	struct folder folder = FOLDER_CLOSED;
	enum status status = pass_store_make(w->store, w->folder, &folder, e);

	if (status == STATUS_OK)
		status = file_replace(&folder, &file, e);
	folder_close(&folder);
	if (status != STATUS_OK)
		pass_store_drop(w->store, w->folder);
	return status;
}

/* With the lock held. */
static enum status write_entry(struct writing *w, struct error *e)
{
	struct buffer sealed = { 0 };
	struct strings names = { 0 };
	struct pass_change change = { .folder = w->folder, .names = &names };
	enum status status = seal(w, &sealed, e);

	if (status == STATUS_OK)
		status = put(w, &sealed, e);
	if (status == STATUS_OK) {
		strings_add(&names, w->name);
		change.replaced = w->replaces;
		status = pass_git_commit(w->store, &change, e);
	}
	strings_clear(&names);
	buffer_clear(&sealed);
	return status;
}

enum status pass_put(const struct backend *self, const struct config *config,
		     const struct credential *record, struct error *e)
{
	struct pass_store store;
	struct writing w = { .store = &store, .record = record };
	int lock = -1;
	enum status status = pass_store_open(config, &store, e);

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
		status = file_remove(&folder, name + strlen(above) + 1, e);
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
	struct pass_change change = { .names = names, .removed = true };
	enum status status = STATUS_OK;
	char *above;

	for (size_t i = 0; i < names->count && status == STATUS_OK; i++)
		status = remove_one(store, names->items[i], e);
	if (status != STATUS_OK)
		return status;
	above = pass_name_folder(victims->config->pass_prefix,
				 victims->pattern);
	change.folder = above;
	status = pass_git_commit(store, &change, e);
	free(above);
	for (size_t i = 0; i < names->count; i++) {
		above = pass_store_above(names->items[i]);
		pass_store_drop(store, above);
		free(above);
	}
	return status;
}

static enum status erase_entries(const struct pass_store *store,
				 const struct credential *pattern,
				 struct error *e)
{
	struct victims victims = { .config = store->config,
				   .pattern = pattern };
	struct pass_search s = {
		.search = { .pattern = pattern,
			    .erases = true,
			    .visit = collect,
			    .argument = &victims },
		.store = store,
	};
	enum status status = pass_search(&s, e);

	if (status == STATUS_OK)
		status = remove_all(store, &victims, e);
	strings_clear(&victims.names);
	return status;
}

enum status pass_erase(const struct backend *self, const struct config *config,
		       const struct credential *pattern, struct error *e)
{
	struct pass_store store;
	int lock = -1;
	enum status status = pass_store_open(config, &store, e);

	(void)self;
	if (status == STATUS_OK)
		status = pass_store_lock(&store, LOCK_ALONE, &lock, e);
	if (status == STATUS_OK) {
		status = erase_entries(&store, pattern, e);
		(void)close(lock);
	}
	pass_store_close(&store);
	return status;
}
