#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "helper/system/paths.h"
#include "protocol/core/memory.h"

static const struct {
	const char *variable;
	const char *fallback;
} bases[] = {
	[PATH_CONFIG] = { "XDG_CONFIG_HOME", "/.config" },
	[PATH_DATA] = { "XDG_DATA_HOME", "/.local/share" },
	[PATH_STATE] = { "XDG_STATE_HOME", "/.local/state" },
};

static const char *home(void)
{
	const char *variable = getenv("HOME");
	const struct passwd *user;

	if (variable && *variable == '/')
		return variable;
	user = getpwuid(getuid());
	return user && user->pw_dir && *user->pw_dir == '/' ? user->pw_dir
							    : "/nonexistent";
}

static char *join(const char *a, const char *b, const char *c, const char *d)
{
	size_t size = strlen(a) + strlen(b) + strlen(c) + strlen(d) + 1;
	char *joined = memory_alloc(size, 1);

	(void)snprintf(joined, size, "%s%s%s%s", a, b, c, d);
	return joined;
}

char *path_of(enum path_base base, const char *name)
{
	const char *set = getenv(bases[base].variable);
	bool absolute = set && *set == '/';

	return join(absolute ? set : home(),
		    absolute ? "" : bases[base].fallback,
		    *name ? "/ringbearer/" : "/ringbearer", name);
}

char *path_of_home(const char *name)
{
	return join(home(), "/", name, "");
}

char *path_of_settings(const char *name)
{
	static const char prefix[] = ".config/";
	const char *set = getenv(bases[PATH_CONFIG].variable);
	size_t length = strlen(prefix);

	if (set && *set == '/' && strncmp(name, prefix, length) == 0)
		return join(set, "/", name + length, "");
	return path_of_home(name);
}

char *path_of_program(void)
{
	char program[4096];
	ssize_t length =
		readlink("/proc/self/exe", program, sizeof(program) - 1);

	return memory_copy(program, length > 0 ? (size_t)length : 0);
}

char *path_of_part(const char *name)
{
	char *program = path_of_program();
	char *part;
	char *slash;

	for (int i = 0; i < 2; i++)
		if ((slash = strrchr(program, '/')))
			*slash = '\0';
	part = join(program, "/libexec/ringbearer/", name, "");
	free(program);
	return part;
}

enum status path_make(const char *path, struct error *e)
{
	char *partial = memory_copy(path, strlen(path));
	enum status status = STATUS_OK;

	for (char *p = partial; status == STATUS_OK && p;) {
		p = strchr(p + 1, '/');
		if (p)
			*p = '\0';
		if (mkdir(partial, 0700) != 0 && errno != EEXIST)
			status = error_errno(e, STATUS_FAILED,
					     "cannot make the folder '%s'",
					     partial);
		if (p)
			*p = '/';
	}
	free(partial);
	return status;
}

int path_open_state(const char *path, int flags)
{
	const int always = O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
	struct error ignored = { 0 };
	int fd = open(path, flags | always, 0600);
	char *folder;

	if (fd >= 0 || errno != ENOENT || !(flags & O_CREAT))
		return fd;
	folder = path_of(PATH_STATE, "");
	(void)path_make(folder, &ignored);
	free(folder);
	return open(path, flags | always, 0600);
}
