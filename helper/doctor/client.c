#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/backends/open.h"
#include "helper/clients/setup.h"
#include "helper/doctor/doctor.h"
#include "helper/doctor/internal.h"
#include "helper/entries/entries.h"
#include "helper/system/environment.h"
#include "helper/system/program.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

enum {
	PATIENCE = 10000, /* milliseconds */
	ANSWER_MAX = 1 << 16,
	VERSION_SHOWN = 120,
	NAME_SHOWN = 64,
	WORDS_MAX = 4,
};

/* What each may look at to start at all. */
static const char *const passed_on[] = { "PATH",    "HOME",   "XDG_",
					 "RUSTUP_", "CARGO_", "PYENV_",
					 "DOCKER_", "CODEX_", NULL };
static const char *const settings[] = { "LC_ALL=C", "CHECKPOINT_DISABLE=1",
					NULL };

/* Its first line. */
static void take_version(const struct program_result *result, char *out,
			 size_t size)
{
	char *line = text_harmless(result->answer.data,
				   strcspn(result->answer.data, "\n"));

	(void)snprintf(out, size, "%s", line);
	free(line);
}

static void tell_version(struct diagnosis *d, const struct client *client,
			 const char *path)
{
	char words[NAME_SHOWN];
	const char *arguments[WORDS_MAX + 1] = { path };
	const struct program program = {
		.path = path,
		.arguments = arguments,
		.passed_on = passed_on,
		.settings = settings,
		.timeout = PATIENCE,
		.max_answer = ANSWER_MAX,
	};
	struct program_result result = { 0 };
	char version[VERSION_SHOWN];
	char *rest = words;

	(void)snprintf(words, sizeof(words), "%s",
		       client->version ? client->version : "--version");
	for (int i = 1; i < WORDS_MAX && rest; i++)
		arguments[i] = strsep(&rest, " ");
	program_run(&program, &result);
	take_version(&result, version, sizeof(version));
	if (result.end == CHILD_EXITED && result.exit_code == 0)
		diagnosis_tell(d, FINDING_OK, "client", "", "'%s', %s", path,
			       version);
	else
		diagnosis_tell(d, FINDING_PROBLEM, "client",
			       "see what it says itself",
			       "'%s' does not tell its version", path);
	program_clear(&result);
}

static void diagnose_installed(struct diagnosis *d, const struct client *client)
{
	const char *name = client->program ? client->program : client->name;
	char *path = program_find(name);

	if (path)
		tell_version(d, client, path);
	else
		diagnosis_tell(d, FINDING_PROBLEM, "client",
			       "install it, or put its folder on the PATH",
			       "'%s' is not installed", name);
	free(path);
}

static void diagnose_helper(struct diagnosis *d, const struct setup *s)
{
	const char *helper = s->use.client->helper;
	char *name = client_expand(&s->use, helper ? helper : "ringbearer");
	char *path = *name == '/' ? memory_copy(name, strlen(name))
				  : program_find(name);

	if (!path || access(path, X_OK) != 0)
		diagnosis_tell(d, FINDING_PROBLEM, "helper",
			       s->link ? "see 'ringbearer setup'"
				       : "put the folder of ringbearer on the "
					 "PATH",
			       "there is no '%s'%s", name,
			       *name == '/' ? "" : " on the PATH");
	else if (!program_is_ours(path))
		diagnosis_tell(d, FINDING_PROBLEM, "helper",
			       "put the folder of ringbearer first on the PATH",
			       "'%s' is another program", path);
	else
		diagnosis_tell(d, FINDING_OK, "helper", "", "'%s'", path);
	free(path);
	free(name);
}

/* git has more than one file, and the last word. */
static void diagnose_settings(struct diagnosis *d, struct setup *s,
			      const struct error *wrong)
{
	const struct client *client = s->use.client;
	bool by_itself = client->change == client_change_git;
	struct error e = *wrong;
	char advice[ERROR_HINT_MAX];

	if (!e.message[0])
		(void)setup_plan(s, false, &e);
	(void)snprintf(advice, sizeof(advice),
		       "ringbearer setup %s%s%s%s%s --write", client->name,
		       s->use.words[0] ? " " : "",
		       s->use.words[0] ? s->use.words[0] : "",
		       s->use.words[1] ? " " : "",
		       s->use.words[1] ? s->use.words[1] : "");
	if (e.message[0])
		diagnosis_tell_error(d, FINDING_PROBLEM, "settings", &e);
	else if (setup_is_done(s))
		diagnosis_tell(d, FINDING_OK, "settings", "", "'%s'", s->file);
	else
		diagnosis_tell(d, by_itself ? FINDING_NOTE : FINDING_PROBLEM,
			       "settings", advice,
			       "'%s' does not name ringbearer", s->file);
}

static void diagnose_rivals(struct diagnosis *d, const struct client *client)
{
	const char *const *rivals = client->rivals;
	char **set = rivals ? environment_pick(rivals) : NULL;

	for (char **variable = set; variable && *variable; variable++)
		diagnosis_tell(d, FINDING_NOTE, "variable",
			       "take it out of the environment",
			       "'%.*s' is set, and the client heeds it first",
			       (int)strcspn(*variable, "="), *variable);
	environment_free(set);
}

static void diagnose_entry(struct diagnosis *d, const struct client_use *use)
{
	struct store store = { .config = d->config };
	struct credential entry = { 0 };
	struct error e = { 0 };
	char *name = client_expand(use, use->client->entry);
	enum status status = backend_open(d->config, &store.backend, &e);

	if (status == STATUS_OK)
		status = entries_find(&store, name, &entry, &e);
	if (status != STATUS_OK)
		diagnosis_tell_error(d, FINDING_PROBLEM, "entry", &e);
	else if (entry_is_disabled(&entry))
		diagnosis_tell(d, FINDING_PROBLEM, "entry",
			       "see 'ringbearer enable'", "'%s' is disabled",
			       name);
	else
		diagnosis_tell(d, FINDING_OK, "entry", "", "'%s' is kept",
			       name);
	credential_clear(&entry);
	free(name);
}

size_t diagnose_client(const struct diagnosis_request *request,
		       struct setup *setup, const struct error *wrong)
{
	const struct client *client = setup->use.client;
	struct config quiet = { 0 };
	struct diagnosis d;

	diagnosis_begin(&d, request, &quiet);
	diagnose_installed(&d, client);
	diagnose_helper(&d, setup);
	diagnose_settings(&d, setup, wrong);
	if (client->change == client_change_git)
		diagnose_git(&d);
	diagnose_rivals(&d, client);
	if (!d.config)
		diagnosis_tell_error(&d, FINDING_PROBLEM, "configuration",
				     request->wrong);
	else if (client->entry)
		diagnose_entry(&d, &setup->use);
	diagnose_trial(&d, &setup->use);
	return d.problems;
}
