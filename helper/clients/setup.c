#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "helper/clients/setup.h"
#include "helper/system/paths.h"
#include "protocol/core/memory.h"

static enum status check_words(const struct client *client, char *const *words,
			       int count, struct error *e)
{
	if (count < client->minimum || count > client->maximum) {
		error_set(e, STATUS_USAGE, "'%s' %s", client->name,
			  count < client->minimum ? "needs to be told more"
						  : "takes fewer words");
		error_hint(e, "usage: ringbearer setup %s%s%s", client->name,
			   *client->arguments ? " " : "", client->arguments);
		return STATUS_USAGE;
	}
	for (int i = 0; i < count; i++)
		if (!client_word_is_fit(words[i]))
			return error_set(e, STATUS_USAGE,
					 "what stands behind '%s' can be made "
					 "of letters, digits and '._:/@+-' "
					 "alone",
					 client->name);
	return STATUS_OK;
}

/* HOME/FOLDER/NAME, a slash in the name being part of it. */
static char *link_path(const struct client_use *use)
{
	const char *wanted = use->client->link;
	size_t folder = (size_t)(strrchr(wanted, '/') - wanted) + 1;
	char *name = client_expand(use, wanted + folder);
	struct buffer path = { 0 };
	char *copy;

	buffer_add(&path, wanted, folder);
	for (const char *p = name; *p; p++)
		if (*p == '/')
			buffer_add_text(&path, "%2f");
		else
			buffer_add(&path, p, 1);
	copy = path_of_home(path.data);
	buffer_clear(&path);
	free(name);
	return copy;
}

enum status setup_open(const struct client *client, char *const *words,
		       int count, struct setup *s, struct error *e)
{
	enum status status = check_words(client, words, count, e);

	s->use.client = client;
	if (status != STATUS_OK)
		return status;
	for (int i = 0; i < count; i++)
		s->use.words[i] = words[i];
	s->program = path_of_program();
	if (client->link)
		s->link = link_path(&s->use);
	s->use.link = s->link;
	s->file = client_file(client);
	s->use.file = s->file;
	return settings_load(s->file, &s->settings, e);
}

void setup_close(struct setup *s)
{
	settings_clear(&s->settings);
	buffer_clear(&s->after);
	free(s->restored);
	free(s->file);
	free(s->link);
	free(s->program);
	*s = (struct setup){ 0 };
}

enum status setup_lines(const struct setup *s, struct buffer *out,
			struct error *e)
{
	struct client_use use = s->use;
	struct client anywhere = *use.client;

	/* What has to be there already is shown, too. */
	anywhere.given = 0;
	anywhere.remote = false;
	use.client = &anywhere;
	return anywhere.change(&use, "", false, out, e);
}

/* A link of ours, if perhaps to another place; what else is there is not. */
enum link_state {
	LINK_NONE,
	LINK_OURS,
	LINK_OLD, /* ours, and leads elsewhere */
	LINK_OTHER,
};

static enum link_state look_at_link(const struct setup *s)
{
	static const char name[] = "/ringbearer";
	char target[4096];
	ssize_t length = readlink(s->link, target, sizeof(target) - 1);
	size_t end = strlen(name);

	if (length < 0)
		return errno == ENOENT || errno == ENOTDIR ? LINK_NONE
							   : LINK_OTHER;
	target[length] = '\0';
	if (strcmp(target, s->program) == 0)
		return LINK_OURS;
	return (size_t)length > end && strcmp(target + length - end, name) == 0
		       ? LINK_OLD
		       : LINK_OTHER;
}

static enum status plan_link(struct setup *s, bool undo, struct error *e)
{
	enum link_state state = s->link ? look_at_link(s) : LINK_NONE;

	if (!s->link)
		return STATUS_OK;
	if (state == LINK_OTHER && !undo) {
		error_set(e, STATUS_USAGE,
			  "'%s' is there already, and not a "
			  "link to ringbearer",
			  s->link);
		error_hint(e, "move it away first");
		return STATUS_USAGE;
	}
	s->link_changes = undo ? state == LINK_OURS || state == LINK_OLD
			       : state != LINK_OURS;
	return STATUS_OK;
}

/* Whether what is there is just what adding ours to `before` gives. */
static bool came_from(const struct setup *s, const char *before)
{
	const struct client_use *use = &s->use;
	struct error ignored = { 0 };
	struct buffer made = { 0 };
	bool did = use->client->change(use, before, false, &made, &ignored) ==
			   STATUS_OK &&
		   strcmp(made.data ? made.data : "", before) != 0 &&
		   strcmp(made.data, s->settings.text.data) == 0;

	buffer_clear(&made);
	return did;
}

/*
 * The very bytes of before, if nothing else was changed since; without a copy
 * of them there was no file.
 */
static enum status restore(struct setup *s, bool *done, struct error *e)
{
	struct buffer before = { 0 };
	char *copy = NULL;
	enum status status = settings_newest(&s->settings, &copy, &before, e);

	if (status == STATUS_OK && copy && came_from(s, before.data)) {
		buffer_add(&s->after, before.data, before.length);
		s->restored = copy;
		copy = NULL;
	} else if (status == STATUS_OK && !s->settings.linked) {
		/* A link to nowhere would be no way back. */
		s->file_goes = came_from(s, "");
	}
	*done = s->restored || s->file_goes;
	free(copy);
	buffer_clear(&before);
	return status;
}

static enum status plan_file(struct setup *s, bool undo, struct error *e)
{
	const char *text = s->settings.text.data;
	bool done = false;
	enum status status = undo ? restore(s, &done, e) : STATUS_OK;

	if (status == STATUS_OK && !done && (*text || !undo))
		status = s->use.client->change(&s->use, text, undo, &s->after,
					       e);
	buffer_add(&s->after, "", 0);
	s->file_changes = status == STATUS_OK &&
			  (s->file_goes || strcmp(text, s->after.data) != 0);
	return status;
}

enum status setup_plan(struct setup *s, bool undo, struct error *e)
{
	enum status status = plan_link(s, undo, e);

	return status == STATUS_OK ? plan_file(s, undo, e) : status;
}

bool setup_is_done(const struct setup *s)
{
	return !s->file_changes && !s->link_changes;
}

static enum status make_link(const struct setup *s, struct error *e)
{
	char *folder =
		memory_copy(s->link, (size_t)(strrchr(s->link, '/') - s->link));
	char *new_link;
	enum status status = path_make(folder, e);

	free(folder);
	if (status != STATUS_OK)
		return status;
	new_link = memory_format("%s.%ld", s->link, (long)getpid());
	if (symlink(s->program, new_link) != 0 ||
	    rename(new_link, s->link) != 0) {
		status = error_errno(e, STATUS_FAILED,
				     "cannot make the link '%s'", s->link);
		(void)unlink(new_link);
	}
	free(new_link);
	return status;
}

static enum status drop_link(const struct setup *s, struct error *e)
{
	return unlink(s->link) == 0
		       ? STATUS_OK
		       : error_errno(e, STATUS_FAILED,
				     "cannot remove the link '%s'", s->link);
}

static enum status change_file(const struct setup *s, char **kept,
			       struct error *e)
{
	enum status status = settings_keep(&s->settings, kept, e);

	if (status != STATUS_OK)
		return status;
	status = s->file_goes
			 ? settings_remove(&s->settings, e)
			 : settings_replace(&s->settings, s->after.data, e);
	/* What has come back need not be there twice. */
	if (status == STATUS_OK && s->restored && *kept &&
	    rename(*kept, s->restored) == 0) {
		free(*kept);
		*kept = memory_copy(s->restored, strlen(s->restored));
	}
	return status;
}

/* The client's settings never name a link that is not there. */
enum status setup_do(struct setup *s, bool undo, char **kept, struct error *e)
{
	enum status status = STATUS_OK;

	*kept = NULL;
	if (s->link_changes && !undo)
		status = make_link(s, e);
	if (status == STATUS_OK && s->file_changes)
		status = change_file(s, kept, e);
	if (status == STATUS_OK && s->link_changes && undo)
		status = drop_link(s, e);
	return status;
}
