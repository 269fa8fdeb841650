#ifndef HELPER_NETWORK_MESSAGE_H
#define HELPER_NETWORK_MESSAGE_H

#include <stddef.h>

#include "protocol/core/buffer.h"
#include "protocol/core/credential.h"

/*
 * What the main program and the network program send each other where one
 * asks and the other answers: a line with two lengths, `HEAD BODY`, in bytes
 * and decimal; a record of so many bytes (record.h); so many bytes as they
 * are.
 */
struct message {
	struct credential head; /* wiped by message_clear() */
	const char *body;	/* borrowed from what was read */
	size_t body_length;
};

/* How much of a message has arrived. */
enum message_state {
	MESSAGE_PART,
	MESSAGE_WHOLE,
	MESSAGE_BROKEN, /* it is none, too long, or followed by something */
};

enum {
	MESSAGE_HEAD_MAX = 1 << 20, /* bytes of the record */
};

/* Appends a message; `body` may hold any byte. */
void message_add(const struct credential *head, const void *body,
		 size_t body_length, struct buffer *out);

/*
 * Reads the one message that stands in `text`, with at most `most` bytes of
 * body. Only MESSAGE_WHOLE fills `out`, which is to be cleared.
 */
enum message_state message_read(const struct buffer *text, size_t most,
				struct message *out);

/* Wipes and frees the head. */
void message_clear(struct message *message);

#endif
