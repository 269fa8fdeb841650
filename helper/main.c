#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "helper/commands/command.h"
#include "helper/harden.h"

/* What could not be written was not done, unless there is worse to tell. */
static enum status write_out(enum status status, struct error *e)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	return status == STATUS_OK ? error_errno(e, STATUS_FAILED,
						 "cannot write the answer")
				   : status;
}

/* Of a pipe, whoever read has gone. */
static bool nobody_reads(void)
{
	struct pollfd out = { .fd = STDOUT_FILENO };

	return poll(&out, 1, 0) == 1 && (out.revents & POLLERR);
}

static int finish(enum status status, struct error *e)
{
	status = write_out(status, e);
	/* As in `ringbearer list | head`: it ends as other programs do there.
	 */
	if (status != STATUS_OK && e->number == EPIPE && nobody_reads()) {
		(void)signal(SIGPIPE, SIG_DFL);
		(void)raise(SIGPIPE);
	}
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
		printf("ringbearer %s\n", RINGBEARER_VERSION);
		return finish(STATUS_OK, &e);
	}
	if (options.argument_count == 0) {
		command_usage(options.help ? stdout : stderr);
		return finish(options.help ? STATUS_OK : STATUS_USAGE, &e);
	}
	return finish(dispatch(&options, &e), &e);
}
