#ifndef HELPER_CLIENTS_TOOL_H
#define HELPER_CLIENTS_TOOL_H

#include "helper/clients/client.h"
#include "helper/system/program.h"
#include "helper/system/tempdir.h"

/*
 * A client's own program, working on a copy of its settings. Start with
 * `{0}`, end with tool_close().
 */
struct tool {
	const struct client_use *use;
	struct tempdir scratch;
	char *copy; /* the file it works on */
	char *path; /* of the program */
	struct program_result result;
};

enum {
	TOOL_WORDS_MAX = 12
};

/* Lays the copy. STATUS_UNAVAILABLE if the program `name` is not there. */
enum status tool_open(struct tool *tool, const struct client_use *use,
		      const char *name, const char *text, struct error *e);

/*
 * Runs it with these words, ended by NULL, behind its name; tool->result has
 * what it answered. A failure of the program is told as the settings not being
 * readable, with the line that it named.
 */
enum status tool_run(struct tool *tool, const char *const *words,
		     struct error *e);

/* The same, but that exit codes up to `fine` are no failure. */
enum status tool_try(struct tool *tool, const char *const *words, int fine,
		     struct error *e);

/* Reads what the copy has become. */
enum status tool_take(struct tool *tool, struct buffer *out, struct error *e);

void tool_close(struct tool *tool);

#endif
