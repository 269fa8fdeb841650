#include <stdio.h>
#include <string.h>

#include "helper/commands/command.h"

const struct command *const commands[] = {
	&command_get,	     &command_store, &command_erase,
	&command_capability, &command_help,  NULL,
};

const struct command *command_find(const char *name)
{
	for (size_t i = 0; commands[i]; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}
