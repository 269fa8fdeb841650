#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "helper/catalogue/catalogue.h"
#include "helper/commands/command.h"
#include "helper/commands/prompt/ask.h"
#include "helper/commands/prompt/edit.h"
#include "helper/entries/entries.h"
#include "helper/entries/update.h"
#include "helper/events/event.h"
#include "helper/system/terminal.h"

enum {
	KEY_MAX = 32,
};

/* The command under way. */
struct command_edit {
	const struct invocation *invocation;
	struct store store;
	struct credential entry;
	struct provider *provider; /* NULL: the host is nobody's */
	struct edit edit;
};

/* What looks like a note and is meant as something else. */
static enum status refuse_reserved(const char *note, struct error *e)
{
	static const struct {
		const char *key;
		const char *way;
	} reserved[] = {
		{ "label=", "give '--label TEXT'" },
		{ "description=", "give '--description TEXT'" },
		{ "expires=", "give '--expires DATE'" },
		{ "default=", "give '--default' or '--no-default'" },
		{ "token=", "'rotate' or 'connect' replaces a token" },
		{ "password=", "'rotate' or 'connect' replaces a token" },
		{ "credential=", "'rotate' or 'connect' replaces a token" },
		{ "account=", "'connect' files a token under an account" },
		{ "username=", "'connect' files a token under an account" },
	};

	for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++)
		if (strncmp(note, reserved[i].key, strlen(reserved[i].key)) ==
		    0) {
			error_set(e, STATUS_USAGE, "'%.*s' is no note",
				  (int)strcspn(note, "="), note);
			error_hint(e, "%s", reserved[i].way);
			return STATUS_USAGE;
		}
	return STATUS_OK;
}

/* What stands in a wrong one is not shown: it may be a token. */
static enum status check_note(const char *note, struct error *e)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
	size_t length = strspn(note, letters);

	if (length > 0 && length <= KEY_MAX && *note != '-' &&
	    note[length] == '=')
		return ask_check_text("the note", note + length + 1, e);
	error_set(e, STATUS_USAGE, "a note is given as KEY=VALUE");
	error_hint(e,
		   "KEY has at most %d of a-z, 0-9 and '-'; without a VALUE "
		   "the note goes",
		   KEY_MAX);
	return STATUS_USAGE;
}

static enum status read_notes(struct command_edit *k, struct error *e)
{
	const struct invocation *invocation = k->invocation;
	enum status status = STATUS_OK;

	k->edit.notes = invocation->arguments + 1;
	k->edit.note_count = invocation->argument_count - 1;
	for (int i = 0; i < k->edit.note_count && status == STATUS_OK; i++)
		status = refuse_reserved(k->edit.notes[i], e);
	for (int i = 0; i < k->edit.note_count && status == STATUS_OK; i++)
		status = check_note(k->edit.notes[i], e);
	return status;
}

static enum status read_text(const struct command_edit *k, const char *name,
			     const char **text, struct error *e)
{
	*text = command_option(k->invocation, name);
	return ask_check_option(name, *text, e);
}

static enum status read_flags(struct command_edit *k, struct error *e)
{
	bool set = command_option(k->invocation, "default") != NULL;
	bool unset = command_option(k->invocation, "no-default") != NULL;

	if (set && unset)
		return error_set(e, STATUS_USAGE,
				 "'--default' and '--no-default' exclude each "
				 "other");
	k->edit.preferred = set - unset;
	k->edit.forgets_old =
		command_option(k->invocation, "forget-old") != NULL;
	return STATUS_OK;
}

static enum status read_options(struct command_edit *k, struct error *e)
{
	enum status status = read_notes(k, e);

	if (status == STATUS_OK)
		status = read_text(k, "label", &k->edit.label, e);
	if (status == STATUS_OK)
		status = read_text(k, "description", &k->edit.description, e);
	return status == STATUS_OK ? read_flags(k, e) : status;
}

static enum status find_entry(struct command_edit *k, struct error *e)
{
	const struct store *store = &k->store;
	enum status status =
		entries_find(store, k->invocation->arguments[0], &k->entry, e);

	return status == STATUS_OK
		       ? catalogue_find_for(store->config, &k->entry,
					    &k->provider, e)
		       : status;
}

static enum status nothing_to_change(struct error *e)
{
	error_set(e, STATUS_USAGE, "nothing is given to change");
	error_hint(e, "give KEY=VALUE, --label, --description, --expires, "
		      "--default, --no-default or --forget-old");
	return STATUS_USAGE;
}

static enum status read_expiry(struct command_edit *k, struct error *e)
{
	const char *expires = command_option(k->invocation, "expires");

	if (expires)
		return edit_set_expiry(&k->edit, expires, k->provider, e);
	if (!edit_is_empty(&k->edit))
		return STATUS_OK;
	return terminal_has_person()
		       ? edit_ask(&k->entry, k->provider, &k->edit, e)
		       : nothing_to_change(e);
}

static enum status keep(struct command_edit *k, struct error *e)
{
	struct update u = {
		.store = &k->store,
		.seen = &k->entry,
		.change = edit_apply,
		.argument = &k->edit,
		.alone = k->edit.preferred > 0,
	};
	const struct event event = { EVENT_EDITED, &k->entry, NULL };
	enum status status = entry_update(&u, e);
	char name[ENTRY_NAME_SIZE];

	entry_name(&k->entry, name, sizeof(name));
	if (status == STATUS_OK)
		dprintf(STDOUT_FILENO,
			u.changed ? "edited %s\n" : "%s stays as it is\n",
			name);
	if (status == STATUS_OK && u.changed) {
		edit_apply(&k->entry, &k->edit);
		announce(k->store.config, &event, e);
	}
	return status;
}

static enum status run(const struct invocation *invocation, struct error *e)
{
	static enum status (*const steps[])(struct command_edit *,
					    struct error *) = {
		find_entry,
		read_expiry,
		keep,
	};
	struct command_edit k = { .invocation = invocation };
	enum status status = read_options(&k, e);

	if (status == STATUS_OK)
		status = command_open(invocation, &k.store, e);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (status == STATUS_OK)
			status = steps[i](&k, e);
	credential_clear(&k.entry);
	provider_free(k.provider);
	store_close(&k.store);
	return status;
}

static const struct command_option options[] = {
	{ "label", "TEXT", "a name of your own for it; \"\": none" },
	{ "description", "TEXT", "what it is for; \"\": nothing" },
	{ "expires", "DATE", "2030-12-31, a number of days, or never" },
	{ "default", NULL, "prefer it among those of its host" },
	{ "no-default", NULL, "prefer it no longer" },
	{ "forget-old", NULL, "drop the token that rotate --keep-old kept" },
	{ NULL, NULL, NULL },
};

const struct command command_edit = {
	.name = "edit",
	.arguments = "NAME [KEY=VALUE...]",
	.kind = ARGUMENT_ENTRY,
	.minimum = 1,
	.maximum = -1,
	.summary = "change what is noted of an entry",
	.details = "Changes label, description, expiry, the mark of the "
		   "default and notes of your\n"
		   "own, which 'show' has and nobody else is given. The token "
		   "stays, and no\n"
		   "provider is asked. At a terminal, with nothing to change, "
		   "it asks: an empty\n"
		   "answer keeps what is there, '-' removes it. A script gives "
		   "an empty TEXT, DATE\n"
		   "or VALUE to remove it.\n",
	.example = "ringbearer edit notion --label work "
		   "owner=ops@example.org\n",
	.options = options,
	.run = run,
};
