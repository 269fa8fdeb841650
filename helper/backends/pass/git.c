#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "helper/backends/pass/environment.h"
#include "helper/backends/pass/git.h"
#include "helper/backends/pass/name.h"
#include "helper/system/program.h"
#include "protocol/core/clock.h"
#include "protocol/core/memory.h"
#include "protocol/core/strings.h"

enum {
	ANSWER_MAX = 1 << 16,
	PAUSE = 100, /* milliseconds */
	SECOND = 1000,
};

/* One repository, and the time for all that is done there. */
struct repository {
	const struct config *config;
	char *git;    /* the program */
	char *folder; /* the repository's own */
	const struct pass_change *change;
	char *subject; /* of the commit */
	size_t skip;   /* bytes of a name before what git calls the file */
	long long deadline;
};

/* Words first, then the files, if they are wanted. The caller frees it. */
static const char **arguments_of(const struct repository *r,
				 const char *const *words, bool with_files)
{
	const struct strings *names = r->change->names;
	size_t count = 0;
	const char **all;

	while (words[count])
		count++;
	all = memory_alloc(count + names->count + 5, sizeof(*all));
	memcpy(all, (const char *[]){ "git", "-C", r->folder },
	       3 * sizeof(*all));
	memcpy(all + 3, words, count * sizeof(*all));
	count += 3;
	if (with_files)
		all[count++] = "--";
	for (size_t i = 0; with_files && i < names->count; i++)
		all[count++] = names->items[i] + r->skip;
	return all;
}

/* Runs git once. Its exit code, or -1. */
static int run(const struct repository *r, const char *const *words,
	       bool with_files, struct program_result *result)
{
	static const char *const settings[] = { "LC_ALL=C",
						"GIT_TERMINAL_PROMPT=0",
						"GIT_LITERAL_PATHSPECS=1",
						NULL };
	static const char *const own[] = { "GIT_AUTHOR_",
					   "GIT_COMMITTER_",
					   "GIT_CONFIG_GLOBAL",
					   "GIT_CONFIG_SYSTEM",
					   "GIT_CONFIG_NOSYSTEM",
					   "SSH_AUTH_SOCK",
					   NULL };
	const char **arguments = arguments_of(r, words, with_files);
	const struct program program = {
		.path = r->git,
		.arguments = arguments,
		.timeout = (int)(r->deadline - clock_now()),
		/* Its lock file would outlive it, if it ended with us. */
		.linger = r->config->pass_timeout,
		.max_answer = ANSWER_MAX,
		.passed_on = own,
		.settings = settings,
	};

	if (program.timeout > 0)
		pass_environment_run(r->config, program, result);
	else
		result->end = CHILD_TIMED_OUT;
	free(arguments);
	return result->end == CHILD_EXITED ? result->exit_code : -1;
}

/* Another git is at work here, which will come to its end. */
static bool is_busy(const struct program_result *result)
{
	static const char *const signs[] = { ".lock': File exists",
					     "cannot lock ref", "during a " };

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (result->errors.data &&
		    strstr(result->errors.data, signs[i]))
			return true;
	return false;
}

static int run_patiently(const struct repository *r, const char *const *words,
			 bool with_files, struct program_result *result)
{
	const struct timespec pause = { .tv_nsec = PAUSE * 1000000L };
	int code = run(r, words, with_files, result);

	while (code > 0 && is_busy(result) &&
	       clock_now() + PAUSE < r->deadline) {
		(void)nanosleep(&pause, NULL);
		program_clear(result);
		code = run(r, words, with_files, result);
	}
	return code;
}

/* As pass(1) has it: `git config pass.signcommits true`. */
static bool wants_signature(const struct repository *r)
{
	static const char *const words[] = { "config", "--bool", "--get",
					     "pass.signcommits", NULL };
	struct program_result result = { 0 };
	bool wanted = run(r, words, false, &result) == 0 &&
		      strncmp(result.answer.data, "true", 4) == 0;

	program_clear(&result);
	return wanted;
}

/* Whether the index says of the files what the last commit says. */
static bool is_unchanged(const struct repository *r)
{
	static const char *const words[] = { "diff", "--cached", "--quiet",
					     NULL };
	struct program_result result = { 0 };
	bool unchanged = run(r, words, true, &result) == 0;

	program_clear(&result);
	return unchanged;
}

static int commit(const struct repository *r, struct program_result *result)
{
	static const char *const add[] = { "add", NULL };
	static const char *const drop[] = { "rm", "-q", "--cached",
					    "--ignore-unmatch", NULL };
	const char *words[] = { "commit",   "-q", "--only", "-m",
				r->subject, NULL, NULL };
	int code =
		run_patiently(r, r->change->removed ? drop : add, true, result);

	if (code != 0 || is_unchanged(r))
		return code;
	if (wants_signature(r))
		words[5] = "-S";
	program_clear(result);
	return run_patiently(r, words, true, result);
}

static void note(const struct repository *r,
		 const struct program_result *result, struct error *e)
{
	const char *done = r->change->removed ? "erased" : "kept";

	if (result->end == CHILD_TIMED_OUT)
		error_set(e, STATUS_OK,
			  "the entry is %s, but not committed: git took too "
			  "long",
			  done);
	else
		error_set(e, STATUS_OK,
			  "the entry is %s, but not committed: git says: %s",
			  done,
			  *result->complaint ? result->complaint : "nothing");
	error_hint(e, "commit it: git -C '%s' commit -a", r->folder);
}

/* The nearest folder from `name` up that has a repository; NULL if none. */
static char *find_repository(const struct pass_store *store, const char *name)
{
	char *left = memory_copy(name, strlen(name));
	struct error ignored = { 0 };

	for (;;) {
		struct folder folder = FOLDER_CLOSED;
		char *above;
		bool found =
			folder_open_beneath(&store->folder, *left ? left : ".",
					    &folder, &ignored) == STATUS_OK &&
			faccessat(folder.fd, ".git", F_OK, 0) == 0;

		folder_close(&folder);
		if (found)
			return left;
		above = *left ? pass_store_above(left) : NULL;
		free(left);
		if (!above)
			return NULL;
		left = above;
	}
}

enum status pass_git_commit(const struct pass_store *store,
			    const struct pass_change *change, struct error *e)
{
	struct program_result result = { 0 };
	char *name = find_repository(store, change->folder);
	const char *first = change->names->items[0];
	struct repository r = {
		.config = store->config,
		.change = change,
		.deadline = clock_now() + store->config->pass_timeout * SECOND,
	};

	if (!name)
		return STATUS_OK;
	r.subject = memory_format("%s %.*s by ringbearer.",
				  change->removed    ? "Remove"
				  : change->replaced ? "Replace"
						     : "Add",
				  (int)(strlen(first) - strlen(PASS_SUFFIX)),
				  first);
	r.git = program_find("git");
	r.folder = *name ? folder_path(&store->folder, name)
			 : memory_copy(store->folder.path,
				       strlen(store->folder.path));
	r.skip = *name ? strlen(name) + 1 : 0;
	if (!r.git)
		error_set(e, STATUS_OK,
			  "the store is a git repository, but there is no "
			  "git: nothing was committed");
	else if (commit(&r, &result) != 0)
		note(&r, &result, e);
	program_clear(&result);
	free(r.subject);
	free(r.folder);
	free(r.git);
	free(name);
	return STATUS_OK;
}
