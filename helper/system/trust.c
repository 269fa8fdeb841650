#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/system/trust.h"
#include "protocol/core/memory.h"

const char *trust_fault(const struct stat *st, mode_t forbidden, bool or_root)
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
	const char *wrong = trust_fault(st, TRUST_WRITABLE, true);

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

enum status trust_read(const char *path, size_t max, struct buffer *out,
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

enum status trust_folder(const char *folder, int fd, struct error *e)
{
	struct stat st;

	return fstat(fd, &st) == 0 ? check_folder(folder, &st, e)
				   : cannot_look(folder, e);
}

enum status trust_above(const char *path, struct error *e)
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

enum status trust_file(const char *path, struct error *e)
{
	const char *wrong;
	struct stat st;

	if (stat(path, &st) != 0)
		return STATUS_OK;
	wrong = trust_fault(&st, TRUST_WRITABLE, true);
	if (!wrong)
		return trust_above(path, e) == STATUS_OK ? STATUS_OK
							 : STATUS_FAILED;
	error_set(e, STATUS_FAILED, "'%s' %s", path, wrong);
	error_hint(e, "it must be a file of yours or root's that no one else "
		      "may write");
	return STATUS_FAILED;
}
