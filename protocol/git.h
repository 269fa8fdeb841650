#ifndef PROTOCOL_GIT_H
#define PROTOCOL_GIT_H

#include "protocol/protocol.h"

/* The parts of git's credential protocol, for its table in git.c. */
enum operation {
	OPERATION_UNKNOWN, /* of a newer git: ignored in silence */
	OPERATION_GET,
	OPERATION_STORE,
	OPERATION_ERASE,
	OPERATION_CAPABILITY, /* answered without reading a request */
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

#endif
