#ifndef HELPER_SYSTEM_PROGRAM_H
#define HELPER_SYSTEM_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>

#include "helper/system/child.h"
#include "protocol/core/buffer.h"
#include "protocol/core/error.h"

/*
 * Programs of other people that keep secrets for us: started without a shell,
 * by an absolute path, with an environment that is picked, no descriptor of
 * ours, the folder `/` and no terminal, and ended with all that they have
 * started when their time is over.
 */
struct program {
	const char *path;
	/* As in execve(2), from the program's own name; never a secret. */
	const char *const *arguments;
	const char *const *passed_on; /* for environment_pick() */
	const char *const *settings;  /* NAME=VALUE beside these; NULL: none */
	const void *input;	      /* borrowed */
	size_t input_length;
	int timeout;	   /* milliseconds */
	int linger;	   /* seconds; see struct child */
	size_t max_answer; /* bytes */
	/*
	 * Its input is a file and what it prints goes nowhere, so that it is
	 * waited for and not what it leaves running, which also goes on when
	 * its time is over.
	 */
	bool detached;
};

/* How it ended. Start with `{0}`, end with program_clear(). */
struct program_result {
	enum child_end end;
	int exit_code;	      /* if `end` is CHILD_EXITED */
	struct buffer answer; /* its standard output, NUL-terminated */
	struct buffer errors; /* the end of its standard error, likewise */
	/* The last line of its standard error, safe to show; or "". */
	char complaint[256];
};

/* Runs it to its end. Never fails: what went wrong is how it ended. */
void program_run(const struct program *program, struct program_result *result);

/* Wipes and frees what it answered. */
void program_clear(struct program_result *result);

/*
 * Says of a program that did not end by itself why: STATUS_TIMEOUT,
 * STATUS_FAILED, or STATUS_UNAVAILABLE where it could not be started. STATUS_OK
 * if it exited, with whatever code. `what` names it in the message, as in
 * "the helper 'cache'".
 */
enum status program_explain(const struct program *program,
			    const struct program_result *result,
			    const char *what, struct error *e);

/*
 * Finds `name`, a file name, in the absolute folders of PATH; the caller frees
 * it. NULL if there is none that can be executed.
 */
char *program_find(const char *name);

/* Whether `path` leads to the running program, whatever it is called. */
bool program_is_ours(const char *path);

/*
 * Becomes the program `name` that comes behind this one in PATH, with the same
 * arguments, descriptors and environment. Returns if there is none.
 */
void program_give_way(const char *name, char *const *arguments, int count);

#endif
