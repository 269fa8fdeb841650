#include <stdio.h>

#include "helper/commands/completion.h"
#include "helper/commands/usage.h"
#include "protocol/protocols.h"

static enum status run(const struct invocation *invocation, struct error *e)
{
	const char *name =
		invocation->argument_count ? invocation->arguments[0] : NULL;
	const struct command *command;
	const struct protocol *protocol;

	if (command_option(invocation, "words"))
		return words_print(invocation, name, e);
	if (!name) {
		usage_print(invocation->commands, stdout);
		return STATUS_OK;
	}
	command = command_find(invocation->commands, name);
	protocol = protocol_find(name);
	if (protocol)
		usage_print_protocol(protocol, stdout);
	else if (command)
		usage_print_command(command, stdout);
	else
		return usage_unknown(name, e);
	return STATUS_OK;
}

static const struct command_option options_of_help[] = {
	{ "words", NULL, "print the words that a shell completes" },
	{ NULL, NULL, NULL },
};

const struct command command_help = {
	.name = "help",
	.arguments = "[COMMAND]",
	.kind = ARGUMENT_COMMAND,
	.maximum = 1,
	.summary = "explain the program or one command",
	.details =
		"Without a command it lists them all. --words is for the "
		"completions of shells:\nit prints in columns what may be "
		"typed, of the program, of a command, or every\nword that is "
		"a command, entry, provider, backend or protocol.\n",
	.example = "ringbearer help store\n",
	.options = options_of_help,
	.run = run,
};
