#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/backends/pass/entry.h"
#include "helper/backends/pass/environment.h"
#include "helper/backends/pass/gpg-run.h"
#include "protocol/core/strings.h"

enum {
	SECOND = 1000
};

void pass_run_add(struct pass_run *run, const char *words)
{
	strings_add_words(&run->arguments, words);
}

/* With `--quiet` gpg leaves out the very lines that say why. */
static void add_own(struct pass_run *run)
{
	struct strings own = { 0 };

	strings_add_words(&own, getenv("PASSWORD_STORE_GPG_OPTS"));
	for (size_t i = 0; i < own.count; i++)
		if (strcmp(own.items[i], "--quiet") != 0 &&
		    strcmp(own.items[i], "-q") != 0)
			strings_add(&run->arguments, own.items[i]);
	strings_clear(&own);
}

/*
 * Messages go nowhere, so that nothing in them can be taken for a status line.
 * The user's own options come behind ours that they may override.
 */
void pass_run_begin(struct pass_run *run)
{
	pass_run_add(run, "gpg");
	if (!run->ask)
		pass_run_add(run, "--pinentry-mode error");
	add_own(run);
	pass_run_add(run, "--batch --no-tty --yes --status-fd 2 "
			  "--logger-file /dev/null");
}

static enum status no_gpg(struct error *e)
{
	error_set(e, STATUS_UNAVAILABLE, "gpg is not installed");
	error_hint(e, "install GnuPG; Debian calls it 'gnupg'");
	return STATUS_UNAVAILABLE;
}

enum status pass_run_finish(struct pass_run *run, struct error *e)
{
	/* The language is for pinentry: we read no words of gpg's. */
	static const char *const own[] = { "LANG", "LANGUAGE", "LC_", NULL };
	static const char *const none[] = { NULL };
	char *path = program_find("gpg2");
	struct program program = {
		.arguments = (const char *const *)run->arguments.items,
		.input = run->input->data,
		.input_length = run->input->length,
		.timeout = SECOND * (run->ask ? run->config->unlock_timeout
					      : run->config->pass_timeout),
		.max_answer = PASS_SEALED_MAX,
		.passed_on = own,
		.settings = none,
	};
	enum status status;

	if (!path)
		path = program_find("gpg");
	if (!path)
		return no_gpg(e);
	program.path = path;
	pass_environment_run(run->config, program, &run->result);
	status = program_explain(&program, &run->result, "gpg", e);
	free(path);
	return status;
}

const char *pass_run_lines(const struct pass_run *run)
{
	return run->result.errors.data ? run->result.errors.data : "";
}

bool pass_run_has(const struct pass_run *run, const char *keyword)
{
	return pass_status_find(pass_run_lines(run), keyword, NULL);
}

void pass_run_clear(struct pass_run *run)
{
	strings_clear(&run->arguments);
	program_clear(&run->result);
}

static const char line_prefix[] = "[GNUPG:] ";

enum {
	CODE_MASK = 0xffff /* what is above says where it came from */
};

bool pass_status_next(const char **from, const char *keyword,
		      struct pass_status *out)
{
	const size_t prefix = strlen(line_prefix);
	const size_t word = strlen(keyword);

	while (**from) {
		const char *line = *from;
		size_t length = strcspn(line, "\n");

		*from += length + (line[length] == '\n');
		if (length < prefix + word ||
		    strncmp(line, line_prefix, prefix) != 0 ||
		    strncmp(line + prefix, keyword, word) != 0)
			continue;
		line += prefix + word;
		length -= prefix + word;
		if (length > 0 && *line != ' ')
			continue;
		out->text = line + (length > 0);
		out->length = length - (length > 0);
		return true;
	}
	return false;
}

bool pass_status_find(const char *text, const char *keyword,
		      struct pass_status *out)
{
	struct pass_status ignored;

	return pass_status_next(&text, keyword, out ? out : &ignored);
}

bool pass_status_last(const char *text, const char *keyword,
		      struct pass_status *out)
{
	bool found = false;

	while (pass_status_next(&text, keyword, out))
		found = true;
	return found;
}

void pass_status_argument(const struct pass_status *status, int index,
			  char *out, size_t size)
{
	const char *word = status->text;
	const char *end = status->text + status->length;
	size_t length = 0;

	for (int i = 0; word < end; i++) {
		for (length = 0; word + length < end && word[length] != ' ';)
			length++;
		if (i == index || (index < 0 && word + length == end))
			break;
		word += length + 1;
		length = 0;
	}
	(void)snprintf(out, size, "%.*s", (int)length, length ? word : "");
}

int pass_status_code(const struct pass_status *status)
{
	char number[32];

	pass_status_argument(status, 1, number, sizeof(number));
	return (int)(strtoul(number, NULL, 10) & CODE_MASK);
}
