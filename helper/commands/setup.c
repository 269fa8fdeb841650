#include <stdio.h>
#include <stdlib.h>

#include "helper/commands/command.h"
#include "helper/commands/display/json.h"
#include "helper/commands/prompt/ask.h"
#include "helper/commands/report/setup.h"
#include "protocol/core/text.h"

enum {
	NAME_WIDTH = 11,
	ARGUMENTS_WIDTH = 16,
	QUESTION_SIZE = 2 * SETUP_PAGE_SHOWN + 64,
};

/* The command under way. */
struct command_setup {
	const struct invocation *invocation;
	struct setup_page page;
	bool writes;
	bool json;
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

static enum status confirm(const struct command_setup *k, struct error *e)
{
	const struct setup *s = &k->page.setup;
	char path[SETUP_PAGE_SHOWN];
	char question[QUESTION_SIZE];

	if (command_option(k->invocation, "yes"))
		return STATUS_OK;
	text_sanitize(s->file_changes ? s->file : s->link, path, sizeof(path));
	(void)snprintf(question, sizeof(question), "%s '%s'? [y/N] ",
		       s->file_goes || (k->page.undo && !s->file_changes)
			       ? "remove"
			       : "change",
		       path);
	return ask_or_option(question, "nothing was changed", "--yes", e);
}

static enum status write_it(struct command_setup *k, struct error *e)
{
	enum status status;

	if (setup_is_done(&k->page.setup)) {
		if (k->json)
			setup_page_json(&k->page, false);
		else
			setup_page_nothing(&k->page);
		return STATUS_OK;
	}
	if (!k->json && k->page.undo)
		setup_page_goes(&k->page);
	if (!k->json)
		setup_page_difference(&k->page);
	status = confirm(k, e);
	if (status == STATUS_OK)
		status = setup_do(&k->page.setup, k->page.undo, &k->page.kept,
				  e);
	if (status == STATUS_OK && k->json)
		setup_page_json(&k->page, true);
	else if (status == STATUS_OK)
		setup_page_done(&k->page);
	return status;
}

static enum status show(struct command_setup *k, struct error *e)
{
	struct error ignored = { 0 };
	enum status status = setup_plan(&k->page.setup, false, &ignored);

	/* What stands in the way is for --write to tell. */
	k->page.setup.file_changes |= status != STATUS_OK;
	(void)e;
	if (k->json)
		setup_page_json(&k->page, false);
	else
		setup_page_lines(&k->page);
	return STATUS_OK;
}

static enum status set_up(struct command_setup *k, const struct client *client,
			  struct error *e)
{
	const struct invocation *i = k->invocation;
	enum status status =
		setup_open(client, i->arguments + 1, i->argument_count - 1,
			   &k->page.setup, e);

	if (status == STATUS_OK)
		status = setup_lines(&k->page.setup, &k->page.lines, e);
	if (status != STATUS_OK)
		return status;
	if (!k->writes)
		return show(k, e);
	status = setup_plan(&k->page.setup, k->page.undo, e);
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

	k.page.undo = command_option(invocation, "remove") != NULL;
	k.writes = k.page.undo || command_option(invocation, "write");
	k.json = command_option(invocation, "json") != NULL;
	if (k.page.undo && command_option(invocation, "write"))
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
	buffer_clear(&k.page.lines);
	setup_close(&k.page.setup);
	free(k.page.kept);
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
