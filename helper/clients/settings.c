#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/clients/settings.h"
#include "helper/system/paths.h"
#include "helper/system/trust.h"
#include "protocol/core/memory.h"

enum {
	MAX_SIZE = 4 << 20,
	COPIES_MAX = 999,
	MODE = 07777,
};

static enum status refuse(const char *path, const char *why, struct error *e)
{
	error_set(e, STATUS_MALFORMED, "'%s' %s", path, why);
	error_hint(e, "nothing was changed");
	return STATUS_MALFORMED;
}

/* The folder of a path, with a slash behind it. The caller frees it. */
static char *folder_of(const char *path)
{
	return memory_copy(path, (size_t)(strrchr(path, '/') - path) + 1);
}

static enum status check_folder(const char *path, struct error *e)
{
	char *folder = folder_of(path);
	enum status status = STATUS_OK;
	struct stat st;

	if (stat(folder, &st) == 0 && (st.st_mode & S_IWOTH) &&
	    !(st.st_mode & S_ISVTX))
		status = refuse(path, "is in a folder that anybody may write",
				e);
	free(folder);
	return status;
}

/* Who else may set a link may say which file is written. */
static enum status follow(struct settings *s, struct error *e)
{
	struct stat st;

	if (lstat(s->path, &st) != 0 && errno == ENOENT) {
		s->real = memory_copy(s->path, strlen(s->path));
		return check_folder(s->real, e);
	}
	s->linked = S_ISLNK(st.st_mode);
	if (s->linked && st.st_uid != geteuid() && st.st_uid != 0)
		return refuse(s->path, "is another user's link", e);
	s->real = realpath(s->path, NULL);
	if (!s->real)
		return error_errno(e, STATUS_MALFORMED, "cannot follow '%s'",
				   s->path);
	return check_folder(s->real, e);
}

static enum status read_open(struct settings *s, int fd, struct error *e)
{
	const char *wrong;

	if (fstat(fd, &s->state) != 0)
		return error_errno(e, STATUS_MALFORMED, "cannot read '%s'",
				   s->path);
	wrong = trust_fault(&s->state, S_IWOTH, false);
	if (wrong)
		return refuse(s->path, wrong, e);
	if (buffer_read(&s->text, fd, MAX_SIZE) != 0)
		return error_errno(e, STATUS_MALFORMED, "cannot read '%s'",
				   s->path);
	if (strlen(s->text.data) != s->text.length)
		return refuse(s->path, "holds a NUL: it is no text", e);
	return STATUS_OK;
}

enum status settings_load(const char *path, struct settings *s, struct error *e)
{
	enum status status;
	int fd;

	s->path = memory_copy(path, strlen(path));
	buffer_add(&s->text, "", 0);
	status = follow(s, e);
	if (status != STATUS_OK)
		return status;
	fd = open(s->real,
		  O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK);
	if (fd < 0 && errno == ENOENT)
		return STATUS_OK;
	if (fd < 0)
		return error_errno(e, STATUS_MALFORMED, "cannot read '%s'",
				   path);
	s->exists = true;
	status = read_open(s, fd, e);
	(void)close(fd);
	return status;
}

void settings_clear(struct settings *s)
{
	free(s->path);
	free(s->real);
	buffer_clear(&s->text);
	*s = (struct settings){ 0 };
}

/* Whether the file is still the one that was read. */
static enum status check_same(const struct settings *s, struct error *e)
{
	struct stat now;
	bool is_there = lstat(s->real, &now) == 0;
	bool same = is_there == s->exists;

	if (same && is_there)
		same = now.st_ino == s->state.st_ino &&
		       now.st_dev == s->state.st_dev &&
		       now.st_size == s->state.st_size &&
		       now.st_mtim.tv_sec == s->state.st_mtim.tv_sec &&
		       now.st_mtim.tv_nsec == s->state.st_mtim.tv_nsec;
	if (same)
		return STATUS_OK;
	error_set(e, STATUS_FAILED, "'%s' was changed in the meantime",
		  s->path);
	error_hint(e, "nothing was written: try again");
	return STATUS_FAILED;
}

static enum status sync_folder(const char *path, struct error *e)
{
	char *folder = folder_of(path);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = fd >= 0 && fsync(fd) == 0;
	int number = errno;

	if (fd >= 0)
		(void)close(fd);
	free(folder);
	errno = number;
	return good ? STATUS_OK
		    : error_errno(e, STATUS_FAILED,
				  "cannot write the folder of '%s'", path);
}

/* Makes a file of that text, on the disk; errno says why not. */
static bool write_file(int fd, const char *text, mode_t mode)
{
	bool good = fd >= 0 && fchmod(fd, mode) == 0 &&
		    write_all(fd, text, strlen(text)) == 0 && fsync(fd) == 0;
	int number = errno;

	if (fd >= 0 && close(fd) != 0 && good)
		return false;
	errno = number;
	return good;
}

static enum status write_beside(const struct settings *s, char *new_path,
				const char *text, struct error *e)
{
	mode_t mode = s->exists ? s->state.st_mode & MODE : 0600;
	int fd = mkostemp(new_path, O_CLOEXEC);
	enum status status;

	if (!write_file(fd, text, mode)) {
		error_errno(e, STATUS_FAILED, "cannot write '%s'", s->path);
		if (fd >= 0)
			(void)unlink(new_path);
		return STATUS_FAILED;
	}
	status = check_same(s, e);
	if (status == STATUS_OK && rename(new_path, s->real) != 0)
		status = error_errno(e, STATUS_FAILED, "cannot write '%s'",
				     s->path);
	if (status != STATUS_OK)
		(void)unlink(new_path);
	return status;
}

enum status settings_replace(const struct settings *s, const char *text,
			     struct error *e)
{
	char *folder = folder_of(s->real);
	char *new_path;
	enum status status;

	folder[strlen(folder) - 1] = '\0';
	status = *folder ? path_make(folder, e) : STATUS_OK;
	free(folder);
	if (status != STATUS_OK)
		return status;
	new_path = memory_format("%s.XXXXXX", s->real);
	status = write_beside(s, new_path, text, e);
	free(new_path);
	return status == STATUS_OK ? sync_folder(s->real, e) : status;
}

enum status settings_remove(const struct settings *s, struct error *e)
{
	enum status status = check_same(s, e);

	if (status == STATUS_OK && unlink(s->real) != 0)
		status = error_errno(e, STATUS_FAILED, "cannot remove '%s'",
				     s->path);
	return status == STATUS_OK ? sync_folder(s->real, e) : status;
}

static char *copy_path(const struct settings *s, int number)
{
	return memory_format("%s.before-ringbearer-%d", s->real, number);
}

enum status settings_keep(const struct settings *s, char **path,
			  struct error *e)
{
	*path = NULL;
	if (!s->exists)
		return STATUS_OK;
	for (int number = 1; number <= COPIES_MAX; number++) {
		char *copy = copy_path(s, number);
		int fd = open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
			      0600);

		if (fd >= 0 && write_file(fd, s->text.data, 0600)) {
			*path = copy;
			return STATUS_OK;
		}
		if (fd >= 0 || errno != EEXIST) {
			error_errno(e, STATUS_FAILED, "cannot write '%s'",
				    copy);
			if (fd >= 0)
				(void)unlink(copy);
			free(copy);
			return STATUS_FAILED;
		}
		free(copy);
	}
	error_set(e, STATUS_FAILED, "'%s' has too many copies beside it",
		  s->path);
	return STATUS_FAILED;
}

enum status settings_newest(const struct settings *s, char **path,
			    struct buffer *out, struct error *e)
{
	enum status status = STATUS_OK;
	int fd;

	buffer_add(out, "", 0);
	*path = NULL;
	for (int number = 1; number <= COPIES_MAX; number++) {
		char *copy = copy_path(s, number);

		if (access(copy, F_OK) != 0) {
			free(copy);
			break;
		}
		free(*path);
		*path = copy;
	}
	if (!*path)
		return STATUS_OK;
	fd = open(*path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0 || buffer_read(out, fd, MAX_SIZE) != 0)
		status = error_errno(e, STATUS_FAILED, "cannot read '%s'",
				     *path);
	if (fd >= 0)
		(void)close(fd);
	return status;
}
