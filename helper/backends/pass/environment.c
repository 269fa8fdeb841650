#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/backends/pass/environment.h"
#include "helper/system/terminal.h"
#include "protocol/core/memory.h"

static const char *const always[] = {
	"HOME",
	"PATH",
	"USER",
	"LOGNAME",
	"TMPDIR",
	"XDG_CONFIG_HOME",
	"XDG_RUNTIME_DIR",
	"GNUPGHOME",
	NULL,
};

/* By these a person is reached. */
static const char *const to_ask[] = {
	"DISPLAY",
	"WAYLAND_DISPLAY",
	"XAUTHORITY",
	"DBUS_SESSION_BUS_ADDRESS",
	"TERM",
	"GPG_TTY",
	"PINENTRY_USER_DATA",
	NULL,
};

bool pass_person(const struct config *config)
{
	return config->prompt && terminal_may_prompt();
}

/* The terminal's own name: `/dev/tty` is another one for gpg-agent. */
static char *terminal_setting(void)
{
	char name[PATH_MAX];

	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (ttyname_r(fd, name, sizeof(name)) == 0)
			return memory_format("GPG_TTY=%s", name);
	return NULL;
}

/* Appends `names` to `all`, which has room. */
static size_t append(const char **all, size_t count, const char *const *names)
{
	while (*names)
		all[count++] = *names++;
	return count;
}

static size_t count_of(const char *const *names)
{
	size_t count = 0;

	while (names[count])
		count++;
	return count;
}

void pass_environment_run(const struct config *config, struct program program,
			  struct program_result *result)
{
	const bool person = pass_person(config);
	const char **names =
		memory_alloc(count_of(always) + count_of(to_ask) +
				     count_of(program.passed_on) + 1,
			     sizeof(*names));
	const char **set =
		memory_alloc(count_of(program.settings) + 2, sizeof(*set));
	char *terminal =
		person && !getenv("GPG_TTY") ? terminal_setting() : NULL;
	size_t count =
		append(names, append(names, 0, always), program.passed_on);

	if (person)
		(void)append(names, count, to_ask);
	set[append(set, 0, program.settings)] = terminal;
	program.passed_on = names;
	program.settings = set;
	program_run(&program, result);
	free(names);
	free(set);
	free(terminal);
}
