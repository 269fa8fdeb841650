#ifndef PROTOCOL_CORE_LINES_H
#define PROTOCOL_CORE_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "protocol/core/buffer.h"
#include "protocol/core/error.h"

/*
 * The form that git's protocol, the stored record and the verifier's answer
 * share: `key=value`, one a line, ended by a blank line or by the end of the
 * text (git-credential(1), "INPUT/OUTPUT FORMAT"). Lines end at LF alone; a
 * CR is an ordinary byte of the value, for the caller to refuse
 * (CVE-2024-50338, CVE-2024-52006).
 */
struct lines {
	const char *next; /* borrowed text, not NUL-terminated */
	size_t left;	  /* bytes from `next` to its end */
	size_t number;	  /* of the line read last, from 1 */
};

/* One line, borrowed from the text. */
struct line {
	const char *key;
	size_t key_length;
	const char *value; /* behind the first `=` */
	size_t value_length;
	bool terminated; /* by its LF; false: the text ended before */
};

/*
 * Reads the next line. STATUS_OK with `*more` true gave one, with `*more`
 * false there are none left, and then `next` stands behind the blank line.
 * STATUS_MALFORMED for a line without `=`, with an empty key or with a NUL
 * byte; the message names the line's number, never its text.
 */
enum status lines_next(struct lines *lines, struct line *line, bool *more,
		       struct error *e);

/* Whether the line's key is exactly `key`. */
bool line_has_key(const struct line *line, const char *key);

/*
 * Reads from `fd` up to a blank line or the end, whichever is first: git ends
 * a request by closing its end, people and programs that wait for the answer
 * by a blank line. What lies behind the blank line may have been read, too.
 * Returns 0, or -1 with read(2)'s errno, or EFBIG beyond `max` bytes.
 */
int lines_read(struct buffer *text, int fd, size_t max);

/*
 * Reads from `fd` up to and with the first LF, or to the end: a byte at a time,
 * since what stands behind the line is for the next call. Returns as
 * lines_read() does.
 */
int line_read(struct buffer *text, int fd, size_t max);

#endif
