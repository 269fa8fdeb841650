#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "helper/backends/pass/entry.h"
#include "helper/backends/pass/gpg.h"
#include "helper/backends/pass/name.h"
#include "helper/backends/pass/search.h"
#include "helper/system/file.h"
#include "protocol/core/memory.h"

static const struct file_rule entry_rule = { .max = PASS_SEALED_MAX };

/* Says of the entry `name` what is wrong with it. */
static enum status bad_entry(const struct pass_store *store, const char *name,
			     const char *what, const char *hint,
			     struct error *e)
{
	error_set(e, STATUS_FAILED, "'%s/%s' %s", store->folder.path, name,
		  what);
	error_hint(e, "%s", hint);
	return STATUS_FAILED;
}

/* A record's own address is the one that its file stands for. */
static enum status check_place(const struct pass_store *store, const char *name,
			       const struct credential *record, struct error *e)
{
	char *own = pass_name(store->config->pass_prefix, record);
	bool same = strcmp(own, name) == 0;

	free(own);
	if (same)
		return STATUS_OK;
	return bad_entry(store, name,
			 "holds the credential of another address: it was "
			 "moved or swapped",
			 "move it back; or, if that was you, remove all of its "
			 "lines but the first",
			 e);
}

/* A person's: its address is its name. */
static enum status take_place(const struct pass_store *store, const char *name,
			      struct credential *record, struct error *e)
{
	struct credential place = { 0 };

	if (!pass_name_read(store->config->pass_prefix, name, &place))
		return bad_entry(store, name,
				 "has a name that stands for no address",
				 "see 'pass' in ringbearer.conf(5) for how it "
				 "is written",
				 e);
	for (int f = 0; f < FIELD_COUNT; f++)
		if (field_info[f].flags & FIELD_IS_ADDRESS)
			credential_set(record, f, place.values[f]);
	credential_clear(&place);
	return STATUS_OK;
}

static enum status take_text(const struct pass_store *store, const char *name,
			     const struct buffer *text,
			     struct credential *record, struct buffer *rest,
			     struct error *e)
{
	switch (pass_text_read(text, record, rest)) {
	case PASS_TEXT_READ:
		return check_place(store, name, record, e);
	case PASS_TEXT_PLAIN:
		return take_place(store, name, record, e);
	case PASS_TEXT_NEWER:
		return bad_entry(store, name,
				 "was written by a newer ringbearer",
				 "update ringbearer", e);
	default:
		return bad_entry(store, name, "is no text",
				 "move it away: 'pass mv'", e);
	}
}

static enum status read_sealed(const struct pass_store *store, const char *name,
			       struct buffer *sealed, struct error *e)
{
	struct folder folder = FOLDER_CLOSED;
	char *above = pass_store_above(name);
	enum status status =
		folder_open_beneath(&store->folder, above, &folder, e);

	if (status == STATUS_OK)
		status = file_read(&folder, name + strlen(above) + 1,
				   &entry_rule, sealed, e);
	folder_close(&folder);
	free(above);
	return status;
}

enum status pass_entry_read(const struct pass_store *store, const char *name,
			    struct credential *record, struct buffer *rest,
			    struct error *e)
{
	struct buffer sealed = { 0 };
	struct buffer text = { 0 };
	char *file = folder_path(&store->folder, name);
	enum status status = read_sealed(store, name, &sealed, e);

	if (status == STATUS_OK)
		status = pass_gpg_decrypt(store->config, file, &sealed, &text,
					  e);
	if (status == STATUS_OK)
		status = take_text(store, name, &text, record, rest, e);
	if (status != STATUS_OK)
		credential_clear(record);
	buffer_clear(&text);
	buffer_clear(&sealed);
	free(file);
	return status;
}

static enum status visit_entry(struct pass_search *s, const char *name,
			       struct error *e)
{
	struct credential record = { 0 };
	struct buffer rest = { 0 };
	enum status status = pass_entry_read(s->store, name, &record, &rest, e);

	if (status == STATUS_OK)
		(void)search_show(&s->search, &record);
	buffer_clear(&rest);
	credential_clear(&record);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* Whether the pattern's username rules this file out. */
static bool is_others(const struct pass_search *s, const char *file)
{
	char *wanted;
	bool others;

	if (!s->search.pattern || !s->search.pattern->values[FIELD_USERNAME])
		return false;
	wanted = pass_name_file(s->search.pattern);
	others = strcmp(wanted, file) != 0;
	free(wanted);
	return others;
}

static enum status scan(struct pass_search *s, const char *name, int levels,
			struct error *e);

/* A file or folder `part` of the folder `name`, whose kind is `mode`. */
static enum status scan_part(struct pass_search *s, const char *name,
			     const char *part, mode_t mode, int levels,
			     struct error *e)
{
	enum status status = STATUS_OK;
	char *path = memory_format("%s/%s", name, part);

	if (S_ISDIR(mode) && levels > 0)
		status = scan(s, path, levels - 1, e);
	else if (S_ISLNK(mode))
		status = bad_entry(s->store, path,
				   "is a symbolic link, which is not followed",
				   "put the file or folder itself there", e);
	else if (!S_ISDIR(mode) && pass_name_is_entry(part) &&
		 !is_others(s, part))
		status = visit_entry(s, path, e);
	free(path);
	/* What holds for every entry ends the search. */
	return status == STATUS_FAILED ? search_pass_over(&s->search, status, e)
				       : status;
}

/* Goes through a folder; hidden files are git's, gpg's or nobody's. */
static enum status scan_open(struct pass_search *s, struct folder *folder,
			     const char *name, int levels, struct error *e)
{
	const char *part = NULL;
	enum status status = STATUS_OK;
	struct stat st;

	while (status == STATUS_OK && !s->search.stopped &&
	       (status = folder_next(folder, &part, e)) == STATUS_OK && part)
		if (*part != '.' &&
		    fstatat(folder->fd, part, &st, AT_SYMLINK_NOFOLLOW) == 0)
			status =
				scan_part(s, name, part, st.st_mode, levels, e);
	return status;
}

/* As many levels of folders as `levels` beneath the folder `name`. */
static enum status scan(struct pass_search *s, const char *name, int levels,
			struct error *e)
{
	struct folder folder = FOLDER_CLOSED;
	enum status status =
		folder_open_beneath(&s->store->folder, name, &folder, e);

	if (status == STATUS_OK) {
		s->scanned = true;
		status = scan_open(s, &folder, name, levels, e);
	}
	folder_close(&folder);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* With a path, its folder alone; with a username, too, one file of that. */
static enum status search_pattern(struct pass_search *s, struct error *e)
{
	const struct credential *pattern = s->search.pattern;
	const char *prefix = s->store->config->pass_prefix;
	bool has_path = pattern->values[FIELD_PATH] != NULL;
	bool exact = has_path && pattern->values[FIELD_USERNAME];
	char *name = exact ? pass_name(prefix, pattern)
			   : pass_name_folder(prefix, pattern);
	enum status status;

	if (exact)
		status = visit_entry(s, name, e);
	else
		status = scan(s, name, has_path ? 0 : PASS_LEVELS_MAX, e);
	free(name);
	return status;
}

enum status pass_search(struct pass_search *s, struct error *e)
{
	const char *prefix = s->store->config->pass_prefix;
	enum status status = s->search.pattern
				     ? search_pattern(s, e)
				     : scan(s, prefix, PASS_LEVELS_MAX, e);

	return search_end(&s->search, status, e);
}
