#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "helper/system/environment.h"
#include "helper/system/harden.h"
#include "helper/system/program.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

enum {
	EXIT_CANNOT_START = 127,
	ERRORS_MAX = 1 << 16, /* bytes of standard error that are looked at */
};

/* What the child has a copy of. */
struct start {
	const struct program *program;
	char **environment;
};

/* In the child: nothing is left of the socket to the parent. */
static bool detach(const struct program *program)
{
	int file = memfd_create("ringbearer-input", MFD_CLOEXEC);
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	return file >= 0 && null >= 0 &&
	       write_all(file, program->input, program->input_length) == 0 &&
	       lseek(file, 0, SEEK_SET) == 0 && dup2(file, STDIN_FILENO) >= 0 &&
	       dup2(null, STDOUT_FILENO) >= 0 &&
	       dup2(null, STDERR_FILENO) >= 0 && setsid() >= 0;
}

static int start(void *argument)
{
	const struct start *s = argument;

	if (s->program->detached && !detach(s->program))
		return EXIT_CANNOT_START;
	harden_undo();
	if (chdir("/") == 0)
		(void)execve(s->program->path,
			     (char *const *)s->program->arguments,
			     s->environment);
	return EXIT_CANNOT_START;
}

/* Picked and set, in one array that environment_free() frees. */
static char **environment_of(const struct program *program)
{
	char **picked = environment_pick(program->passed_on);
	size_t count = 0;
	size_t more = 0;
	char **all;

	while (picked[count])
		count++;
	while (program->settings && program->settings[more])
		more++;
	all = memory_alloc(count + more + 1, sizeof(*all));
	memcpy(all, picked, count * sizeof(*all));
	for (size_t i = 0; i < more; i++)
		all[count + i] = memory_copy(program->settings[i],
					     strlen(program->settings[i]));
	free(picked);
	return all;
}

static void take_errors(int file, struct buffer *errors)
{
	const off_t size = lseek(file, 0, SEEK_END);
	const off_t from = size > ERRORS_MAX ? size - ERRORS_MAX : 0;
	ssize_t got = -1;

	if (size > 0)
		got = pread(file, buffer_reserve(errors, (size_t)(size - from)),
			    (size_t)(size - from), from);
	if (got > 0)
		errors->length = (size_t)got;
	buffer_add(errors, "", 0);
}

/* The last line that is not empty. */
static void take_complaint(struct program_result *result)
{
	const char *text = result->errors.data;
	size_t length = strlen(text);
	size_t from;
	char line[sizeof(result->complaint)];

	while (length > 0 && strchr("\r\n ", text[length - 1]))
		length--;
	for (from = length; from > 0 && text[from - 1] != '\n';)
		from--;
	(void)snprintf(line, sizeof(line), "%.*s", (int)(length - from),
		       text + from);
	text_sanitize(line, result->complaint, sizeof(result->complaint));
	/* There may be a secret in it. */
	explicit_bzero(line, sizeof(line));
}

void program_run(const struct program *program, struct program_result *result)
{
	struct start s = {
		.program = program,
		.environment = environment_of(program),
	};
	int errors = memfd_create("ringbearer-errors", MFD_CLOEXEC);
	const struct child child = {
		.run = start,
		.argument = &s,
		.input = program->input,
		.input_length = program->detached ? 0 : program->input_length,
		.timeout = program->timeout,
		.linger = program->linger,
		.max_answer = program->max_answer,
		.group = !program->detached,
		.errors = errors,
	};

	result->end = CHILD_FAILED;
	buffer_add(&result->answer, "", 0);
	buffer_add(&result->errors, "", 0);
	if (errors >= 0) {
		result->end =
			child_run(&child, &result->answer, &result->exit_code);
		take_errors(errors, &result->errors);
		take_complaint(result);
		(void)close(errors);
	}
	environment_free(s.environment);
}

void program_clear(struct program_result *result)
{
	buffer_clear(&result->answer);
	buffer_clear(&result->errors);
	explicit_bzero(result, sizeof(*result));
}

static enum status cannot_start(const struct program *program, const char *what,
				struct error *e)
{
	if (strstr(what, program->path))
		error_set(e, STATUS_UNAVAILABLE, "%s cannot be started", what);
	else
		error_set(e, STATUS_UNAVAILABLE, "%s, '%s', cannot be started",
			  what, program->path);
	error_hint(e, "see whether it is a program for this machine, and what "
		      "its first line names is there");
	return STATUS_UNAVAILABLE;
}

enum status program_explain(const struct program *program,
			    const struct program_result *result,
			    const char *what, struct error *e)
{
	switch (result->end) {
	case CHILD_EXITED:
		if (result->exit_code != EXIT_CANNOT_START)
			return STATUS_OK;
		return cannot_start(program, what, e);
	case CHILD_KILLED:
		return error_set(e, STATUS_FAILED, "%s was ended by a signal",
				 what);
	case CHILD_TIMED_OUT:
		return error_set(e, STATUS_TIMEOUT,
				 "%s gave no answer in %d seconds and was "
				 "ended",
				 what, program->timeout / 1000);
	case CHILD_FLOODED:
		return error_set(e, STATUS_FAILED,
				 "%s answered with more than %zu bytes", what,
				 program->max_answer);
	default:
		return error_errno(e, STATUS_FAILED, "%s cannot be started",
				   what);
	}
}

/* Whether it is one, and not the one that `but` is of, if given. */
static bool is_program(const char *path, const struct stat *but)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	       access(path, X_OK) == 0 &&
	       !(but && st.st_dev == but->st_dev && st.st_ino == but->st_ino);
}

static char *find(const char *name, const struct stat *but)
{
	const char *folder = getenv("PATH");
	char path[PATH_MAX];

	while (folder && *folder) {
		size_t length = strcspn(folder, ":");
		int size = snprintf(path, sizeof(path), "%.*s/%s", (int)length,
				    folder, name);

		if (*folder == '/' && size < (int)sizeof(path) &&
		    is_program(path, but))
			return memory_copy(path, strlen(path));
		folder += length + (folder[length] == ':');
	}
	return NULL;
}

char *program_find(const char *name)
{
	return find(name, NULL);
}

bool program_is_ours(const char *path)
{
	struct stat own;
	struct stat other;

	return stat("/proc/self/exe", &own) == 0 && stat(path, &other) == 0 &&
	       own.st_dev == other.st_dev && own.st_ino == other.st_ino;
}

void program_give_way(const char *name, char *const *arguments, int count)
{
	struct stat own;
	char *path =
		stat("/proc/self/exe", &own) == 0 ? find(name, &own) : NULL;
	char **words = memory_alloc((size_t)count + 2, sizeof(*words));

	words[0] = path;
	for (int i = 0; i < count; i++)
		words[i + 1] = arguments[i];
	if (path) {
		harden_undo();
		(void)execve(path, words, environ);
	}
	free(words);
	free(path);
}
