#include <stdio.h>

#include "helper/commands/dispatch.h"
#include "helper/commands/usage.h"

const struct command *const commands[] = {
	&command_connect,    &command_request,
	&command_import,     &command_list,
	&command_show,	     &command_check,
	&command_rotate,     &command_edit,
	&command_disable,    &command_enable,
	&command_disconnect, &command_move,
	&command_restore,    &command_token,
	&command_headers,    &command_exec,
	&command_curl,	     &command_log,
	&command_lock,	     &command_providers,
	&command_setup,	     &command_doctor,
	&command_get,	     &command_store,
	&command_erase,	     &command_capability,
	&command_help,	     NULL,
};

enum status command_run(const struct options *options, struct error *e)
{
	struct invocation invocation = { .options = options,
					 .commands = commands };
	const char *name = options->arguments[0];
	bool help = options->help;
	enum status status;

	invocation.command = command_find(commands, name);
	if (!invocation.command)
		return usage_unknown(name, e);
	status = command_read(&invocation, &help, e);
	if (status != STATUS_OK)
		return status;
	if (!help)
		return invocation.command->run(&invocation, e);
	usage_print_command(invocation.command, stdout);
	return STATUS_OK;
}

enum status command_open(const struct invocation *invocation,
			 struct store *store, struct error *e)
{
	const struct options *options = invocation->options;

	return store_open(store, options->config, options->backend, e);
}
