#include <fcntl.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

#include "helper/entries/entries.h"
#include "helper/events/hook.h"
#include "helper/system/program.h"
#include "helper/system/trust.h"
#include "protocol/core/percent.h"
#include "protocol/core/record.h"

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
	wrong = trust_fault(&st, TRUST_WRITABLE, true);
	if (wrong)
		return cannot_call(path, wrong, e);
	if (faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) != 0)
		return cannot_call(path, "cannot be executed", e);
	return STATUS_OK;
}

static void write_input(const struct hook_call *call, struct buffer *out)
{
	struct credential open = { 0 };

	buffer_add_texts(out, "event=", call->event, "\ndetail=", NULL);
	percent_encode(call->detail ? call->detail : "", out);
	buffer_add_text(out, "\n");
	credential_copy_notes(call->record, &open);
	record_encode(&open, out);
	credential_clear(&open);
}

static enum status explain(const struct config *config,
			   const struct program_result *result, struct error *e)
{
	const char *path = config->hook;

	switch (result->end) {
	case CHILD_EXITED:
		return result->exit_code == 0
			       ? STATUS_OK
			       : error_set(e, STATUS_FAILED,
					   "the hook '%s' exited with %d", path,
					   result->exit_code);
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

static enum status run(const struct config *config,
		       const struct hook_call *call, struct error *e)
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
	char name[ENTRY_NAME_SIZE];
	const char *const arguments[] = { config->hook, call->event, name,
					  NULL };
	struct buffer input = { 0 };
	struct program_result result = { 0 };
	struct program program = {
		.path = config->hook,
		.arguments = arguments,
		.passed_on = passed_on,
		.timeout = config->hook_timeout * 1000,
		.detached = true,
	};
	enum status status;

	entry_name(call->record, name, sizeof(name));
	write_input(call, &input);
	program.input = input.data;
	program.input_length = input.length;
	program_run(&program, &result);
	status = explain(config, &result, e);
	gave_up = result.end == CHILD_TIMED_OUT;
	program_clear(&result);
	buffer_clear(&input);
	return status;
}

enum status hook_call(const struct config *config, const struct hook_call *call,
		      struct error *e)
{
	enum status status;

	if (gave_up)
		return error_set(e, STATUS_FAILED,
				 "the hook '%s' was not called again",
				 config->hook);
	status = hook_check(config->hook, e);
	return status == STATUS_OK ? run(config, call, e) : status;
}
