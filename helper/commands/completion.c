#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/backends/open.h"
#include "helper/backends/registry.h"
#include "helper/catalogue/catalogue.h"
#include "helper/clients/client.h"
#include "helper/commands/completion.h"
#include "helper/entries/entries.h"
#include "protocol/core/text.h"
#include "protocol/protocols.h"

enum {
	WORD_MAX = 512,
	PATIENCE = 2, /* seconds, for a keyring */
};

/* What may stand before the command; options_read() reads it. */
static const struct command_option program_options[] = {
	{ "config", "FILE", "read this configuration" },
	{ "backend", "NAME", "keep and look for tokens there" },
	{ "protocol", "NAME", "answer as a helper of this protocol" },
	{ "help", NULL, "explain the program" },
	{ "version", NULL, "print the version" },
	{ NULL, NULL, NULL },
};

static const char *const kinds[] = {
	[ARGUMENT_NONE] = "-",
	[ARGUMENT_ENTRY] = "entry",
	[ARGUMENT_PROVIDER] = "provider",
	[ARGUMENT_COMMAND] = "command",
	[ARGUMENT_CLIENT] = "client",
};

static void print(const char *what, const char *word, const char *value,
		  const char *text)
{
	char shown[WORD_MAX];

	text_sanitize(text, shown, sizeof(shown));
	printf("%s\t%s\t%s\t%s\n", what, word, value, *shown ? shown : "-");
}

/* How the value of an option is completed. */
static const char *kind_of_value(const struct command_option *option)
{
	if (!option->value)
		return "-";
	if (strcmp(option->value, "FILE") == 0)
		return "file";
	if (strcmp(option->name, "backend") == 0 ||
	    strcmp(option->name, "protocol") == 0)
		return option->name;
	return "text";
}

static void print_options(const struct command_option *options)
{
	char name[WORD_MAX];

	for (; options && options->name; options++) {
		(void)snprintf(name, sizeof(name), "--%s", options->name);
		print("option", name, kind_of_value(options), options->summary);
	}
}

static void print_commands(const char *what,
			   const struct command *const *commands)
{
	for (size_t i = 0; commands[i]; i++)
		print(what, commands[i]->name, "-", commands[i]->summary);
}

static bool print_provider(const struct catalogue_item *item, void *argument)
{
	(void)argument;
	print("word", item->name, "-",
	      item->provider ? item->provider->title : "");
	return true;
}

static enum status print_providers(struct store *store, struct error *e)
{
	return catalogue_each(store->config, print_provider, NULL, e);
}

static enum status print_entries(struct store *store, struct error *e)
{
	struct credentials entries = { 0 };
	char name[WORD_MAX], last[WORD_MAX] = "";
	enum status status = backend_open(store->config, &store->backend, e);

	if (status == STATUS_OK)
		status =
			entries_load(store, credentials_add_notes, &entries, e);
	for (size_t i = 0; i < entries.count; i++) {
		const char *text = entries.items[i].values[FIELD_ORGANIZATION];

		entry_name(&entries.items[i], name, sizeof(name));
		if (strcmp(name, last) != 0)
			print("word", name, "-", text ? text : "");
		(void)snprintf(last, sizeof(last), "%s", name);
	}
	credentials_clear(&entries);
	return status;
}

/* With the configuration, made so that nothing asks and nothing waits. */
static enum status with_config(const struct options *options,
			       enum status (*run)(struct store *store,
						  struct error *e),
			       struct error *e)
{
	struct store store = { 0 };
	enum status status =
		store_load(&store, options->config, options->backend, e);

	(void)setenv("GIT_TERMINAL_PROMPT", "0", 1);
	store.config->prompt = false;
	if (store.config->service_timeout > PATIENCE)
		store.config->service_timeout = PATIENCE;
	if (status == STATUS_OK)
		status = run(&store, e);
	store_close(&store);
	return status;
}

static void print_backends(void)
{
	for (const char *const *name = backend_names(); *name; name++)
		print("word", *name, "-", "");
}

static void print_protocols(void)
{
	for (size_t i = 0; protocols[i]; i++)
		print("word", protocols[i]->name, "-", "");
}

static void print_clients(void)
{
	for (size_t i = 0; clients[i]; i++)
		print("word", clients[i]->name, "-", clients[i]->summary);
}

/* A list of words that is in a table; false if `about` is none. */
static bool print_table(const struct invocation *invocation, const char *about)
{
	if (strcmp(about, "command") == 0)
		print_commands("word", invocation->commands);
	else if (strcmp(about, "backend") == 0)
		print_backends();
	else if (strcmp(about, "protocol") == 0)
		print_protocols();
	else if (strcmp(about, "client") == 0)
		print_clients();
	else
		return false;
	return true;
}

static enum status print_command(const struct command *command)
{
	print("argument", kinds[command->kind], "-", "");
	print_options(command->options);
	print("option", "--help", "-", "explain the command");
	return STATUS_OK;
}

enum status words_print(const struct invocation *invocation, const char *about,
			struct error *e)
{
	const struct options *options = invocation->options;
	const struct command *command;

	if (!about) {
		print_commands("command", invocation->commands);
		print_options(program_options);
		return STATUS_OK;
	}
	command = command_find(invocation->commands, about);
	if (command)
		return print_command(command);
	if (strcmp(about, "entry") == 0)
		return with_config(options, print_entries, e);
	if (strcmp(about, "provider") == 0)
		return with_config(options, print_providers, e);
	if (print_table(invocation, about))
		return STATUS_OK;
	return error_set(e, STATUS_USAGE, "there are no words of '%s'", about);
}
