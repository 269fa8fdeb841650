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
	const char *last = options->arguments[options->argument_count - 1];

	return options->help || strcmp(last, "--help") == 0 ||
	       strcmp(last, "-h") == 0;
}

static enum status dispatch(const struct options *options, struct error *e)
{
	const char *word = options->arguments[0];

	/* An operation of a newer git is no mistake of the user's. */
	if (options->is_helper && !asks_for_help(options))
		return command_serve(options, word, e);
	return command_run(options, e);
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
