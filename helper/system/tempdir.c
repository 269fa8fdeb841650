#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "helper/system/tempdir.h"
#include "protocol/core/memory.h"

enum {
	MAX_SIZE = 8 << 20,
	MAX_OPEN = 16, /* folders at once, for nftw(3) */
};

static const char *parent(void)
{
	static const char *const variables[] = { "XDG_RUNTIME_DIR", "TMPDIR" };

	for (size_t i = 0; i < sizeof(variables) / sizeof(*variables); i++) {
		const char *folder = getenv(variables[i]);

		if (folder && *folder == '/' && access(folder, W_OK) == 0)
			return folder;
	}
	return "/tmp";
}

enum status tempdir_make(struct tempdir *scratch, struct error *e)
{
	scratch->folder = memory_format("%s/ringbearer.XXXXXX", parent());
	if (mkdtemp(scratch->folder))
		return STATUS_OK;
	error_errno(e, STATUS_FAILED, "cannot make the folder '%s'",
		    scratch->folder);
	free(scratch->folder);
	scratch->folder = NULL;
	return STATUS_FAILED;
}

static int take_away(const char *path, const struct stat *st, int kind,
		     struct FTW *at)
{
	(void)st;
	(void)kind;
	(void)at;
	(void)remove(path);
	return 0;
}

void tempdir_remove(struct tempdir *scratch)
{
	if (!scratch->folder)
		return;
	(void)nftw(scratch->folder, take_away, MAX_OPEN, FTW_DEPTH | FTW_PHYS);
	free(scratch->folder);
	scratch->folder = NULL;
}

char *tempdir_path(const struct tempdir *scratch, const char *name)
{
	return memory_format("%s/%s", scratch->folder, name);
}

enum status tempdir_write(const char *path, const char *text, struct error *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool good = fd >= 0 && write_all(fd, text, strlen(text)) == 0;
	int number = errno;

	if (fd >= 0 && close(fd) != 0 && good) {
		number = errno;
		good = false;
	}
	errno = number;
	return good ? STATUS_OK
		    : error_errno(e, STATUS_FAILED, "cannot write '%s'", path);
}

enum status tempdir_read(const char *path, struct buffer *out, struct error *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	enum status status = STATUS_OK;

	buffer_add(out, "", 0);
	if (fd < 0 && errno == ENOENT)
		return STATUS_OK;
	if (fd < 0 || buffer_read(out, fd, MAX_SIZE) != 0)
		status =
			error_errno(e, STATUS_FAILED, "cannot read '%s'", path);
	if (fd >= 0)
		(void)close(fd);
	return status;
}
