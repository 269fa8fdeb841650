#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "helper/entries/entries.h"
#include "helper/events/hook.h"
#include "helper/system/child.h"
#include "helper/system/environment.h"
#include "helper/system/harden.h"
#include "helper/system/paths.h"
#include "protocol/core/record.h"

enum {
	NAME_SIZE = 256,
	EXIT_CANNOT_START = 127,
};

/* One call, which the child has a copy of. */
struct call {
	const char *path;
	const char *event;
	char name[NAME_SIZE];
	struct buffer input;
	char **environment;
};

/* Set when it took too long. */
static bool gave_up;

static enum status cannot_call(const char *path, const char *why,
			       struct error *e)
{
	error_set(e, STATUS_FAILED, "the hook '%s' %s", path, why);
	error_hint(e, "it must be a program of yours that no one else may "
		      "write, see 'hook' in ringbearer.conf(5)");
	return STATUS_FAILED;
}

enum status hook_check(const char *path, struct error *e)
{
	struct stat st;
	const char *wrong;

	if (stat(path, &st) != 0)
		return error_errno(e, STATUS_FAILED,
				   "the hook '%s' cannot be called", path);
	wrong = path_distrust(&st);
	if (wrong)
		return cannot_call(path, wrong, e);
	if (faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) != 0)
		return cannot_call(path, "cannot be executed", e);
	return STATUS_OK;
}

static void write_input(const struct event *event, struct buffer *out)
{
	struct credential open = { 0 };

	buffer_add_text(out, "event=");
	buffer_add_text(out, event_words[event->kind]);
	buffer_add_text(out, "\ndetail=");
	record_escape(event->detail ? event->detail : "", out);
	buffer_add_text(out, "\n");
	credential_copy_notes(event->record, &open);
	record_encode(&open, out);
	credential_clear(&open);
}

/*
 * In the child: a file as standard input, and nothing as the rest. So nothing
 * is left of the socket to the parent, which then waits for the hook and not
 * for what that may leave running.
 */
static bool redirect(const struct buffer *input)
{
	int file = memfd_create("ringbearer-hook", MFD_CLOEXEC);
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	return file >= 0 && null >= 0 &&
	       write_all(file, input->data, input->length) == 0 &&
	       lseek(file, 0, SEEK_SET) == 0 && dup2(file, STDIN_FILENO) >= 0 &&
	       dup2(null, STDOUT_FILENO) >= 0 && dup2(null, STDERR_FILENO) >= 0;
}

static int start(void *argument)
{
	struct call *call = argument;
	char *const arguments[] = { (char *)call->path, (char *)call->event,
				    call->name, NULL };

	if (!redirect(&call->input))
		return EXIT_CANNOT_START;
	harden_undo();
	(void)setsid();
	if (chdir("/") == 0)
		(void)execve(call->path, arguments, call->environment);
	return EXIT_CANNOT_START;
}

static enum status explain(const struct config *config, enum child_end end,
			   int exit_code, struct error *e)
{
	const char *path = config->hook;

	switch (end) {
	case CHILD_EXITED:
		return exit_code == 0
			       ? STATUS_OK
			       : error_set(e, STATUS_FAILED,
					   "the hook '%s' exited with %d", path,
					   exit_code);
	case CHILD_KILLED:
		return error_set(e, STATUS_FAILED,
				 "the hook '%s' was ended by a signal", path);
	case CHILD_TIMED_OUT:
		return error_set(e, STATUS_FAILED,
				 "the hook '%s' took more than %d second%s and "
				 "was ended",
				 path, config->hook_timeout,
				 config->hook_timeout == 1 ? "" : "s");
	default:
		return error_errno(e, STATUS_FAILED,
				   "the hook '%s' cannot be called", path);
	}
}

static enum status run(const struct config *config, const struct event *event,
		       struct error *e)
{
	static const char *const passed_on[] = {
		"HOME",
		"PATH",
		"LANG",
		"XDG_",
		"DBUS_SESSION_BUS_ADDRESS",
		"DISPLAY",
		"WAYLAND_DISPLAY",
		NULL,
	};
	struct call call = {
		.path = config->hook,
		.event = event_words[event->kind],
		.environment = environment_pick(passed_on),
	};
	const struct child child = {
		.run = start,
		.argument = &call,
		.timeout = config->hook_timeout * 1000,
	};
	struct buffer answer = { 0 };
	int exit_code = 0;
	enum child_end end;
	enum status status;

	entry_name(event->record, call.name, sizeof(call.name));
	write_input(event, &call.input);
	end = child_run(&child, &answer, &exit_code);
	status = explain(config, end, exit_code, e);
	gave_up = end == CHILD_TIMED_OUT;
	environment_free(call.environment);
	buffer_clear(&call.input);
	buffer_clear(&answer);
	return status;
}

enum status hook_call(const struct config *config, const struct event *event,
		      struct error *e)
{
	enum status status;

	if (gave_up)
		return error_set(e, STATUS_FAILED,
				 "the hook '%s' was not called again",
				 config->hook);
	status = hook_check(config->hook, e);
	return status == STATUS_OK ? run(config, event, e) : status;
}
