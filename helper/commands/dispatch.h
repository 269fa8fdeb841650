#ifndef HELPER_COMMANDS_DISPATCH_H
#define HELPER_COMMANDS_DISPATCH_H

#include "helper/commands/command.h"

/* Every command, ended by NULL, in the order of the usage text. */
extern const struct command *const commands[];

/*
 * Runs the command that options->arguments begin with, its options and
 * arguments checked against its table. `--help` prints its help. STATUS_USAGE
 * as command_read() says it, or for a command that there is not.
 */
enum status command_run(const struct options *options, struct error *e);

#endif
