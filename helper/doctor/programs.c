#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/doctor/internal.h"
#include "helper/system/environment.h"
#include "helper/system/paths.h"

enum {
	EXIT_NO_PROGRAM = 127
};

static const char *const no_variables[] = { NULL };

/* In the child: whether a module and the libraries that it needs are there. */
static int load_module(void *argument)
{
	environment_keep(no_variables);
	return dlopen(argument, RTLD_NOW | RTLD_LOCAL) ? 0 : 1;
}

/* In the child: the same of the verifier, which only says what confines it. */
static int start_verifier(void *argument)
{
	const char *const words[] = { argument, "--confinement", NULL };

	environment_keep(no_variables);
	(void)execvp(argument, (char *const *)words);
	return EXIT_NO_PROGRAM;
}

/* Whether it can be used; `answer` gets what it printed. */
static bool diagnose_part(struct diagnosis *d, const char *name,
			  int (*run)(void *argument), const char *without,
			  struct buffer *answer)
{
	char *path = path_of_part(name);
	bool is_there = access(path, R_OK) == 0;
	bool works = is_there && diagnosis_run(d, run, path, answer) == 0;

	if (works)
		diagnosis_tell(d, FINDING_OK, "part", "", "'%s'", path);
	else
		diagnosis_tell(d, FINDING_PROBLEM, "part",
			       is_there ? "install the libraries that it needs"
					: "install ringbearer again",
			       "'%s' %s: %s", path,
			       is_there ? "cannot be used" : "is missing",
			       without);
	free(path);
	return works;
}

/* A line says what is in force and a second one, if there is, what is not. */
static void diagnose_confinement(struct diagnosis *d, char *said)
{
	char *lacks = said + strcspn(said, "\n");

	if (*lacks)
		*lacks++ = '\0';
	lacks[strcspn(lacks, "\n")] = '\0';
	if (*lacks)
		diagnosis_tell(d, FINDING_NOTE, "verifier",
			       "tokens are verified all the same, see "
			       "ringbearer-security(7)",
			       "%s; %s", said, lacks);
	else
		diagnosis_tell(d, FINDING_OK, "verifier", "", "%s", said);
}

void diagnose_parts(struct diagnosis *d)
{
	struct buffer answer = { 0 };

	if (diagnose_part(d, "ringbearer-verify", start_verifier,
			  "no token can be verified", &answer))
		diagnose_confinement(d, answer.data);
	buffer_clear(&answer);
	(void)diagnose_part(d, "libsecret.so", load_module,
			    "nothing can be kept in a keyring", &answer);
	buffer_clear(&answer);
}

/* In the child. What git says to standard error is nobody's business. */
static int ask_git(void *argument)
{
	const char *const words[] = { "git", "config", "--get-all",
				      "credential.helper", NULL };
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	(void)argument;
	(void)dup2(null, STDIN_FILENO);
	(void)dup2(null, STDERR_FILENO);
	(void)execvp(words[0], (char *const *)words);
	return EXIT_NO_PROGRAM;
}

/* What git's configuration lists. */
struct helpers {
	size_t count;  /* since the last empty one, which drops those before */
	size_t before; /* of them, those before ringbearer */
	bool ours;
};

/* Whether a helper's value calls ringbearer: by its name, path or command. */
static bool is_ours(const char *value, size_t length)
{
	return memmem(value, length, "ringbearer", strlen("ringbearer"));
}

static struct helpers read_helpers(const char *text)
{
	struct helpers h = { 0 };

	for (size_t length; *text; text += length + (text[length] == '\n')) {
		length = strcspn(text, "\n");
		if (length == 0) {
			h = (struct helpers){ 0 };
			continue;
		}
		if (!h.ours && is_ours(text, length)) {
			h.ours = true;
			h.before = h.count;
		}
		h.count++;
	}
	return h;
}

static void tell_helpers(struct diagnosis *d, const struct helpers *h)
{
	if (h->ours && h->before == 0)
		diagnosis_tell(d, FINDING_OK, "git", "",
			       "it asks ringbearer first");
	else if (h->ours)
		diagnosis_tell(d, FINDING_NOTE, "git",
			       "for ringbearer alone, see 'git config --global "
			       "--edit'",
			       "it asks %zu other helper%s before ringbearer",
			       h->before, h->before == 1 ? "" : "s");
	else
		diagnosis_tell(d, FINDING_NOTE, "git",
			       "to let it: git config --global --add "
			       "credential.helper ringbearer",
			       "it does not ask ringbearer");
}

void diagnose_git(struct diagnosis *d)
{
	struct buffer answer = { 0 };
	int code = diagnosis_run(d, ask_git, NULL, &answer);
	struct helpers helpers = read_helpers(answer.data);

	/* 1: there is no such key. */
	if (code == 0 || code == 1)
		tell_helpers(d, &helpers);
	else if (code == EXIT_NO_PROGRAM)
		diagnosis_tell(d, FINDING_NOTE, "git", "",
			       "it is not installed");
	else
		diagnosis_tell(d, FINDING_NOTE, "git",
			       "see what 'git config --list' says",
			       code < 0 ? "it did not answer in time"
					: "its configuration cannot be read");
	buffer_clear(&answer);
}
