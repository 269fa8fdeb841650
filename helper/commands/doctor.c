#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "helper/commands/command.h"
#include "helper/commands/provider-page.h"
#include "helper/diagnosis.h"
#include "helper/terminal.h"

enum {
	WORD_WIDTH = 7,
	SUBJECT_WIDTH = 13,
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

	json_object_object_add(o, "state",
			       json_object_new_string(
				       finding_words[finding->level]));
	json_object_object_add(o, "subject",
			       json_object_new_string(finding->subject));
	json_object_object_add(o, "text",
			       json_object_new_string(finding->text));
	json_object_object_add(o, "advice",
			       json_object_new_string(finding->advice));
	json_object_array_add(argument, o);
}

static const char *chosen_by(const struct options *options)
{
	const char *variable = getenv("RINGBEARER_BACKEND");

	if (options->backend)
		return "--backend";
	return variable && *variable ? "RINGBEARER_BACKEND" : NULL;
}

static enum status run(const struct invocation *invocation, struct error *e)
{
	const struct options *options = invocation->options;
	json_object *list = command_option(invocation, "json")
				    ? json_object_new_array()
				    : NULL;
	struct config config = { 0 };
	struct error wrong = { 0 };
	enum status status =
		config_load(options->config, options->backend, &config, &wrong);
	struct diagnosis_request request = {
		.config = status == STATUS_OK ? &config : NULL,
		.wrong = &wrong,
		.chosen_by = chosen_by(options),
		.visit = list ? add_finding : print_finding,
		.argument = list,
	};
	size_t problems = diagnose(&request);

	if (list)
		json_print(list);
	json_object_put(list);
	config_clear(&config);
	return problems == 0 ? STATUS_OK
			     : error_set(e, STATUS_FAILED, "%zu problem%s",
					 problems, problems == 1 ? "" : "s");
}

static const struct command_option options_of_doctor[] = {
	{ "json", NULL, "print JSON" },
	{ NULL, NULL, NULL },
};

const struct command command_doctor = {
	.name = "doctor",
	.arguments = "",
	.summary = "look at everything ringbearer depends on",
	.details = "A line each, which begins with ok, note or problem, for "
		   "session bus, keyring,\nsealed files and their key, "
		   "definitions, certificates, proxy, clock, memory,\nparts "
		   "and git, with what to do. It changes nothing, asks nobody "
		   "and shows no\ntoken. A problem gives exit code 6.\n",
	.example = "ringbearer doctor\n",
	.options = options_of_doctor,
	.run = run,
};
