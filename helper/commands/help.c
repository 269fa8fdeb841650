#include <stdio.h>
#include <unistd.h>

#include "helper/backend.h"
#include "helper/commands/command.h"

void command_usage(int fd)
{
	dprintf(fd, "usage: ringbearer [--config FILE] [--backend NAME] "
		    "[--protocol NAME] COMMAND [ARG...]\n\n");
	for (size_t i = 0; commands[i]; i++)
		dprintf(fd, "  %-10s %-10s %s\n", commands[i]->name,
			commands[i]->synopsis, commands[i]->summary);
	dprintf(fd, "\nback-ends:");
	for (const char *const *name = backend_names(); *name; name++)
		dprintf(fd, " %s", *name);
	dprintf(fd, "\nprotocols:");
	for (size_t i = 0; protocols[i]; i++)
		dprintf(fd, " %s", protocols[i]->name);
	dprintf(fd, "\n\nringbearer help COMMAND tells more; so does "
		    "ringbearer(1)\n");
}

void command_print_help(const struct command *command, int fd)
{
	dprintf(fd, "usage: ringbearer %s%s%s\n\n%s\n\n%s", command->name,
		*command->synopsis ? " " : "", command->synopsis,
		command->summary, command->details);
}

static enum status run(const struct options *options, struct error *e)
{
	const struct command *command;

	if (options->argument_count < 2) {
		command_usage(STDOUT_FILENO);
		return STATUS_OK;
	}
	command = command_find(options->arguments[1]);
	if (!command) {
		error_set(e, STATUS_USAGE, "there is no command '%s'",
			  options->arguments[1]);
		error_hint(e, "see 'ringbearer --help'");
		return STATUS_USAGE;
	}
	command_print_help(command, STDOUT_FILENO);
	return STATUS_OK;
}

const struct command command_help = {
	.name = "help",
	.synopsis = "[COMMAND]",
	.summary = "explain the program or one command",
	.details = "  ringbearer help store\n",
	.run = run,
};
