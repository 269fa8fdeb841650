#include <ctype.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "helper/commands/command.h"

const struct command *command_find(const struct command *const *commands,
				   const char *name)
{
	for (size_t i = 0; commands[i]; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

const char *command_option(const struct invocation *invocation,
			   const char *name)
{
	const struct command_option *options = invocation->command->options;

	for (int i = 0; options && options[i].name; i++)
		if (strcmp(options[i].name, name) == 0)
			return invocation->values[i];
	return NULL;
}

enum {
	CODE_FIRST = UCHAR_MAX + 1, /* of a command's options; see `optopt` */
	CODE_HELP = CODE_FIRST + COMMAND_OPTIONS_MAX,
	TABLE_SIZE = COMMAND_OPTIONS_MAX + 2,
};

/* The command's options in the form of getopt_long(3), `--help` behind. */
static void make_table(const struct command *command, struct option *table)
{
	int count = 0;

	for (; command->options && command->options[count].name; count++)
		table[count] = (struct option){
			.name = command->options[count].name,
			.has_arg = command->options[count].value
					   ? required_argument
					   : no_argument,
			.val = CODE_FIRST + count,
		};
	table[count] = (struct option){ .name = "help", .val = CODE_HELP };
	table[count + 1] = (struct option){ 0 };
}

static enum status wrong_use(const struct command *command, const char *what,
			     struct error *e)
{
	error_set(e, STATUS_USAGE, "'%s' %s", command->name, what);
	error_hint(e, "usage: ringbearer %s%s%s%s", command->name,
		   command->options ? " [OPTION...]" : "",
		   *command->arguments ? " " : "", command->arguments);
	return STATUS_USAGE;
}

static enum status wrong_option(const struct command *command, int code,
				const char *word, struct error *e)
{
	const char letter[] = { '-', (char)optopt, '\0' };
	const char *says = "has no option";
	char what[128];

	/* getopt_long(3) tells a short option in `optopt`, not in `word`. */
	if (optopt > 0 && optopt < CODE_FIRST && isprint(optopt) &&
	    strncmp(word, "--", 2) != 0)
		word = letter;
	if (code == ':')
		says = "needs a value for the option";
	else if (optopt >= CODE_FIRST)
		says = "takes no value for the option";
	/* What follows its '=' may be a token. */
	(void)snprintf(what, sizeof(what), "%s '%.*s'", says,
		       (int)strcspn(word, "="), word);
	return wrong_use(command, what, e);
}

static enum status check_count(const struct invocation *invocation,
			       struct error *e)
{
	const struct command *command = invocation->command;

	if (invocation->argument_count < command->minimum)
		return wrong_use(command, "needs more arguments", e);
	if (command->maximum == 0 && invocation->argument_count > 0)
		return wrong_use(command, "takes no argument", e);
	if (command->maximum >= 0 &&
	    invocation->argument_count > command->maximum)
		return wrong_use(command, "takes fewer arguments", e);
	return STATUS_OK;
}

/* How many arguments stand behind `--`; -1 without one. */
static int count_behind(const struct options *options)
{
	for (int i = 1; i < options->argument_count; i++)
		if (strcmp(options->arguments[i], "--") == 0)
			return options->argument_count - i - 1;
	return -1;
}

/* `--help` is ours where nothing else is said. */
static enum status take_all(struct invocation *invocation, bool *help)
{
	const struct options *options = invocation->options;

	invocation->argument_count = options->argument_count - 1;
	invocation->arguments = options->arguments + 1;
	invocation->behind = -1;
	if (invocation->argument_count == 1 &&
	    strcmp(invocation->arguments[0], "--help") == 0)
		*help = true;
	return STATUS_OK;
}

/* Options may stand anywhere before `--`. */
static enum status read_options(struct invocation *invocation, bool *help,
				struct error *e)
{
	const struct options *options = invocation->options;
	struct option table[TABLE_SIZE];
	int code;

	if (invocation->command->owns_options)
		return take_all(invocation, help);
	make_table(invocation->command, table);
	invocation->behind = count_behind(options);
	optind = 0; /* glibc: begin anew, with another command line */
	while ((code = getopt_long(options->argument_count, options->arguments,
				   ":h", table, NULL)) != -1) {
		if (code == CODE_HELP || code == 'h')
			*help = true;
		else if (code == ':' || code == '?')
			return wrong_option(invocation->command, code,
					    options->arguments[optind - 1], e);
		else
			invocation->values[code - CODE_FIRST] =
				optarg ? optarg : "";
	}
	invocation->argument_count = options->argument_count - optind;
	invocation->arguments = options->arguments + optind;
	return STATUS_OK;
}

enum status command_read(struct invocation *invocation, bool *help,
			 struct error *e)
{
	enum status status = read_options(invocation, help, e);

	return status == STATUS_OK && !*help ? check_count(invocation, e)
					     : status;
}
