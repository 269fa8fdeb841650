#ifndef HELPER_COMMANDS_COMMAND_H
#define HELPER_COMMANDS_COMMAND_H

#include "helper/options.h"
#include "protocol/error.h"

/*
 * A command for people. One file each, ending in one of these tables, and one
 * entry in the list of command.c: that list is also the usage text. Commands
 * may print on standard output; errors they return.
 */
struct command {
	const char *name;
	const char *synopsis; /* what follows the name */
	const char *summary;  /* one line */
	const char *details;  /* for `help COMMAND`, lines ended by LF */
	enum status (*run)(const struct options *options, struct error *e);
};

/* Every command, ended by NULL, in the order of the usage text. */
extern const struct command *const commands[];

/* The command called `name`, or NULL. */
const struct command *command_find(const char *name);

extern const struct command command_get;
extern const struct command command_store;
extern const struct command command_erase;
extern const struct command command_capability;
extern const struct command command_help;

/* Prints the usage of the program to the descriptor `fd`. */
void command_usage(int fd);

/* Prints the help of one command. */
void command_print_help(const struct command *command, int fd);

/* Answers one request of a wire protocol: standard input to output. */
enum status command_serve(const struct options *options, const char *operation,
			  struct error *e);

#endif
