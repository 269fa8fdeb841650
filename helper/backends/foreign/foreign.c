#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "helper/backends/foreign/foreign.h"
#include "helper/system/trust.h"
#include "protocol/core/clock.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

enum {
	ANSWER_MAX = 4 << 20, /* bytes; a list may be long */
	SHARED_MAX = 8,	      /* bytes of a secret that a message may hold */
	NAME_MAX_LENGTH = 40, /* of a program, without what it begins with */
	PROGRAM_SIZE = 64,
};

/* Set for what we run: were that ringbearer again, it would never end. */
static const char mark[] = "RINGBEARER_WITHIN";

/* `[a-z0-9][a-z0-9-]*`, or an absolute path. */
static bool is_name(const char *name)
{
	const char *const letters = "abcdefghijklmnopqrstuvwxyz0123456789-";

	return *name && *name != '-' && strlen(name) <= NAME_MAX_LENGTH &&
	       name[strspn(name, letters)] == '\0';
}

static enum status refuse_name(const struct foreign *m, struct error *e)
{
	error_set(e, STATUS_USAGE, "'%s' names no program", m->self->name);
	error_hint(e,
		   "behind the colon stands NAME of '%sNAME', in small "
		   "letters, digits and '-', or an absolute path",
		   m->kind->program);
	return STATUS_USAGE;
}

static enum status not_there(const struct foreign *m, const char *program,
			     struct error *e)
{
	error_set(e, STATUS_UNAVAILABLE, "%s is not there: no program '%s'",
		  m->what, program);
	error_hint(e, "install it, or see that it is on the PATH");
	return STATUS_UNAVAILABLE;
}

static enum status refuse_ourselves(const struct foreign *m, struct error *e)
{
	return error_set(e, STATUS_USAGE, "'%s' is ringbearer itself",
			 m->self->name);
}

enum status foreign_check(const struct backend *self, struct error *e)
{
	const struct foreign m = { .kind = self->kind, .self = self };

	if (*self->argument == '/')
		return STATUS_OK;
	if (!is_name(self->argument))
		return refuse_name(&m, e);
	return strcmp(self->argument, "ringbearer") == 0
		       ? refuse_ourselves(&m, e)
		       : STATUS_OK;
}

static enum status find_by_name(struct foreign *m, struct error *e)
{
	char program[PROGRAM_SIZE];

	(void)snprintf(program, sizeof(program), "%s%s", m->kind->program,
		       m->self->argument);
	m->path = program_find(program);
	if (!m->path && m->kind->find)
		m->path = m->kind->find(program);
	return m->path ? STATUS_OK : not_there(m, program, e);
}

/* A path that was given, which is more than the name of a program. */
static enum status take_path(struct foreign *m, struct error *e)
{
	const char *path = m->self->argument;
	struct stat st;

	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode)) {
		error_set(e, STATUS_UNAVAILABLE, "%s is not there", m->what);
		error_hint(e, "behind the colon stands the path of a program");
		return STATUS_UNAVAILABLE;
	}
	if (access(path, X_OK) != 0) {
		error_set(e, STATUS_UNAVAILABLE,
			  "%s is no program: it cannot be executed", m->what);
		error_hint(e, "name another one, or see 'chmod +x'");
		return STATUS_UNAVAILABLE;
	}
	if (trust_file(path, e) != STATUS_OK)
		return STATUS_FAILED;
	m->path = memory_copy(path, strlen(path));
	return STATUS_OK;
}

static enum status find_program(struct foreign *m, struct error *e)
{
	enum status status = foreign_check(m->self, e);

	if (status != STATUS_OK)
		return status;
	return *m->self->argument == '/' ? take_path(m, e) : find_by_name(m, e);
}

enum status foreign_open(struct foreign *m, const struct backend *self,
			 const struct config *config, struct error *e)
{
	const struct foreign_kind *kind = self->kind;
	enum status status;

	*m = (struct foreign){
		.kind = kind,
		.self = self,
		.timeout = kind->timeout(config),
		.forgets = kind->forgets && kind->forgets(self->argument),
		.beside = SIDECAR_CLOSED,
	};
	(void)snprintf(m->what, sizeof(m->what), "the %s '%.200s'", kind->noun,
		       self->argument);
	if (getenv(mark))
		return error_set(e, STATUS_FAILED,
				 "'%s' would ask itself: it was called by '%s'",
				 self->name, getenv(mark));
	status = find_program(m, e);
	if (status == STATUS_OK && program_is_ours(m->path))
		status = refuse_ourselves(m, e);
	foreign_begin(m);
	return status;
}

enum status foreign_open_notes(struct foreign *m, const struct config *config,
			       enum seal_store_use use, enum lock how,
			       struct error *e)
{
	enum status status =
		sidecar_open(config, m->self->name, use, &m->beside, e);

	m->has_notes = status == STATUS_OK;
	if (status == STATUS_OK)
		status = sidecar_lock(&m->beside, how,
				      LOCK_SECONDS + m->timeout, e);
	foreign_begin(m);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

void foreign_close(struct foreign *m)
{
	sidecar_close(&m->beside);
	free(m->path);
	m->path = NULL;
	m->has_notes = false;
}

void foreign_begin(struct foreign *m)
{
	m->deadline = clock_now() + m->timeout * 1000LL;
}

enum status foreign_run(struct foreign *m, const char *word,
			const struct buffer *input,
			struct program_result *result, struct error *e)
{
	static const char *const passed_on[] = {
		"HOME",
		"PATH",
		"USER",
		"LOGNAME",
		"LANG",
		"LANGUAGE",
		"LC_",
		"TMPDIR",
		"XDG_",
		"DBUS_SESSION_BUS_ADDRESS",
		"DISPLAY",
		"WAYLAND_DISPLAY",
		"XAUTHORITY",
		"GNUPGHOME",
		"GPG_TTY",
		"PASSWORD_STORE_",
		"GIT_CONFIG_",
		"GCM_CREDENTIAL_",
		"GCM_PLAINTEXT_",
		NULL,
	};
	const char *name = strrchr(m->path, '/') + 1;
	const char *const arguments[] = { name, word, NULL };
	char within[sizeof(mark) + 256];
	const char *const settings[] = { "GIT_TERMINAL_PROMPT=0",
					 "GCM_INTERACTIVE=never", within,
					 NULL };
	const long long left = m->deadline - clock_now();
	struct program program = {
		.path = m->path,
		.arguments = arguments,
		.passed_on = passed_on,
		.settings = settings,
		.input = input->data,
		.input_length = input->length,
		.timeout = left > 0 ? (int)left : 0,
		.max_answer = ANSWER_MAX,
	};

	(void)snprintf(within, sizeof(within), "%s=%.200s", mark,
		       m->self->name);
	program_run(&program, result);
	/* In messages, all of the operation's time. */
	program.timeout = m->timeout * 1000;
	return program_explain(&program, result, m->what, e);
}

/* Whether a message has the secret in it, or a good part. */
static bool has_part(const char *message, const char *secret)
{
	const size_t size = 4 * strlen(secret) + 1;
	char *shown = secret_alloc(size);
	size_t length;
	bool found;

	/* As the message itself was made harmless. */
	text_sanitize(secret, shown, size);
	length = strlen(shown);
	found = length <= SHARED_MAX && strstr(message, shown);
	for (size_t i = 0; !found && i + SHARED_MAX <= length; i++)
		found = memmem(message, strlen(message), shown + i, SHARED_MAX);
	secret_free(shown);
	return found;
}

enum status foreign_failed(const struct foreign *m, const char *word,
			   const struct program_result *result,
			   const char *secret, struct error *e)
{
	const char *said = result->complaint;

	if (secret && *said && !has_part(said, secret))
		return error_set(e, STATUS_FAILED, "%s failed: %s", m->what,
				 said);
	error_set(e, STATUS_FAILED, "%s failed, with exit code %d", m->what,
		  result->exit_code);
	error_hint(e,
		   "what it says may hold a secret: see for yourself by "
		   "'%s %s'",
		   m->path, word);
	return STATUS_FAILED;
}

enum status foreign_garbage(const struct foreign *m, struct error *e)
{
	char why[ERROR_MESSAGE_MAX / 2];

	(void)snprintf(why, sizeof(why), "%.500s", e->message);
	return error_set(e, STATUS_FAILED, "what %s answers is no answer: %s",
			 m->what, why);
}
