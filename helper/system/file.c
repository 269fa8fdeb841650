#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "helper/system/file.h"

enum fault {
	FAULT_LINK,
	FAULT_KIND,
	FAULT_OWNER,
	FAULT_LINKS,
	FAULT_SIZE,
};

static enum status refuse(const struct folder *folder, const char *name,
			  enum fault fault, struct error *e)
{
	static const char restore[] = "move it away, and restore the file "
				      "from a backup";
	static const struct {
		const char *why, *hint;
	} faults[] = {
		[FAULT_LINK] = { "is a symbolic link",
				 "put the file itself there" },
		[FAULT_KIND] = { "is not a regular file", restore },
		[FAULT_OWNER] = { "belongs to another user",
				  "if you trust what is in it, take it over "
				  "with 'chown'" },
		[FAULT_LINKS] = { "has a second hard link",
				  "remove the other one: 'find -samefile' "
				  "finds it" },
		[FAULT_SIZE] = { "is larger than it can be", restore },
	};
	char *path = folder_path(folder, name);

	error_set(e, STATUS_FAILED, "'%s' %s", path, faults[fault].why);
	error_hint(e, "%s", faults[fault].hint);
	free(path);
	return STATUS_FAILED;
}

static enum status refuse_open(const struct folder *folder, const char *name,
			       struct error *e)
{
	char *path = folder_path(folder, name);

	error_set(e, STATUS_FAILED, "'%s' is open to others", path);
	error_hint(e, "close it: chmod 600 '%s'", path);
	free(path);
	return STATUS_FAILED;
}

static enum status check_file(const struct folder *folder, const char *name,
			      const struct stat *st,
			      const struct file_rule *rule, struct error *e)
{
	if (!S_ISREG(st->st_mode))
		return refuse(folder, name, FAULT_KIND, e);
	if (st->st_uid != geteuid() && !(rule->or_root && st->st_uid == 0))
		return refuse(folder, name, FAULT_OWNER, e);
	if (rule->single && st->st_nlink > 1)
		return refuse(folder, name, FAULT_LINKS, e);
	if ((size_t)st->st_size > rule->max)
		return refuse(folder, name, FAULT_SIZE, e);
	if ((st->st_mode & rule->forbidden) == 0)
		return STATUS_OK;
	return refuse_open(folder, name, e);
}

/* Files are never changed in place, so the size is the one of fstat(2). */
static enum status read_bytes(int fd, size_t size, struct buffer *out)
{
	char *next = buffer_reserve(out, size);

	while (size > 0) {
		ssize_t got = read(fd, next, size);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return STATUS_FAILED;
		if (got == 0)
			break;
		next += got;
		out->length += (size_t)got;
		size -= (size_t)got;
	}
	out->data[out->length] = '\0';
	return STATUS_OK;
}

enum status file_read(const struct folder *folder, const char *name,
		      const struct file_rule *rule, struct buffer *out,
		      struct error *e)
{
	/* O_NONBLOCK: a FIFO in its place must not hang us. */
	int fd = openat(folder ? folder->fd : AT_FDCWD, name,
			O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK |
				O_NOCTTY);
	struct stat st;
	enum status status;

	if (fd < 0 && errno == ENOENT)
		return STATUS_NOT_FOUND;
	if (fd < 0 && errno == ELOOP)
		return refuse(folder, name, FAULT_LINK, e);
	if (fd < 0)
		return folder_cannot(folder, name, "open", e);
	if (fstat(fd, &st) != 0)
		status = folder_cannot(folder, name, "look at", e);
	else
		status = check_file(folder, name, &st, rule, e);
	if (status == STATUS_OK &&
	    read_bytes(fd, (size_t)st.st_size, out) != STATUS_OK)
		status = folder_cannot(folder, name, "read", e);
	(void)close(fd);
	return status;
}

bool file_is_temporary(const char *name)
{
	return strncmp(name, WHOLE_TEMPORARY, strlen(WHOLE_TEMPORARY)) == 0;
}

/* A file of that name was left by a process that died: see file-whole.h. */
static int create(const struct folder *folder, const char *name)
{
	const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
	int fd = openat(folder->fd, name, flags, 0600);

	if (fd < 0 && errno == EEXIST && unlinkat(folder->fd, name, 0) == 0)
		fd = openat(folder->fd, name, flags, 0600);
	return fd;
}

static enum status write_temporary(const struct folder *folder,
				   const struct file_replace *put,
				   struct error *e)
{
	int fd = create(folder, put->temporary);
	enum status status = STATUS_OK;

	if (fd < 0)
		return folder_cannot(folder, put->temporary, "make", e);
	if (write_all(fd, put->bytes->data, put->bytes->length) != 0)
		status = folder_cannot(folder, put->temporary, "write", e);
	else if (fsync(fd) != 0)
		status = folder_cannot(folder, put->temporary,
				       "put on the disk", e);
	if (close(fd) != 0 && status == STATUS_OK)
		status = folder_cannot(folder, put->temporary, "close", e);
	return status;
}

/* Where the file system knows no RENAME_NOREPLACE (NFS), a link does it. */
static int rename_new(int fd, const char *from, const char *to)
{
	if (renameat2(fd, from, fd, to, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno == EINVAL || errno == ENOSYS)
		return linkat(fd, from, fd, to, 0);
	return -1;
}

static enum status rename_temporary(const struct folder *folder,
				    const struct file_replace *put,
				    struct error *e)
{
	const int fd = folder->fd;
	const int result =
		put->stayed ? rename_new(fd, put->temporary, put->name)
			    : renameat(fd, put->temporary, fd, put->name);

	if (put->stayed)
		*put->stayed = result != 0 && errno == EEXIST;
	if (result != 0 && !(put->stayed && *put->stayed))
		return folder_cannot(folder, put->name, "write", e);
	return STATUS_OK;
}

enum status file_replace(const struct folder *folder,
			 const struct file_replace *put, struct error *e)
{
	enum status status = write_temporary(folder, put, e);

	if (status == STATUS_OK)
		status = rename_temporary(folder, put, e);
	if (status != STATUS_OK || put->stayed)
		(void)unlinkat(folder->fd, put->temporary, 0);
	if (status != STATUS_OK)
		return status;
	status = folder_sync(folder, e);
	if (status != STATUS_OK)
		error_hint(e, "the new one is in place, but may be gone after "
			      "a power failure: store it again");
	return status;
}

enum status file_remove(const struct folder *folder, const char *name,
			struct error *e)
{
	if (unlinkat(folder->fd, name, 0) != 0 && errno != ENOENT)
		return folder_cannot(folder, name, "remove", e);
	return STATUS_OK;
}
