#ifndef HELPER_COMMANDS_COMMAND_H
#define HELPER_COMMANDS_COMMAND_H

#include <stdbool.h>

#include "helper/commands/options.h"
#include "helper/entries/store.h"
#include "protocol/core/error.h"

/*
 * A command for people. One file each, ending in one of these tables, and one
 * entry in the list of dispatch.c: that list is the usage text, the help, what
 * the command line is checked against and what the completions ask. Commands
 * may print on standard output; errors they return. What they print with
 * stdio main() writes out at the end, and tells if it cannot be written;
 * secrets never go through stdio.
 */

enum {
	COMMAND_OPTIONS_MAX = 12
};

struct command_option {
	const char *name;    /* without `--` */
	const char *value;   /* what it takes, `DATE`; NULL: nothing */
	const char *summary; /* some words */
};

/* What a command is run with. All is borrowed. */
struct invocation {
	const struct options *options;
	const struct command *const *commands; /* all, ended by NULL */
	const struct command *command;
	/* By the option's place in the table; NULL: not given, "": a flag. */
	const char *values[COMMAND_OPTIONS_MAX];
	int argument_count; /* behind the command and its options */
	char **arguments;
	int behind; /* how many of them stood behind `--`; -1: no `--` */
};

/* What an argument is, for completions. */
enum command_argument {
	ARGUMENT_NONE,
	ARGUMENT_ENTRY,	   /* NAME of something kept */
	ARGUMENT_PROVIDER, /* name of a definition */
	ARGUMENT_COMMAND,  /* name of a command */
	ARGUMENT_CLIENT,   /* name of a client of setup.h */
};

struct command {
	const char *name;
	const char *arguments; /* `[PROVIDER]`, as in the usage; "": none */
	enum command_argument kind;
	bool owns_options;    /* every argument is handed on as it is */
	int minimum, maximum; /* number of arguments; maximum -1: any */
	const char *summary;  /* one line */
	const char *details;  /* for `help COMMAND`, lines ended by LF */
	const char *example;  /* lines ended by LF */
	const struct command_option
		*options; /* ended by a NULL name; or NULL */
	enum status (*run)(const struct invocation *invocation,
			   struct error *e);
};

/* The one of `commands` that is called `name`, or NULL. */
const struct command *command_find(const struct command *const *commands,
				   const char *name);

/*
 * Fills in the values and arguments of an invocation whose command is set, by
 * what options->arguments say behind its name. `--help` among them sets
 * `*help`, and nothing is checked then. STATUS_USAGE names what is wrong, never
 * an argument's text, which may be a token.
 */
enum status command_read(struct invocation *invocation, bool *help,
			 struct error *e);

/* The value of the option `name`, NULL if not given; "" for a flag. */
const char *command_option(const struct invocation *invocation,
			   const char *name);

/* Opens the store that the options say; see store_open(). */
enum status command_open(const struct invocation *invocation,
			 struct store *store, struct error *e);

/* Answers one call by options->protocol: standard input to output. */
enum status command_serve(const struct options *options, struct error *e);

extern const struct command command_connect;
extern const struct command command_request;
extern const struct command command_import;
extern const struct command command_list;
extern const struct command command_show;
extern const struct command command_check;
extern const struct command command_rotate;
extern const struct command command_edit;
extern const struct command command_disable;
extern const struct command command_enable;
extern const struct command command_disconnect;
extern const struct command command_move;
extern const struct command command_restore;
extern const struct command command_token;
extern const struct command command_headers;
extern const struct command command_exec;
extern const struct command command_curl;
extern const struct command command_log;
extern const struct command command_lock;
extern const struct command command_providers;
extern const struct command command_setup;
extern const struct command command_doctor;
extern const struct command command_get;
extern const struct command command_store;
extern const struct command command_erase;
extern const struct command command_capability;
extern const struct command command_help;

#endif
