#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/clients/client.h"
#include "helper/doctor/internal.h"
#include "helper/system/paths.h"
#include "helper/system/program.h"
#include "helper/system/tempdir.h"
#include "protocol/core/memory.h"

enum {
	PATIENCE = 10000, /* milliseconds */
	ANSWER_MAX = 1 << 16,
	RANDOM = 16, /* bytes */
	TOKEN_SIZE = 2 * RANDOM + 1,
	WORDS_MAX = 8,
	SETTINGS_MAX = 10,
};

/*
 * A store of our own: the configuration and all folders are elsewhere, so that
 * nothing of the person's is touched.
 */
struct trial {
	const struct client_use *use;
	struct tempdir scratch;
	char token[TOKEN_SIZE]; /* random: it opens nothing */
	char *settings[SETTINGS_MAX + 1];
	int setting_count;
	struct program_result result;
};

static const char *const passed_on[] = {
	"PATH",	   "HOME",   "XDG_CONFIG_HOME", "GIT_CONFIG_",
	"RUSTUP_", "CARGO_", "PYENV_",		NULL
};

static void set(struct trial *t, const char *name, const char *folder,
		const char *value)
{
	t->settings[t->setting_count++] =
		memory_format("%s=%s%s%s", name, folder, *folder ? "/" : "",
			      value);
}

static enum status prepare(struct trial *t, struct error *e)
{
	unsigned char bytes[RANDOM];
	enum status status = tempdir_make(&t->scratch, e);
	char *config;

	if (status != STATUS_OK)
		return status;
	randombytes_buf(bytes, sizeof(bytes));
	(void)sodium_bin2hex(t->token, sizeof(t->token), bytes, sizeof(bytes));
	set(t, "RINGBEARER_CONFIG", t->scratch.folder, "config");
	set(t, "XDG_DATA_HOME", t->scratch.folder, "data");
	set(t, "XDG_STATE_HOME", t->scratch.folder, "state");
	set(t, "RINGBEARER_BACKEND", "", "file");
	set(t, "LC_ALL", "", "C");
	/* Nobody is asked, neither by git nor by another of its helpers. */
	set(t, "GIT_TERMINAL_PROMPT", "", "0");
	set(t, "GIT_ASKPASS", "", "");
	set(t, "SSH_ASKPASS", "", "");
	set(t, "GCM_INTERACTIVE", "", "never");
	config = tempdir_path(&t->scratch, "config");
	status = tempdir_write(config, "verify { policy = off }\n", e);
	free(config);
	return status;
}

static void finish(struct trial *t)
{
	program_clear(&t->result);
	tempdir_remove(&t->scratch);
	for (int i = 0; i < t->setting_count; i++)
		free(t->settings[i]);
}

/* Runs it with words that blanks part. */
static void run(struct trial *t, const char *path, const char *words,
		const struct buffer *input)
{
	char *copy = memory_copy(words, strlen(words));
	const char *arguments[WORDS_MAX + 2] = { path };
	const struct program program = {
		.path = path,
		.arguments = arguments,
		.passed_on = passed_on,
		.settings = (const char *const *)t->settings,
		.input = input->data,
		.input_length = input->length,
		.timeout = PATIENCE,
		.max_answer = ANSWER_MAX,
	};
	char *rest = copy;

	for (int i = 1; i <= WORDS_MAX && rest; i++)
		arguments[i] = strsep(&rest, " ");
	program_clear(&t->result);
	program_run(&program, &t->result);
	free(copy);
}

/* A text in which `%s` stands for the token. */
static void fill(const struct trial *t, const char *text, struct buffer *out)
{
	const char *place;

	buffer_add(out, "", 0);
	while (text && (place = strstr(text, "%s"))) {
		buffer_add(out, text, (size_t)(place - text));
		buffer_add_text(out, t->token);
		text = place + 2;
	}
	if (text)
		buffer_add_text(out, text);
}

static bool keep(struct trial *t)
{
	static const char request[] =
		"protocol=https\nhost=" CLIENT_HOST
		"\nusername=" CLIENT_USERNAME "\npassword=%s\n\n";
	char *program = path_of_program();
	struct buffer input = { 0 };

	fill(t, request, &input);
	run(t, program, "store", &input);
	buffer_clear(&input);
	free(program);
	return t->result.end == CHILD_EXITED && t->result.exit_code == 0;
}

/* Whether the token came back; one that is another's is not ours. */
static bool fetch(struct trial *t, const char *path)
{
	const struct client_probe *probe = &t->use->client->probe;
	struct buffer input = { 0 };

	fill(t, probe->input, &input);
	run(t, path, probe->arguments, &input);
	buffer_clear(&input);
	return t->result.end == CHILD_EXITED && t->result.exit_code == 0 &&
	       strstr(t->result.answer.data, t->token);
}

static enum status explain(const struct trial *t, const char *path,
			   struct error *e)
{
	const struct program program = { .path = path,
					 .timeout = PATIENCE,
					 .max_answer = ANSWER_MAX };

	return program_explain(&program, &t->result, path, e);
}

static void tell_failure(struct diagnosis *d, const struct trial *t,
			 const char *path)
{
	const char *said = t->result.complaint;
	struct error e = { 0 };

	/* What it says may be what it was given. */
	if (strstr(said, t->token))
		said = "";
	if (explain(t, path, &e) != STATUS_OK)
		diagnosis_tell_error(d, FINDING_PROBLEM, "trial", &e);
	else
		diagnosis_tell(d, FINDING_PROBLEM, "trial",
			       "see the findings above",
			       "'%s %s' did not give the token that was kept "
			       "for it%s%s",
			       path, t->use->client->probe.arguments,
			       *said ? ": " : "", said);
}

static void try_client(struct diagnosis *d, struct trial *t, const char *path)
{
	const struct client_probe *probe = &t->use->client->probe;

	if (!probe->stores && !keep(t))
		diagnosis_tell(d, FINDING_PROBLEM, "trial",
			       "see 'ringbearer doctor'",
			       "no token can be kept for a moment%s%s",
			       t->result.complaint[0] ? ": " : "",
			       t->result.complaint);
	else if (fetch(t, path))
		diagnosis_tell(d, FINDING_OK, "trial", "",
			       "'%s %s' gives the token that is kept for it",
			       path, probe->arguments);
	else
		tell_failure(d, t, path);
}

void diagnose_trial(struct diagnosis *d, const struct client_use *use)
{
	struct trial t = { .use = use };
	struct error e = { 0 };
	char *name = client_expand(use, use->client->probe.program);
	char *path = *name == '/' ? memory_copy(name, strlen(name))
				  : program_find(name);

	if (path && access(path, X_OK) != 0) {
		free(path);
		path = NULL;
	}
	/* That it is not there has been told. */
	if (path && prepare(&t, &e) == STATUS_OK)
		try_client(d, &t, path);
	else if (path)
		diagnosis_tell_error(d, FINDING_PROBLEM, "trial", &e);
	finish(&t);
	free(path);
	free(name);
}
