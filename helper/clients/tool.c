#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/clients/tool.h"

enum {
	PATIENCE = 20000, /* milliseconds */
	ANSWER_MAX = 1 << 20,
};

static const char *const passed_on[] = { "PATH", "HOME", NULL };
/* git reads no other file than the copy. */
static const char *const settings[] = { "LC_ALL=C",
					"GIT_CONFIG_GLOBAL=/dev/null",
					"GIT_CONFIG_NOSYSTEM=1", NULL };

enum status tool_open(struct tool *tool, const struct client_use *use,
		      const char *name, const char *text, struct error *e)
{
	enum status status;

	tool->use = use;
	tool->path = program_find(name);
	if (!tool->path) {
		error_set(e, STATUS_UNAVAILABLE, "'%s' is not installed", name);
		error_hint(e, "only that can change its settings");
		return STATUS_UNAVAILABLE;
	}
	status = tempdir_make(&tool->scratch, e);
	if (status != STATUS_OK)
		return status;
	tool->copy = tempdir_path(&tool->scratch, "settings");
	return *text ? tempdir_write(tool->copy, text, e) : STATUS_OK;
}

/* Both programs say `line N` where they know it. */
static enum status not_read(const struct tool *tool, struct error *e)
{
	const char *line = strstr(tool->result.complaint, "line ");
	size_t digits = line ? strspn(line + 5, "0123456789") : 0;

	error_set(e, STATUS_MALFORMED, "'%s'%s%.*s: '%s' cannot read it",
		  tool->use->file, digits ? ":" : "", (int)digits,
		  digits ? line + 5 : "", tool->path);
	error_hint(e, "nothing was changed: mend it first");
	return STATUS_MALFORMED;
}

enum status tool_try(struct tool *tool, const char *const *words, int fine,
		     struct error *e)
{
	const char *arguments[TOOL_WORDS_MAX + 2] = { tool->path };
	const struct program program = {
		.path = tool->path,
		.arguments = arguments,
		.passed_on = passed_on,
		.settings = settings,
		.timeout = PATIENCE,
		.max_answer = ANSWER_MAX,
	};
	enum status status;

	for (int i = 0; i < TOOL_WORDS_MAX && words[i]; i++)
		arguments[i + 1] = words[i];
	program_clear(&tool->result);
	program_run(&program, &tool->result);
	status = program_explain(&program, &tool->result, tool->path, e);
	if (status == STATUS_OK && tool->result.exit_code > fine)
		status = not_read(tool, e);
	return status;
}

enum status tool_run(struct tool *tool, const char *const *words,
		     struct error *e)
{
	return tool_try(tool, words, 0, e);
}

enum status tool_take(struct tool *tool, struct buffer *out, struct error *e)
{
	return tempdir_read(tool->copy, out, e);
}

void tool_close(struct tool *tool)
{
	program_clear(&tool->result);
	tempdir_remove(&tool->scratch);
	free(tool->copy);
	free(tool->path);
	*tool = (struct tool){ 0 };
}
