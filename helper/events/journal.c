#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "helper/events/journal.h"
#include "helper/system/lock.h"
#include "helper/system/paths.h"
#include "helper/system/trust.h"
#include "protocol/core/memory.h"

#define CURRENT "journal"
#define OLDER "journal.1"

enum {
	PATIENCE = 2,	 /* it is held for the time of a write */
	ATTEMPTS = 1000, /* each is one more file that others have filled */
	READ_MAX = 4 * JOURNAL_MAX,
};

char *journal_path(void)
{
	return path_of(PATH_STATE, CURRENT);
}

static enum status cannot(const char *what, const char *path, struct error *e)
{
	return error_errno(e, STATUS_FAILED, "cannot %s the journal '%s'", what,
			   path);
}

static enum status refuse(const char *path, const char *why, struct error *e)
{
	error_set(e, STATUS_FAILED, "the journal '%s' %s", path, why);
	error_hint(e, "move it away; a new one is made");
	return STATUS_FAILED;
}

static enum status check(int fd, const char *path, struct error *e)
{
	const char *wrong;
	struct stat st;

	if (fstat(fd, &st) != 0)
		return cannot("open", path, e);
	wrong = trust_fault(&st, TRUST_REACHABLE, false);
	return wrong ? refuse(path, wrong, e) : STATUS_OK;
}

/* STATUS_NOT_FOUND, without a message, if there is none. */
static enum status open_checked(const char *path, int flags, int *fd,
				struct error *e)
{
	enum status status;

	*fd = path_open_state(path, flags);
	if (*fd < 0 && errno == ENOENT && !(flags & O_CREAT))
		return STATUS_NOT_FOUND;
	if (*fd < 0 && (errno == ELOOP || errno == ENXIO || errno == EISDIR))
		return refuse(path, "is not a regular file", e);
	if (*fd < 0)
		return cannot("open", path, e);
	status = check(*fd, path, e);
	if (status != STATUS_OK)
		(void)close(*fd);
	return status;
}

/* Whether the open file is still the one of that name. */
static bool is_current(int fd, const char *path)
{
	struct stat ours, named;

	return fstat(fd, &ours) == 0 && lstat(path, &named) == 0 &&
	       ours.st_dev == named.st_dev && ours.st_ino == named.st_ino;
}

/* Opens the journal and holds it; whoever waited may hold one that is full. */
static enum status open_locked(const char *path, int flags, int *fd,
			       struct error *e)
{
	const struct lock_wanted lock = {
		.how = flags & O_APPEND ? LOCK_ALONE : LOCK_SHARED,
		.path = path,
		.seconds = PATIENCE,
	};

	for (int i = 0; i < ATTEMPTS; i++) {
		enum status status = open_checked(path, flags, fd, e);

		if (status != STATUS_OK)
			return status;
		status = lock_wait(*fd, &lock, e);
		if (status == STATUS_OK && is_current(*fd, path))
			return STATUS_OK;
		(void)close(*fd);
		if (status != STATUS_OK)
			return status;
	}
	return error_set(e, STATUS_FAILED, "the journal '%s' is never the same",
			 path);
}

/* A line that does not fit on the disk is taken back. */
static enum status append(int fd, const char *path, const char *text,
			  struct error *e)
{
	const size_t length = strlen(text);
	off_t before = lseek(fd, 0, SEEK_END);
	ssize_t written = write(fd, text, length);

	if (written == (ssize_t)length)
		return STATUS_OK;
	if (written >= 0)
		errno = ENOSPC;
	(void)cannot("write", path, e);
	if (written > 0)
		(void)!ftruncate(fd, before);
	return STATUS_FAILED;
}

static enum status set_aside(const char *path, struct error *e)
{
	char *older = path_of(PATH_STATE, OLDER);
	enum status status = STATUS_OK;

	if (rename(path, older) != 0)
		status = cannot("set aside", path, e);
	free(older);
	return status;
}

static enum status add(const char *path, const char *text, struct error *e)
{
	bool done = false;
	enum status status = STATUS_OK;

	/* A new one may be full again before it is locked. */
	for (int i = 0; i < ATTEMPTS && !done && status == STATUS_OK; i++) {
		int fd;

		status = open_locked(path, O_WRONLY | O_APPEND | O_CREAT, &fd,
				     e);
		if (status != STATUS_OK)
			break;
		done = lseek(fd, 0, SEEK_END) + (off_t)strlen(text) <=
		       JOURNAL_MAX;
		status = done ? append(fd, path, text, e) : set_aside(path, e);
		(void)close(fd);
	}
	return status;
}

enum status journal_add(const struct journal_line *line, struct error *e)
{
	char text[JOURNAL_LINE_MAX];
	char *path = journal_path();
	enum status status;

	journal_line_write(line, text);
	status = add(path, text, e);
	free(path);
	return status;
}

static enum status check_one(const char *name, int flags, struct error *e)
{
	char *path = path_of(PATH_STATE, name);
	int fd = -1;
	enum status status = open_checked(path, flags, &fd, e);

	if (status == STATUS_OK)
		(void)close(fd);
	free(path);
	return status;
}

enum status journal_check(struct error *e)
{
	enum status status = check_one(OLDER, O_RDONLY, e);

	if (status == STATUS_FAILED)
		return status;
	return check_one(CURRENT, O_WRONLY | O_APPEND, e);
}

static enum status read_text(int fd, const char *path, struct buffer *out,
			     struct error *e)
{
	buffer_add(out, "", 0);
	if (buffer_read(out, fd, READ_MAX) == 0)
		return STATUS_OK;
	return cannot("read", path, e);
}

static enum status read_older(struct buffer *out, struct error *e)
{
	char *path = path_of(PATH_STATE, OLDER);
	int fd;
	enum status status = open_checked(path, O_RDONLY, &fd, e);

	if (status == STATUS_OK) {
		status = read_text(fd, path, out, e);
		(void)close(fd);
	}
	free(path);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* While the newer one is held nobody sets it aside. */
static enum status read_texts(const char *path, struct journal *out,
			      struct error *e)
{
	int fd;
	enum status status = open_locked(path, O_RDONLY, &fd, e);

	if (status == STATUS_NOT_FOUND)
		return read_older(&out->texts[0], e);
	if (status != STATUS_OK)
		return status;
	status = read_older(&out->texts[0], e);
	if (status == STATUS_OK)
		status = read_text(fd, path, &out->texts[1], e);
	(void)close(fd);
	return status;
}

static size_t count_lines(const struct buffer *text)
{
	size_t count = 1;

	for (size_t i = 0; i < text->length; i++)
		count += text->data[i] == '\n';
	return count;
}

/* The last one has no LF if its writer was cut off. */
static void parse(struct buffer *text, struct journal *out)
{
	char *end = text->data + text->length;
	char *next;

	for (char *line = text->data; line && line < end; line = next) {
		next = memchr(line, '\n', (size_t)(end - line));
		if (next)
			*next++ = '\0';
		if (next && strlen(line) + 1 == (size_t)(next - line) &&
		    journal_line_read(line, &out->lines[out->count]))
			out->count++;
		else
			out->damaged++;
	}
}

enum status journal_read(struct journal *out, struct error *e)
{
	char *path = journal_path();
	enum status status = read_texts(path, out, e);

	free(path);
	if (status != STATUS_OK)
		return status;
	out->lines = memory_alloc(count_lines(&out->texts[0]) +
					  count_lines(&out->texts[1]),
				  sizeof(*out->lines));
	for (size_t i = 0; i < 2; i++)
		parse(&out->texts[i], out);
	return STATUS_OK;
}

void journal_clear(struct journal *journal)
{
	free(journal->lines);
	for (size_t i = 0; i < 2; i++)
		buffer_clear(&journal->texts[i]);
	*journal = (struct journal){ 0 };
}
