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

const char *path_distrust(const struct stat *st, mode_t forbidden, bool or_root)
{
	if (!S_ISREG(st->st_mode))
		return "is not a regular file";
	if (st->st_uid != geteuid() && !(or_root && st->st_uid == 0))
		return "belongs to another user";
	if (!(st->st_mode & forbidden))
		return NULL;
	if (forbidden & (S_IRGRP | S_IROTH))
		return "may be reached by others";
	return forbidden == S_IWOTH ? "may be written by anybody"
				    : "may be written by others";
}

static enum status refuse(const char *path, const char *why, struct error *e)
{
	error_set(e, STATUS_MALFORMED, "'%s' %s", path, why);
	error_hint(e, "it says where tokens are sent, so it must be a file of "
		      "yours that no one else may write");
	return STATUS_MALFORMED;
}

static enum status check(const char *path, const struct stat *st, size_t max,
			 struct error *e)
{
	const char *wrong = path_distrust(st, PATH_WRITABLE, true);

	if (wrong)
		return refuse(path, wrong, e);
	if ((size_t)st->st_size > max)
		return error_set(e, STATUS_MALFORMED,
				 "'%s' is larger than %zu bytes", path, max);
	return STATUS_OK;
}

static enum status read_checked(const char *path, int fd, size_t max,
				struct buffer *out, struct error *e)
{
	struct stat st;
	enum status status;

	if (fstat(fd, &st) != 0)
		return error_errno(e, STATUS_MALFORMED, "cannot read '%s'",
				   path);
	status = check(path, &st, max, e);
	if (status == STATUS_OK && buffer_read(out, fd, max) != 0)
		status = error_errno(e, STATUS_MALFORMED, "cannot read '%s'",
				     path);
	if (status == STATUS_OK && out->length != strlen(out->data))
		status = error_set(e, STATUS_MALFORMED, "'%s' holds a NUL byte",
				   path);
	return status;
}

enum status path_read_settings(const char *path, size_t max, struct buffer *out,
			       struct error *e)
{
	/* O_NONBLOCK: a FIFO in its place must not hang us. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	enum status status;

	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return STATUS_NOT_FOUND;
	if (fd < 0)
		return error_errno(e, STATUS_MALFORMED, "cannot read '%s'",
				   path);
	status = read_checked(path, fd, max, out, e);
	(void)close(fd);
	return status;
}

/* Whom root lets into a folder of root's is for root to say. */
static bool is_open(const struct stat *st)
{
	const bool is_roots = st->st_uid == 0 && geteuid() != 0;

	return st->st_mode & (is_roots ? S_IWOTH : S_IWGRP | S_IWOTH);
}

static enum status check_folder(const char *folder, const struct stat *st,
				struct error *e)
{
	const char *wrong = NULL;

	if (st->st_uid != geteuid() && st->st_uid != 0)
		wrong = "belongs to another user";
	else if (is_open(st))
		wrong = "may be written by others";
	if (!wrong)
		return STATUS_OK;
	error_set(e, STATUS_MALFORMED, "the folder '%s' %s", folder, wrong);
	error_hint(e, "what is in it says where tokens are sent: see "
		      "'chmod go-w' and 'chown'");
	return STATUS_MALFORMED;
}

static enum status cannot_look(const char *folder, struct error *e)
{
	return error_errno(e, STATUS_MALFORMED, "cannot read the folder '%s'",
			   folder);
}

enum status path_check_folder(const char *folder, int fd, struct error *e)
{
	struct stat st;

	return fstat(fd, &st) == 0 ? check_folder(folder, &st, e)
				   : cannot_look(folder, e);
}

enum status path_check_above(const char *path, struct error *e)
{
	const char *slash = strrchr(path, '/');
	size_t length = slash && slash > path ? (size_t)(slash - path) : 1;
	char *folder = memory_copy(slash ? path : ".", length);
	enum status status = STATUS_OK;
	struct stat st;

	if (stat(folder, &st) != 0)
		status = cannot_look(folder, e);
	else if (!(st.st_mode & S_ISVTX))
		status = check_folder(folder, &st, e);
	free(folder);
	return status;
}

enum status path_check_trusted(const char *path, struct error *e)
{
	const char *wrong;
	struct stat st;

	if (stat(path, &st) != 0)
		return STATUS_OK;
	wrong = path_distrust(&st, PATH_WRITABLE, true);
	if (!wrong)
		return path_check_above(path, e) == STATUS_OK ? STATUS_OK
							      : STATUS_FAILED;
	error_set(e, STATUS_FAILED, "'%s' %s", path, wrong);
	error_hint(e, "it must be a file of yours or root's that no one else "
		      "may write");
	return STATUS_FAILED;
}
