#include <string.h>

#include "helper/backends/registry.h"
#include "helper/commands/usage.h"
#include "protocol/protocols.h"

enum {
	SUMMARY_COLUMN = 24,
	PROTOCOLS_A_LINE = 8,
};

static void print_command_line(const struct command *command, FILE *out)
{
	int width = SUMMARY_COLUMN - (int)strlen(command->name) - 1;
	bool fits = (int)strlen(command->arguments) <= width;

	fprintf(out, "  %s %-*s", command->name, fits ? width : 0,
		command->arguments);
	/* What does not fit has the summary below it. */
	if (!fits)
		fprintf(out, "\n%*s", SUMMARY_COLUMN + 2, "");
	fprintf(out, " %s\n", command->summary);
}

void usage_print(const struct command *const *commands, FILE *out)
{
	fprintf(out, "usage: ringbearer [--config FILE] [--backend NAME] "
		     "[--protocol NAME] COMMAND [ARG...]\n\n");
	for (size_t i = 0; commands[i]; i++)
		print_command_line(commands[i], out);
	fprintf(out, "\nback-ends:");
	for (const char *const *name = backend_names(); *name; name++)
		fprintf(out, " %s", *name);
	fprintf(out, "\nprotocols:");
	for (size_t i = 0; protocols[i]; i++)
		fprintf(out, "%s%s",
			i == PROTOCOLS_A_LINE ? "\n           " : " ",
			protocols[i]->name);
	fprintf(out, "\n\nringbearer help COMMAND tells more; so does "
		     "ringbearer(1)\n");
}

static void print_options(const struct command_option *options, FILE *out)
{
	fprintf(out, "\noptions:\n");
	for (; options->name; options++) {
		int width = 20 - (int)strlen(options->name);

		fprintf(out, "  --%s %-*s %s\n", options->name, width,
			options->value ? options->value : "", options->summary);
	}
}

void usage_print_command(const struct command *command, FILE *out)
{
	fprintf(out, "usage: ringbearer %s%s%s%s\n\n%s\n\n%s", command->name,
		command->options ? " [OPTION...]" : "",
		*command->arguments ? " " : "", command->arguments,
		command->summary, command->details);
	if (command->options)
		print_options(command->options, out);
	fprintf(out, "\nexample:\n");
	for (const char *line = command->example; *line;) {
		int length = (int)strcspn(line, "\n");

		fprintf(out, "  %.*s\n", length, line);
		line += length + (line[length] == '\n');
	}
}

void usage_print_protocol(const struct protocol *protocol, FILE *out)
{
	fprintf(out, "usage: ringbearer %s%s%s\n\nthe protocol of %s\n",
		protocol->name, *protocol->usage ? " " : "", protocol->usage,
		protocol->summary);
	if (protocol->program)
		fprintf(out, "It is also spoken by the name '%s'.\n",
			protocol->program);
	fprintf(out, "\nringbearer-protocols(7) tells how to set it up\n");
}

enum status usage_unknown(const char *name, struct error *e)
{
	error_set(e, STATUS_USAGE, "there is no command '%s'", name);
	error_hint(e, "see 'ringbearer --help'");
	return STATUS_USAGE;
}
