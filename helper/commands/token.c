
#include "helper/commands/command.h"
#include "helper/commands/output.h"
#include "protocol/core/buffer.h"

static enum status print(const struct credential *record, const char *scheme,
			 struct error *e)
{
	const char *token = credential_token(record);
	struct buffer line = { 0 };
	enum status status;

	if (!token)
		return error_set(e, STATUS_NOT_FOUND, "it holds no token");
	if (scheme)
		buffer_add_texts(&line, scheme, " ", NULL);
	buffer_add_texts(&line, token, "\n", NULL);
	status = output_write("the token", line.data, line.length, e);
	buffer_clear(&line);
	return status;
}

static enum status run(const struct invocation *invocation, struct error *e)
{
	struct store store = { 0 };
	struct credential record = { 0 };
	enum status status = usable_output(invocation, e);

	if (status == STATUS_OK)
		status = command_open(invocation, &store, e);
	if (status == STATUS_OK)
		status = usable_find(&store, invocation->arguments[0], &record,
				     e);
	if (status == STATUS_OK)
		status =
			print(&record, command_option(invocation, "scheme"), e);
	if (status == STATUS_OK)
		usable_announce(&store, &record, e);
	credential_clear(&record);
	store_close(&store);
	return status;
}

static const struct command_option options[] = {
	{ "scheme", "WORD", "behind a word and a space, as in a header" },
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
		"others can see them: prefer 'headers' or 'exec'. For callers "
		"that pass no\narguments, make a link 'ringbearer-token-NAME' "
		"or "
		"'ringbearer-bearer-NAME': see\nringbearer-protocols(7).\n",
	.example = "ringbearer token notion | wc -c\n",
	.options = options,
	.run = run,
};
