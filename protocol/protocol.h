#ifndef PROTOCOL_PROTOCOL_H
#define PROTOCOL_PROTOCOL_H

#include <stddef.h>

#include "protocol/credential.h"
#include "protocol/error.h"
#include "protocol/secret.h"

/*
 * A wire protocol: how one kind of caller asks and is answered. What a
 * request means is the broker's business. A new protocol is one source file
 * that ends in one of these tables, and one entry in the list of `main`.
 */
enum operation {
	OPERATION_UNKNOWN, /* of a newer protocol: ignored in silence */
	OPERATION_GET,
	OPERATION_STORE,
	OPERATION_ERASE,
	OPERATION_CAPABILITY, /* answered without reading a request */
};

struct protocol {
	const char *name;    /* for --protocol */
	const char *program; /* the file name that callers start */

	/* What the caller's word asks for. */
	enum operation (*operation)(const char *word);

	/*
	 * Takes one request from `fd`, of at most `max` bytes. Returns 0, or
	 * -1 with errno, as buffer_read() does.
	 */
	int (*receive)(struct buffer *text, int fd, size_t max);

	/*
	 * Reads the request of `length` bytes at `text` (which a NUL follows)
	 * into `request`, which the caller clears whatever comes back; the
	 * address is canonical then. STATUS_MALFORMED names the line, never
	 * its text.
	 */
	enum status (*read)(enum operation operation, const char *text,
			    size_t length, struct credential *request,
			    struct error *e);

	/*
	 * Appends the whole answer to `out`. `answer` is NULL when there is
	 * none to give. On failure nothing of `out` may be sent.
	 */
	enum status (*write)(enum operation operation,
			     const struct credential *request,
			     const struct credential *answer,
			     struct buffer *out, struct error *e);
};

/* git's credential protocol: gitcredentials(7), git-credential(1). */
extern const struct protocol protocol_git;

#endif
