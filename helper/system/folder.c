#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "helper/system/folder.h"
#include "protocol/core/memory.h"

enum {
	FOLDER_FLAGS = O_RDONLY | O_DIRECTORY | O_CLOEXEC,
	PART_FLAGS = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC,
	PERMISSIONS = 07777,
};

static const char *shown_path(const struct folder *folder)
{
	return folder && folder->path ? folder->path : "";
}

static void give_remedy(int number, struct error *e)
{
	static const struct {
		int number;
		const char *hint;
	} remedies[] = {
		{ ENOSPC, "free some space, and try again" },
		{ EDQUOT, "free some space, and try again" },
		{ EFBIG, "raise the limit on the size of files, see 'ulimit "
			 "-f'" },
		{ EROFS, "set 'directory' and 'key-file' in the section "
			 "'file' to where it can be written" },
		{ EACCES, "look at who owns it, and at its mode" },
		{ EPERM, "look at who owns it, and at its mode" },
		{ ELOOP, "put the file or folder itself there, no symbolic "
			 "link" },
		{ ENOTDIR, "move away what is there" },
		{ EISDIR, "move away what is there" },
		{ ENXIO, "move away what is there" },
		{ EMFILE, "raise the limit of open files, and try again" },
		{ ENFILE, "close other programs, and try again" },
	};

	for (size_t i = 0; i < sizeof(remedies) / sizeof(remedies[0]); i++)
		if (remedies[i].number == number)
			error_hint(e, "%s", remedies[i].hint);
}

enum status folder_cannot(const struct folder *folder, const char *name,
			  const char *what, struct error *e)
{
	const char *slash = folder && name ? "/" : "";
	const char *full = "";
	int number;

	if (!name)
		name = "";
	if (errno == ENOSPC)
		full = "the disk is full: ";
	if (errno == EDQUOT)
		full = "the disk quota is used up: ";
	number = errno;
	error_errno(e, STATUS_FAILED, "%scannot %s '%s%s%s'", full, what,
		    shown_path(folder), slash, name);
	give_remedy(number, e);
	return STATUS_FAILED;
}

char *folder_path(const struct folder *folder, const char *name)
{
	const char *base = shown_path(folder);
	size_t size = strlen(base) + strlen(name) + 2;
	char *path = memory_alloc(size, 1);

	(void)snprintf(path, size, "%s%s%s", base, folder ? "/" : "", name);
	return path;
}

/* close(2) in the way of an error. */
static void leave(int fd, const struct folder *base)
{
	const int number = errno;

	if (fd != base->fd && fd >= 0)
		(void)close(fd);
	errno = number;
}

/*
 * Part by part: openat2(2) would do it in one call, but valgrind 3.19 and
 * some containers do not have it.
 */
int folder_openat(const struct folder *base, const char *name, int flags)
{
	char part[NAME_MAX + 1];
	const char *slash;
	int at = base->fd;
	int next;

	while (at >= 0 && (slash = strchr(name, '/'))) {
		(void)snprintf(part, sizeof(part), "%.*s", (int)(slash - name),
			       name);
		next = openat(at, part, PART_FLAGS);
		leave(at, base);
		at = next;
		name = slash + 1;
	}
	if (at < 0)
		return -1;
	next = openat(at, name, flags | O_NOFOLLOW | O_CLOEXEC, 0600);
	leave(at, base);
	return next;
}

enum status folder_open(const char *path, struct folder *out, struct error *e)
{
	int fd = open(path, FOLDER_FLAGS);

	if (fd < 0 && errno == ENOENT)
		return STATUS_NOT_FOUND;
	if (fd < 0)
		return folder_cannot(NULL, path, "open the folder", e);
	*out = (struct folder){ .fd = fd, .path = folder_path(NULL, path) };
	return STATUS_OK;
}

static enum status check_private(const char *path, const struct stat *st,
				 struct error *e)
{
	if (st->st_uid != geteuid()) {
		error_set(e, STATUS_FAILED,
			  "the folder '%s' belongs to another user", path);
		error_hint(e, "set 'directory' in the section 'file' to a "
			      "folder of yours");
		return STATUS_FAILED;
	}
	if ((st->st_mode & 077) == 0)
		return STATUS_OK;
	error_set(e, STATUS_FAILED,
		  "the folder '%s' is open to others (mode %04o)", path,
		  st->st_mode & PERMISSIONS);
	error_hint(e, "close it: chmod 700 '%s'", path);
	return STATUS_FAILED;
}

static enum status open_private(const char *path, struct folder *out,
				struct error *e)
{
	int fd = open(path, FOLDER_FLAGS | O_NOFOLLOW);
	struct stat st;
	enum status status;

	if (fd < 0 && errno == ENOENT)
		return STATUS_NOT_FOUND;
	if (fd < 0 && (errno == ENOTDIR || errno == ELOOP)) {
		error_set(e, STATUS_FAILED,
			  "'%s' is not a folder, or is a symbolic link", path);
		error_hint(e, "set 'directory' in the section 'file' to the "
			      "folder itself");
		return STATUS_FAILED;
	}
	if (fd < 0)
		return folder_cannot(NULL, path, "open the folder", e);
	if (fstat(fd, &st) != 0)
		status = folder_cannot(NULL, path, "look at the folder", e);
	else
		status = check_private(path, &st, e);
	if (status == STATUS_OK)
		*out = (struct folder){ .fd = fd,
					.path = folder_path(NULL, path) };
	else
		(void)close(fd);
	return status;
}

enum status folder_open_private(const char *path, struct folder *out,
				struct error *e)
{
	char *plain = folder_path(NULL, path);
	size_t length = strlen(plain);
	enum status status;

	/* With a slash at the end, a symbolic link would be followed. */
	while (length > 1 && plain[length - 1] == '/')
		plain[--length] = '\0';
	status = open_private(plain, out, e);
	free(plain);
	return status;
}

enum status folder_open_beneath(const struct folder *base, const char *name,
				struct folder *out, struct error *e)
{
	int fd = folder_openat(base, name, FOLDER_FLAGS);

	if (fd < 0 && errno == ENOENT)
		return STATUS_NOT_FOUND;
	if (fd < 0)
		return folder_cannot(base, name, "open the folder", e);
	*out = (struct folder){ .fd = fd, .path = folder_path(base, name) };
	return STATUS_OK;
}

enum status folder_make(const struct folder *base, const char *name,
			struct error *e)
{
	if (mkdirat(base->fd, name, 0700) != 0 && errno != EEXIST)
		return folder_cannot(base, name, "make the folder", e);
	return STATUS_OK;
}

void folder_close(struct folder *folder)
{
	if (folder->scan)
		(void)closedir(folder->scan);
	else if (folder->fd >= 0)
		(void)close(folder->fd);
	free(folder->path);
	*folder = (struct folder)FOLDER_CLOSED;
}

enum status folder_sync(const struct folder *folder, struct error *e)
{
	/* EINVAL: a file system that has nothing to put on a disk. */
	if (fsync(folder->fd) != 0 && errno != EINVAL)
		return folder_cannot(folder, NULL, "put the folder on the disk",
				     e);
	return STATUS_OK;
}

static enum status sync_if_own(const char *path, struct error *e)
{
	struct folder folder = FOLDER_CLOSED;
	struct stat st;
	enum status status;

	if (stat(path, &st) != 0)
		return folder_cannot(NULL, path, "look at the folder", e);
	if (st.st_uid != geteuid())
		return STATUS_OK;
	status = folder_open(path, &folder, e);
	if (status == STATUS_OK)
		status = folder_sync(&folder, e);
	folder_close(&folder);
	return status;
}

enum status folder_sync_above(const char *path, struct error *e)
{
	char *above = folder_path(NULL, path);
	enum status status = STATUS_OK;
	char *slash;

	while (status == STATUS_OK && (slash = strrchr(above, '/')) &&
	       slash != above) {
		*slash = '\0';
		status = sync_if_own(above, e);
	}
	free(above);
	return status;
}

enum status folder_next(struct folder *folder, const char **name,
			struct error *e)
{
	const struct dirent *entry;

	*name = NULL;
	if (!folder->scan)
		folder->scan = fdopendir(folder->fd);
	if (!folder->scan)
		return folder_cannot(folder, NULL, "read the folder", e);
	do {
		errno = 0;
		entry = readdir(folder->scan);
	} while (entry && (strcmp(entry->d_name, ".") == 0 ||
			   strcmp(entry->d_name, "..") == 0));
	if (!entry && errno != 0)
		return folder_cannot(folder, NULL, "read the folder", e);
	if (entry)
		*name = entry->d_name;
	return STATUS_OK;
}

enum status folder_count(const struct folder *base, const char *name,
			 bool (*counts)(const char *), size_t limit,
			 size_t *count, struct error *e)
{
	struct folder folder = FOLDER_CLOSED;
	const char *entry = NULL;
	enum status status = folder_open_beneath(base, name, &folder, e);

	while (status == STATUS_OK && *count < limit &&
	       (status = folder_next(&folder, &entry, e)) == STATUS_OK && entry)
		*count += counts(entry);
	folder_close(&folder);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}
