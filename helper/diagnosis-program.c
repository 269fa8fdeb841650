#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/diagnosis-parts.h"
#include "helper/paths.h"

enum {
	EXIT_NO_PROGRAM = 127
};

/* In the child: whether a module and the libraries that it needs are there. */
static int load_module(void *argument)
{
	return dlopen(argument, RTLD_NOW | RTLD_LOCAL) ? 0 : 1;
}

/* In the child: the same of a program, which only says its version. */
static int start_program(void *argument)
{
	(void)execl(argument, argument, "--version", (char *)NULL);
	return EXIT_NO_PROGRAM;
}

static void diagnose_part(struct diagnosis *d, const char *name,
			  int (*run)(void *argument), const char *without)
{
	char *path = path_of_part(name);
	struct buffer answer = { 0 };
	bool is_there = access(path, R_OK) == 0;

	if (is_there && diagnosis_run(d, run, path, &answer) == 0)
		diagnosis_tell(d, FINDING_OK, "part", "", "'%s'", path);
	else
		diagnosis_tell(d, FINDING_PROBLEM, "part",
			       is_there ? "install the libraries that it needs"
					: "install ringbearer again",
			       "'%s' %s: %s", path,
			       is_there ? "cannot be used" : "is missing",
			       without);
	buffer_clear(&answer);
	free(path);
}

void diagnose_parts(struct diagnosis *d)
{
	diagnose_part(d, "ringbearer-verify", start_program,
		      "no token can be verified");
	diagnose_part(d, "libsecret.so", load_module,
		      "nothing can be kept in a keyring");
}

/* In the child. What git says to standard error is nobody's business. */
static int ask_git(void *argument)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	(void)argument;
	(void)dup2(null, STDIN_FILENO);
	(void)dup2(null, STDERR_FILENO);
	(void)execlp("git", "git", "config", "--get-all", "credential.helper",
		     (char *)NULL);
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
