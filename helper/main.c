#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "helper/commands/command.h"
#include "helper/harden.h"

static int finish(enum status status, const struct error *e)
{
	if (e->message[0])
		dprintf(STDERR_FILENO, "ringbearer: %s\n", e->message);
	if (e->message[0] && e->hint[0])
		dprintf(STDERR_FILENO, "hint: %s\n", e->hint);
	return status_exit_code(status);
}

static bool asks_for_help(const struct options *options)
{
	for (int i = 1; i < options->argument_count; i++)
		if (strcmp(options->arguments[i], "--help") == 0 ||
		    strcmp(options->arguments[i], "-h") == 0)
			return true;
	return options->help;
}

static enum status wrong_word(const char *word, struct error *e)
{
	error_set(e, STATUS_USAGE, "there is no command '%s'", word);
	error_hint(e, "see 'ringbearer --help'");
	return STATUS_USAGE;
}

static enum status dispatch(const struct options *options, struct error *e)
{
	const char *word = options->arguments[0];
	const struct command *command = command_find(word);

	if (asks_for_help(options) && command) {
		command_print_help(command, STDOUT_FILENO);
		return STATUS_OK;
	}
	/* An operation of a newer git is no mistake of the user's. */
	if (options->is_helper)
		return command_serve(options, word, e);
	if (!command)
		return wrong_word(word, e);
	if (options->argument_count > 1 && !*command->synopsis) {
		/* Not shown: somebody may have put a token there. */
		error_set(e, STATUS_USAGE, "'%s' takes no argument", word);
		error_hint(e, "see 'ringbearer help %s'", word);
		return STATUS_USAGE;
	}
	return command->run(options, e);
}

int main(int argc, char **argv)
{
	struct options options = { 0 };
	struct error e = { 0 };
	enum status status;

	harden();
	status = options_read(argc, argv, &options, &e);
	if (status != STATUS_OK) {
		error_hint(&e, "see 'ringbearer --help'");
		return finish(status, &e);
	}
	if (options.version) {
		dprintf(STDOUT_FILENO, "ringbearer %s\n", RINGBEARER_VERSION);
		return 0;
	}
	if (options.argument_count == 0) {
		command_usage(options.help ? STDOUT_FILENO : STDERR_FILENO);
		return status_exit_code(options.help ? STATUS_OK
						     : STATUS_USAGE);
	}
	return finish(dispatch(&options, &e), &e);
}
