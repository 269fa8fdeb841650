#ifndef PROTOCOL_GIT_H
#define PROTOCOL_GIT_H

#include "protocol/protocol.h"

/* The two halves of git's credential protocol, for its table in git.c. */

/*
 * Reads a request, as protocol.h says of `read`. A line that is cut short is
 * refused but of a `get`, unknown keys are ignored, as git asks.
 */
enum status git_read(enum operation operation, const char *text, size_t length,
		     struct credential *request, struct error *e);

/*
 * Appends the answer, as protocol.h says of `write`. STATUS_MALFORMED for a
 * secret of several lines, which git's protocol cannot carry.
 */
enum status git_write(enum operation operation,
		      const struct credential *request,
		      const struct credential *answer, struct buffer *out,
		      struct error *e);

#endif
