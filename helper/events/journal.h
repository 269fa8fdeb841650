#ifndef HELPER_EVENTS_JOURNAL_H
#define HELPER_EVENTS_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>

#include "protocol/core/buffer.h"
#include "protocol/core/error.h"

/*
 * What happened to which entry, in plain text, a line each, for the user
 * alone: $XDG_STATE_HOME/ringbearer/journal. When it would grow beyond
 * JOURNAL_MAX bytes it becomes `journal.1`, in the place of an older one.
 * Writers and readers hold a lock (flock(2)) on it, so that no line is lost
 * or cut.
 */
enum {
	JOURNAL_MAX = 1 << 20, /* bytes */
	JOURNAL_LINE_MAX = 2048,
};

/* A hook failed; the detail says for which event, and how. */
#define JOURNAL_HOOK_FAILED "hook-failed"

/*
 * One line. All texts are borrowed, and none is NULL; what is not known is "".
 * On the disk they are parted by tabs, and harmless to show: no name can forge
 * a line or a field.
 */
struct journal_line {
	long long time; /* seconds since 1970; on the disk RFC 3339, UTC */
	const char *event;
	const char *entry; /* its full name, as entry_name() has it */
	const char *detail;
	const char *by; /* the program that asked, as it calls itself */
	const char *backend;
};

/* Writes a line, LF included, into `out`, JOURNAL_LINE_MAX bytes. */
void journal_line_write(const struct journal_line *line, char *out);

/*
 * Reads the line `text`, without its LF; `out` borrows from it, and it is cut
 * in its parts. False, if that is none: it was damaged.
 */
bool journal_line_read(char *text, struct journal_line *out);

/*
 * Adds a line with one write(2). The file is made if need be, mode 0600; one
 * that is no regular file of the user's own, or that others may reach, is
 * refused. STATUS_FAILED names the file.
 */
enum status journal_add(const struct journal_line *line, struct error *e);

/* All that is there. Start with {0}, end with journal_clear(). */
struct journal {
	struct journal_line *lines; /* the oldest first */
	size_t count;
	size_t damaged; /* lines left out */
	struct buffer texts[2];
};

/* Reads both files; none there is no failure. */
enum status journal_read(struct journal *out, struct error *e);
void journal_clear(struct journal *journal);

/* The path of the journal. The caller frees it. */
char *journal_path(void);

/*
 * Whether the journal can be written and the one set aside be read, without
 * making or changing anything. STATUS_NOT_FOUND, without a message, if there is
 * none yet to write to.
 */
enum status journal_check(struct error *e);

#endif
