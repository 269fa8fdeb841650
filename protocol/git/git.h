#ifndef PROTOCOL_GIT_GIT_H
#define PROTOCOL_GIT_GIT_H

#include <stdbool.h>

#include "protocol/protocol.h"

/* The parts of git's credential protocol, for its table in git.c. */
enum operation {
	OPERATION_UNKNOWN, /* of a newer git: ignored in silence */
	OPERATION_GET,
	OPERATION_STORE,
	OPERATION_ERASE,
	OPERATION_CAPABILITY, /* answered without reading a request */
};

/* git-credential(1): bytes of a line, with its LF. */
enum {
	GIT_LINE_MAX = 65535
};

/* What the caller's word asks for. */
enum operation git_operation(const char *word);

/*
 * Reads the request of `length` bytes at `text` (which a NUL follows) into
 * `request`, which the caller clears whatever comes back; the address is
 * canonical then. A line that is cut short is refused but of a `get`, unknown
 * keys are ignored, as git asks. STATUS_MALFORMED names the line, never its
 * text.
 */
enum status git_read(enum operation operation, const char *text, size_t length,
		     struct credential *request, struct error *e);

/*
 * Appends the whole answer to `out`; `answer` is NULL when there is none to
 * give. STATUS_MALFORMED for a secret of several lines, which git's protocol
 * cannot carry: nothing of `out` may be sent then.
 */
enum status git_write(enum operation operation,
		      const struct credential *request,
		      const struct credential *answer, struct buffer *out,
		      struct error *e);

/*
 * The other side, which git itself is on: what a helper is told and answers.
 */

/* Whether git's protocol can carry this value: it knows no quoting. */
bool git_can_carry(const char *value);

/*
 * Appends what a helper is told: the address of `c`, as far as it is given,
 * and its password. Each must be one that can be carried.
 */
void git_ask(const struct credential *c, struct buffer *out);

/*
 * Reads what a helper answered to `asked` into `answer`, which the caller
 * clears whatever comes back. STATUS_MALFORMED if that is no answer, or one
 * for another address, shows nothing of it.
 */
enum status git_read_answer(const char *text, size_t length,
			    const struct credential *asked,
			    struct credential *answer, struct error *e);

/* Whether the helper asks for an end: nobody else is to be asked. */
bool git_says_quit(const struct credential *answer);

/*
 * The lines of an answer alone, as git_read() takes them, whatever they leave
 * out.
 */
enum status git_read_lines(const char *text, size_t length,
			   struct credential *out, struct error *e);

#endif
