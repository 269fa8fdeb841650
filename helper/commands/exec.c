#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/catalogue/catalogue.h"
#include "helper/commands/command.h"
#include "helper/commands/exec.h"
#include "helper/commands/output.h"
#include "helper/entries/entries.h"
#include "helper/system/harden.h"
#include "protocol/core/buffer.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

/* As env(1) has them. */
enum {
	EXIT_CANNOT_RUN = 126,
	EXIT_NOT_FOUND = 127,
};

/*
 * What the command gets, in secret memory until then: `NAME=VALUE`, or `NAME`
 * for a variable that must not be there, each ended by a NUL.
 */
static const char *next(const struct buffer *variables, const char *at)
{
	const char *end = variables->data + variables->length;

	at = at ? at + strlen(at) + 1 : variables->data;
	return at && at < end ? at : NULL;
}

static bool is_set(const struct buffer *variables, const char *name)
{
	size_t length = strlen(name);

	for (const char *v = NULL; (v = next(variables, v));)
		if (strncmp(v, name, length) == 0 &&
		    (v[length] == '=' || v[length] == '\0'))
			return true;
	return false;
}

/*
 * A variable whose value is not known goes: with somebody else's account in
 * it, the caller's would be worse than none.
 */
static enum status add_variable(const struct environment *environment,
				const struct credential *record,
				struct buffer *variables, struct error *e)
{
	size_t start = variables->length;
	size_t name = strlen(environment->name);

	if (is_set(variables, environment->name)) {
		error_set(e, STATUS_USAGE, "two of the names set '%s'",
			  environment->name);
		error_hint(e, "run the command with one of them at a time");
		return STATUS_USAGE;
	}
	buffer_add_texts(variables, environment->name, "=", NULL);
	if (!provider_render(environment->value, provider_credential_variable,
			     (void *)record, variables)) {
		if (strstr(environment->value, "{token}"))
			return error_set(e, STATUS_MALFORMED,
					 "the token for '%s' holds a control "
					 "character",
					 environment->name);
		variables->length = start + name;
	}
	buffer_add(variables, "", 1);
	return STATUS_OK;
}

static enum status has_no_variables(const char *name, bool is_provider,
				    struct error *e)
{
	error_set(e, STATUS_USAGE, "'%s' sets no variables", name);
	error_hint(e, is_provider ? "its definition names none"
				  : "only providers have variables; see "
				    "'ringbearer headers' or 'token'");
	return STATUS_USAGE;
}

static enum status add_variables(const struct store *store, const char *name,
				 const struct credential *record,
				 struct buffer *variables, struct error *e)
{
	struct provider *provider = NULL;
	enum status status =
		catalogue_find_for(store->config, record, &provider, e);

	if (status == STATUS_OK &&
	    !(provider && provider->environment_count > 0))
		status = has_no_variables(name, provider, e);
	for (size_t i = 0;
	     status == STATUS_OK && i < provider->environment_count; i++)
		status = add_variable(&provider->environment[i], record,
				      variables, e);
	provider_free(provider);
	return status;
}

/* With several names there may be several notes, and main() never ends. */
static void show_note(struct error *e)
{
	if (!e->message[0])
		return;
	dprintf(STDERR_FILENO, "ringbearer: %s\n", e->message);
	if (e->hint[0])
		dprintf(STDERR_FILENO, "hint: %s\n", e->hint);
	*e = (struct error){ 0 };
}

static void announce_all(const struct store *store,
			 const struct credentials *entries, struct error *note)
{
	for (size_t i = 0; i < entries->count; i++)
		usable_announce(store, &entries->items[i], note);
	show_note(note);
}

static enum status gather(const struct invocation *invocation, int names,
			  struct buffer *variables, struct error *e)
{
	struct store store = { 0 };
	struct credentials entries = { 0 };
	enum status status = command_open(invocation, &store, e);

	for (int i = 0; status == STATUS_OK && i < names; i++) {
		const char *name = invocation->arguments[i];
		struct credential record = { 0 };

		status = usable_find(&store, name, &record, e);
		if (status == STATUS_OK) {
			show_note(e);
			status = add_variables(&store, name, &record, variables,
					       e);
			(void)credentials_add(&record, &entries);
		}
		credential_clear(&record);
	}
	if (status == STATUS_OK)
		announce_all(&store, &entries, e);
	credentials_clear(&entries);
	store_close(&store);
	return status;
}

static enum status set_variables(const struct buffer *variables,
				 struct error *e)
{
	for (const char *v = NULL; (v = next(variables, v));) {
		size_t length = strcspn(v, "=");
		char *name = memory_copy(v, length);
		int result = v[length] ? setenv(name, v + length + 1, 1)
				       : unsetenv(name);

		free(name);
		if (result != 0)
			return error_errno(e, STATUS_FAILED,
					   "cannot set a variable");
	}
	return STATUS_OK;
}

void exec_become(char **command)
{
	char shown[256];
	int number;

	harden_undo();
	(void)execvp(command[0], command);
	number = errno;
	text_sanitize(command[0], shown, sizeof(shown));
	dprintf(STDERR_FILENO, "ringbearer: cannot run '%s': %s\n", shown,
		strerror(number));
	_exit(number == ENOENT ? EXIT_NOT_FOUND : EXIT_CANNOT_RUN);
}

static enum status wrong_use(struct error *e)
{
	error_set(e, STATUS_USAGE, "'exec' needs names, '--' and a command");
	error_hint(e, "usage: ringbearer exec %s", command_exec.arguments);
	return STATUS_USAGE;
}

static enum status run(const struct invocation *invocation, struct error *e)
{
	int names = invocation->argument_count - invocation->behind;
	struct buffer variables = { 0 };
	enum status status;

	if (invocation->behind < 1 || names < 1)
		return wrong_use(e);
	status = gather(invocation, names, &variables, e);
	if (status == STATUS_OK)
		status = set_variables(&variables, e);
	buffer_clear(&variables);
	if (status == STATUS_OK)
		exec_become(invocation->arguments + names);
	return status;
}

const struct command command_exec = {
	.name = "exec",
	.arguments = "NAME... -- CMD [ARG...]",
	.kind = ARGUMENT_ENTRY,
	.minimum = 1,
	.maximum = -1,
	.summary = "run a command with tokens in its environment",
	.details =
		"Sets the variables that the definitions name, and becomes the "
		"command: signals,\nthe exit code, open files are its own. "
		"Those whose value is not known are\ntaken out of the "
		"environment. Exit code 127: there is no such command; 126: "
		"it\ncannot be run; else, when nothing was run, those of the "
		"manual page. Others of\nyour processes can read a command's "
		"environment: prefer 'headers'.\n",
	.example = "ringbearer exec harvest notion -- ./report.sh\n",
	.run = run,
};
