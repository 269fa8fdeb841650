#ifndef HELPER_OPTIONS_H
#define HELPER_OPTIONS_H

#include <stdbool.h>

#include "protocol/error.h"
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
	bool is_helper;	    /* called as a helper, by name or --protocol */
	bool help;	    /* --help anywhere */
	bool version;	    /* --version */
	int argument_count; /* what is left, the command first */
	char **arguments;
};

/* Every wire protocol, ended by NULL. */
extern const struct protocol *const protocols[];

/*
 * Reads the arguments. All of `out` is borrowed from `argv`. STATUS_USAGE
 * names the option that is wrong.
 */
enum status options_read(int argc, char **argv, struct options *out,
			 struct error *e);

#endif
