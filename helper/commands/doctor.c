#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "helper/backends/open.h"
#include "helper/clients/setup.h"
#include "helper/commands/command.h"
#include "helper/commands/display/json.h"
#include "helper/config/load.h"
#include "helper/doctor/doctor.h"
#include "helper/system/terminal.h"

enum {
	WORD_WIDTH = 7,
	SUBJECT_WIDTH = 13,
};

static const char *const finding_words[] = {
	[FINDING_OK] = "ok",
	[FINDING_NOTE] = "note",
	[FINDING_PROBLEM] = "problem",
};

static void print_finding(const struct finding *finding, void *argument)
{
	static const char *const colors[] = {
		[FINDING_OK] = "\033[32m",
		[FINDING_NOTE] = "\033[33m",
		[FINDING_PROBLEM] = "\033[31m",
	};
	bool color = terminal_has_color(STDOUT_FILENO);

	(void)argument;
	printf("%s%-*s%s %-*s %s%s%s\n", color ? colors[finding->level] : "",
	       WORD_WIDTH, finding_words[finding->level],
	       color ? "\033[0m" : "", SUBJECT_WIDTH, finding->subject,
	       finding->text, *finding->advice ? "; " : "", finding->advice);
}

static void add_finding(const struct finding *finding, void *argument)
{
	json_object *o = json_object_new_object();

	json_set_text(o, "state", finding_words[finding->level]);
	json_set_text(o, "subject", finding->subject);
	json_set_text(o, "text", finding->text);
	json_set_text(o, "advice", finding->advice);
	json_object_array_add(argument, o);
}

static const char *chosen_by(const struct options *options)
{
	const char *variable = getenv("RINGBEARER_BACKEND");

	if (options->backend)
		return "--backend";
	return variable && *variable ? "RINGBEARER_BACKEND" : NULL;
}

/* STATUS_OK, too, if its settings cannot be read: `wrong` says so then. */
static enum status open_client(const struct invocation *invocation,
			       struct setup *setup, struct error *wrong,
			       struct error *e)
{
	const struct client *client = client_find(invocation->arguments[0]);
	enum status status;

	if (!client) {
		error_set(e, STATUS_USAGE, "there is no such client");
		error_hint(e, "'ringbearer setup' lists them");
		return STATUS_USAGE;
	}
	status = setup_open(client, invocation->arguments + 1,
			    invocation->argument_count - 1, setup, wrong);
	if (status != STATUS_USAGE)
		return STATUS_OK;
	*e = *wrong;
	return status;
}

static size_t look(const struct invocation *invocation, json_object *list,
		   struct setup *setup, const struct error *unreadable)
{
	const struct options *options = invocation->options;
	struct config config = { 0 };
	struct error wrong = { 0 };
	enum status status =
		backend_configure(options->config, options->backend, &config,
				  &wrong);
	struct diagnosis_request request = {
		.config = status == STATUS_OK ? &config : NULL,
		.wrong = &wrong,
		.chosen_by = chosen_by(options),
		.visit = list ? add_finding : print_finding,
		.argument = list,
	};
	size_t problems = setup ? diagnose_client(&request, setup, unreadable)
				: diagnose(&request);

	config_clear(&config);
	return problems;
}

static enum status run(const struct invocation *invocation, struct error *e)
{
	bool one = invocation->argument_count > 0;
	json_object *list = NULL;
	struct error unreadable = { 0 };
	struct setup setup = { 0 };
	enum status status =
		one ? open_client(invocation, &setup, &unreadable, e)
		    : STATUS_OK;
	size_t problems;

	if (status == STATUS_OK) {
		if (command_option(invocation, "json"))
			list = json_object_new_array();
		problems = look(invocation, list, one ? &setup : NULL,
				&unreadable);
		if (list)
			json_print(list);
		if (problems > 0)
			status = error_set(e, STATUS_FAILED, "%zu problem%s",
					   problems, problems == 1 ? "" : "s");
	}
	setup_close(&setup);
	return status;
}

static const struct command_option options_of_doctor[] = {
	{ "json", NULL, "print JSON" },
	{ NULL, NULL, NULL },
};

const struct command command_doctor = {
	.name = "doctor",
	.arguments = "[CLIENT [WORD...]]",
	.kind = ARGUMENT_CLIENT,
	.maximum = 1 + CLIENT_WORDS_MAX,
	.summary = "look at everything ringbearer depends on",
	.details = "A line each, which begins with ok, note or problem, for "
		   "session bus, keyring,\nsealed files and their key, "
		   "definitions, certificates, proxy, clock, memory,\nparts "
		   "and git, with what to do. It changes nothing, asks nobody "
		   "and shows no\ntoken. A problem gives exit code 6.\n",
	.example = "ringbearer doctor\n"
		   "ringbearer doctor docker registry.example\n",
	.options = options_of_doctor,
	.run = run,
};
