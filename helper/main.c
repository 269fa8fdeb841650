#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "helper/commands/dispatch.h"
#include "helper/commands/usage.h"
#include "helper/system/harden.h"

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

static int finish(enum status status, int (*exit_code)(enum status),
		  struct error *e)
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
	return exit_code ? exit_code(status) : status_exit_code(status);
}

static bool asks_for_help(const struct options *options)
{
	const char *last;

	if (options->argument_count == 0)
		return options->help;
	last = options->arguments[options->argument_count - 1];
	return options->help || strcmp(last, "--help") == 0 ||
	       strcmp(last, "-h") == 0;
}

/* A call by a protocol, which has exit codes of its own. */
static int serve(const struct options *options, struct error *e)
{
	enum status status = STATUS_OK;

	if (asks_for_help(options))
		usage_print_protocol(options->protocol, stdout);
	else
		status = command_serve(options, e);
	return finish(status, options->protocol->exit_code, e);
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
		return finish(status, NULL, &e);
	}
	if (options.version) {
		printf("ringbearer %s\n", RINGBEARER_VERSION);
		return finish(STATUS_OK, NULL, &e);
	}
	if (options.is_helper)
		return serve(&options, &e);
	if (options.argument_count == 0) {
		usage_print(commands, options.help ? stdout : stderr);
		return finish(options.help ? STATUS_OK : STATUS_USAGE, NULL,
			      &e);
	}
	return finish(command_run(&options, &e), NULL, &e);
}
