#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "helper/doctor/doctor.h"
#include "helper/doctor/internal.h"
#include "helper/system/child.h"

enum {
	ANSWER_MAX = 1 << 16,	/* bytes */
	DEFAULT_TIMEOUT = 5000, /* milliseconds */
	/* So that what is asked can say itself that it got no answer. */
	GRACE = 500,
};

void diagnosis_tell_error(struct diagnosis *d, enum finding_level level,
			  const char *subject, const struct error *e)
{
	const struct finding finding = {
		.level = level,
		.subject = subject,
		.text = e->message,
		.advice = e->hint,
	};

	d->problems += level == FINDING_PROBLEM;
	d->request->visit(&finding, d->request->argument);
}

void diagnosis_tell(struct diagnosis *d, enum finding_level level,
		    const char *subject, const char *advice, const char *format,
		    ...)
{
	char text[ERROR_MESSAGE_MAX];
	struct error e = { 0 };
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	(void)error_set(&e, STATUS_OK, "%s", text);
	if (*advice)
		error_hint(&e, "%s", advice);
	diagnosis_tell_error(d, level, subject, &e);
}

int diagnosis_run(const struct diagnosis *d, int (*run)(void *argument),
		  void *argument, struct buffer *answer)
{
	const struct child child = {
		.run = run,
		.argument = argument,
		.timeout =
			GRACE + (d->config ? d->config->service_timeout * 1000
					   : DEFAULT_TIMEOUT),
		.max_answer = ANSWER_MAX,
	};
	int code = 0;

	buffer_add(answer, "", 0);
	return child_run(&child, answer, &code) == CHILD_EXITED ? code : -1;
}

static void diagnose_configuration(struct diagnosis *d)
{
	if (!d->config)
		diagnosis_tell_error(d, FINDING_PROBLEM, "configuration",
				     d->request->wrong);
	else if (access(d->config->file, F_OK) == 0)
		diagnosis_tell(d, FINDING_OK, "configuration", "", "'%s'",
			       d->config->file);
	else
		diagnosis_tell(d, FINDING_OK, "configuration", "",
			       "there is no '%s': the defaults hold",
			       d->config->file);
}

void diagnosis_begin(struct diagnosis *d,
		     const struct diagnosis_request *request,
		     struct config *quiet)
{
	*d = (struct diagnosis){ .request = request };
	(void)setenv("GIT_TERMINAL_PROMPT", "0", 1);
	if (request->config) {
		*quiet = *request->config; /* borrows all */
		quiet->prompt = false;
		d->config = quiet;
	}
}

size_t diagnose(const struct diagnosis_request *request)
{
	static void (*const with_configuration[])(struct diagnosis * d) = {
		diagnose_bus,	      diagnose_backends,     diagnose_folder,
		diagnose_key,	      diagnose_vault,	     diagnose_cache,
		diagnose_definitions, diagnose_certificates, diagnose_journal,
		diagnose_hook,
	};
	static void (*const always[])(struct diagnosis * d) = {
		diagnose_proxy, diagnose_clock, diagnose_memory,
		diagnose_parts, diagnose_git,
	};
	struct config quiet = { 0 };
	struct diagnosis d;

	diagnosis_begin(&d, request, &quiet);
	diagnose_configuration(&d);
	for (size_t i = 0;
	     d.config &&
	     i < sizeof(with_configuration) / sizeof(*with_configuration);
	     i++)
		with_configuration[i](&d);
	for (size_t i = 0; i < sizeof(always) / sizeof(*always); i++)
		always[i](&d);
	return d.problems;
}
