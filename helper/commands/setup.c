#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/clients/setup.h"
#include "helper/commands/command.h"
#include "helper/commands/display/diff.h"
#include "helper/commands/display/json.h"
#include "helper/commands/prompt/ask.h"
#include "protocol/core/text.h"

enum {
	PATH_SHOWN = 512,
	NAME_WIDTH = 11,
	ARGUMENTS_WIDTH = 16,
	QUESTION_SIZE = 2 * PATH_SHOWN + 64,
};

/* The command under way. */
struct command_setup {
	const struct invocation *invocation;
	struct setup setup;
	struct buffer lines; /* that are wanted */
	bool writes;
	bool undo;
	bool json;
	char *kept; /* the copy that was made; or NULL */
};

static void list_clients(void)
{
	for (size_t i = 0; clients[i]; i++)
		printf("%-*s %-*s %s\n", NAME_WIDTH, clients[i]->name,
		       ARGUMENTS_WIDTH, clients[i]->arguments,
		       clients[i]->summary);
}

static void list_as_json(void)
{
	json_object *list = json_object_new_array();

	for (size_t i = 0; clients[i]; i++) {
		json_object *o = json_object_new_object();

		json_set_text(o, "client", clients[i]->name);
		json_set_text(o, "arguments", clients[i]->arguments);
		json_set_text(o, "summary", clients[i]->summary);
		json_set_text(o, "note", clients[i]->note);
		json_object_array_add(list, o);
	}
	json_print(list);
}

static const char *shown(const char *path, char *out)
{
	text_sanitize(path, out, PATH_SHOWN);
	return out;
}

static void print_lines(const struct command_setup *k)
{
	const struct setup *s = &k->setup;
	char path[PATH_SHOWN];
	char target[PATH_SHOWN];

	printf("in '%s'%s:\n\n%s\n", shown(s->file, path),
	       s->file_changes ? "" : ", there already", k->lines.data);
	if (s->link)
		printf("link '%s' to '%s'%s\n\n", shown(s->link, path),
		       shown(s->program, target),
		       s->link_changes ? "" : ", there already");
	if (s->use.client->note)
		printf("%s\n", s->use.client->note);
}

/* Secret memory: the settings of others may hold tokens. */
static void print_difference(const struct command_setup *k)
{
	const struct setup *s = &k->setup;
	struct buffer text = { 0 };
	char path[PATH_SHOWN];

	shown(s->file, path);
	buffer_add_texts(&text, "--- ", s->settings.exists ? path : "/dev/null",
			 "\n+++ ", s->file_goes ? "/dev/null" : path, "\n",
			 NULL);
	if (s->file_changes) {
		difference_add(s->settings.text.data, s->after.data,
			       k->lines.data, &text);
		(void)write_all(STDOUT_FILENO, text.data, text.length);
	}
	if (s->link_changes)
		dprintf(STDOUT_FILENO, "%clink '%s'\n", k->undo ? '-' : '+',
			shown(s->link, path));
	buffer_clear(&text);
}

/* Before anybody is asked for a yes. */
static void say_what_goes(const struct command_setup *k)
{
	const struct setup *s = &k->setup;
	char path[PATH_SHOWN];

	if (s->file_goes)
		dprintf(STDOUT_FILENO,
			"this takes '%s' away, which holds nothing else:\n",
			shown(s->file, path));
	else if (s->file_changes)
		dprintf(STDOUT_FILENO, "this goes from '%s':\n",
			shown(s->file, path));
	else
		dprintf(STDOUT_FILENO, "this goes:\n");
}

/* Whether it is set up, as things are now. */
static bool is_present(const struct command_setup *k, bool done)
{
	return (done || setup_is_done(&k->setup)) != k->undo;
}

static void print_json(const struct command_setup *k, bool done)
{
	const struct setup *s = &k->setup;
	json_object *o = json_object_new_object();

	json_set_text(o, "client", s->use.client->name);
	json_set_text(o, "file", s->file);
	json_set_text(o, "lines", k->lines.data);
	json_set_text(o, "link", s->link);
	json_set_text(o, "target", s->link ? s->program : NULL);
	json_set_text(o, "note", s->use.client->note);
	json_set_flag(o, "present", is_present(k, done));
	json_set_flag(o, "changed", done);
	json_set_text(o, "copy", k->kept);
	json_print(o);
}

static enum status confirm(const struct command_setup *k, struct error *e)
{
	const struct setup *s = &k->setup;
	char path[PATH_SHOWN];
	char question[QUESTION_SIZE];

	if (command_option(k->invocation, "yes"))
		return STATUS_OK;
	(void)snprintf(question, sizeof(question), "%s '%s'? [y/N] ",
		       s->file_goes || (k->undo && !s->file_changes) ? "remove"
								     : "change",
		       shown(s->file_changes ? s->file : s->link, path));
	return ask_or_option(question, "nothing was changed", "--yes", e);
}

static void say_nothing_to_do(const struct command_setup *k)
{
	char path[PATH_SHOWN];

	printf("'%s' has nothing to be %s\n", shown(k->setup.file, path),
	       k->undo ? "removed" : "written: it is there already");
}

static void say_done(const struct command_setup *k)
{
	const struct setup *s = &k->setup;
	char path[PATH_SHOWN];
	char copy[PATH_SHOWN];

	dprintf(STDOUT_FILENO, "%s %s\n", k->undo ? "removed from" : "set up",
		s->use.client->name);
	if (k->kept)
		dprintf(STDOUT_FILENO, "what '%s' was is in '%s'\n",
			shown(s->file, path), shown(k->kept, copy));
	if (!k->undo && s->use.client->note)
		dprintf(STDOUT_FILENO, "%s\n", s->use.client->note);
}

static enum status write_it(struct command_setup *k, struct error *e)
{
	enum status status;

	if (setup_is_done(&k->setup)) {
		if (k->json)
			print_json(k, false);
		else
			say_nothing_to_do(k);
		return STATUS_OK;
	}
	if (!k->json && k->undo)
		say_what_goes(k);
	if (!k->json)
		print_difference(k);
	status = confirm(k, e);
	if (status == STATUS_OK)
		status = setup_do(&k->setup, k->undo, &k->kept, e);
	if (status == STATUS_OK && k->json)
		print_json(k, true);
	else if (status == STATUS_OK)
		say_done(k);
	return status;
}

static enum status show(struct command_setup *k, struct error *e)
{
	struct error ignored = { 0 };
	enum status status = setup_plan(&k->setup, false, &ignored);

	/* What stands in the way is for --write to tell. */
	k->setup.file_changes |= status != STATUS_OK;
	(void)e;
	if (k->json)
		print_json(k, false);
	else
		print_lines(k);
	return STATUS_OK;
}

static enum status set_up(struct command_setup *k, const struct client *client,
			  struct error *e)
{
	const struct invocation *i = k->invocation;
	enum status status = setup_open(client, i->arguments + 1,
					i->argument_count - 1, &k->setup, e);

	if (status == STATUS_OK)
		status = setup_lines(&k->setup, &k->lines, e);
	if (status != STATUS_OK)
		return status;
	if (!k->writes)
		return show(k, e);
	status = setup_plan(&k->setup, k->undo, e);
	return status == STATUS_OK ? write_it(k, e) : status;
}

static enum status no_client(struct error *e)
{
	error_set(e, STATUS_USAGE, "there is no such client");
	error_hint(e, "'ringbearer setup' lists them");
	return STATUS_USAGE;
}

static enum status client_missing(struct error *e)
{
	struct buffer names = { 0 };

	for (size_t i = 0; clients[i]; i++)
		buffer_add_texts(&names, i ? " " : "", clients[i]->name, NULL);
	error_set(e, STATUS_USAGE, "the client is missing");
	error_hint(e, "name one of %s", names.data);
	buffer_clear(&names);
	return STATUS_USAGE;
}

static enum status run(const struct invocation *invocation, struct error *e)
{
	struct command_setup k = { .invocation = invocation };
	const struct client *client;
	enum status status;

	k.undo = command_option(invocation, "remove") != NULL;
	k.writes = k.undo || command_option(invocation, "write");
	k.json = command_option(invocation, "json") != NULL;
	if (k.undo && command_option(invocation, "write"))
		return error_set(e, STATUS_USAGE,
				 "'--write' and '--remove' do not go together");
	if (invocation->argument_count == 0 && k.writes)
		return client_missing(e);
	if (invocation->argument_count == 0) {
		if (k.json)
			list_as_json();
		else
			list_clients();
		return STATUS_OK;
	}
	client = client_find(invocation->arguments[0]);
	if (!client)
		return no_client(e);
	status = set_up(&k, client, e);
	buffer_clear(&k.lines);
	setup_close(&k.setup);
	free(k.kept);
	return status;
}

static const struct command_option options[] = {
	{ "write", NULL, "change the client's settings" },
	{ "remove", NULL, "undo that" },
	{ "yes", NULL, "do not ask" },
	{ "json", NULL, "print JSON" },
	{ 0 },
};

const struct command command_setup = {
	.name = "setup",
	.arguments = "[CLIENT [WORD...]]",
	.kind = ARGUMENT_CLIENT,
	.minimum = 0,
	.maximum = 1 + CLIENT_WORDS_MAX,
	.summary = "tell another program to ask ringbearer",
	.details =
		"Shows what has to stand in the settings of a client, and "
		"where; without CLIENT,\nwhich ones there are and what each "
		"has to be told. --write shows the difference,\nasks, and puts "
		"it there; a copy of the file as it was is kept beside it. "
		"Values\nthat others wrote are not shown. --remove takes out "
		"what --write put there, and\nnothing else; it shows that "
		"first, and keeps a copy, too. A script needs --yes.\nWhat is "
		"there already, by hand or not, is no failure; another setting "
		"in its\nplace, or a file that is not understood, is, and "
		"stays as it is.\n",
	.example = "ringbearer setup docker registry.example --write\n"
		   "ringbearer setup docker registry.example --remove\n",
	.options = options,
	.run = run,
};
