#include <string.h>
#include <unistd.h>

#include "helper/commands/command.h"
#include "helper/commands/usable.h"
#include "protocol/secret.h"

static enum status print(const struct credential *record, struct error *e)
{
	const char *token = credential_token(record);

	if (!token)
		return error_set(e, STATUS_NOT_FOUND, "it holds no token");
	if (write_all(STDOUT_FILENO, token, strlen(token)) != 0 ||
	    write_all(STDOUT_FILENO, "\n", 1) != 0)
		return error_errno(e, STATUS_FAILED, "cannot write the token");
	return STATUS_OK;
}

static enum status run(const struct invocation *invocation, struct error *e)
{
	struct context c = { 0 };
	struct credential record = { 0 };
	enum status status = usable_output(invocation, e);

	if (status == STATUS_OK)
		status = context_open(invocation, &c, e);
	if (status == STATUS_OK)
		status = usable_find(&c, invocation->arguments[0], &record, e);
	if (status == STATUS_OK)
		status = print(&record, e);
	if (status == STATUS_OK)
		usable_announce(&c, &record, e);
	credential_clear(&record);
	context_close(&c);
	return status;
}

static const struct command_option options[] = {
	{ "force", NULL, "to a terminal, too" },
	{ 0 },
};

const struct command command_token = {
	.name = "token",
	.arguments = "NAME",
	.kind = ARGUMENT_ENTRY,
	.minimum = 1,
	.maximum = 1,
	.summary = "print a token, for programs",
	.details =
		"Prints the bare token and a newline. One that is known to be "
		"expired or revoked\nis refused (exit code 4); one that "
		"expires within 14 days is warned about on\nstandard error, "
		"once a day. A shell puts the arguments of a command where\n"
		"others can see them: prefer 'headers' or 'exec'.\n",
	.example = "ringbearer token notion | wc -c\n",
	.options = options,
	.run = run,
};
