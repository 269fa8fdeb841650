#ifndef HELPER_COMMANDS_USAGE_H
#define HELPER_COMMANDS_USAGE_H

#include <stdio.h>

#include "helper/commands/command.h"

/* What the program says of itself. */

/* Prints the usage of the program, whose commands these are. */
void usage_print(const struct command *const *commands, FILE *out);

/* Prints the help of one command. */
void usage_print_command(const struct command *command, FILE *out);

/* Prints the help of a wire protocol. */
void usage_print_protocol(const struct protocol *protocol, FILE *out);

/* STATUS_USAGE: there is no command called `name`. */
enum status usage_unknown(const char *name, struct error *e);

#endif
