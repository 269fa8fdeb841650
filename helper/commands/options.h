#ifndef HELPER_COMMANDS_OPTIONS_H
#define HELPER_COMMANDS_OPTIONS_H

#include <stdbool.h>

#include "protocol/core/error.h"
#include "protocol/protocol.h"

/*
 * The command line: [OPTION...] COMMAND [ARG...]. Callers that look for a
 * program by its name (`git-credential-ringbearer`) get that protocol by the
 * name alone.
 */
struct options {
	const char *config;  /* --config, or NULL */
	const char *backend; /* --backend, or NULL */
	const struct protocol *protocol;
	bool is_helper;	    /* by name, --protocol or the command */
	const char *called; /* the file name, if the protocol is by that */
	bool help;	    /* --help anywhere */
	bool version;	    /* --version */
	int argument_count; /* what is left, the command first */
	char **arguments;
	char *link[5]; /* the command line that a link's name stands for */
	char link_name[256];
};

/*
 * Reads the arguments. All of `out` is borrowed from `argv`, or its own: it
 * may not be moved. A program called `ringbearer-token-NAME` or
 * `ringbearer-bearer-NAME` is `ringbearer token NAME`, the latter with
 * `--scheme Bearer`, whatever it is given: `%2f` in the name is a slash.
 * STATUS_USAGE names the option that is wrong.
 */
enum status options_read(int argc, char **argv, struct options *out,
			 struct error *e);

#endif
