#ifndef HELPER_NETWORK_WIRE_H
#define HELPER_NETWORK_WIRE_H

#include <stddef.h>

#include "protocol/core/buffer.h"
#include "protocol/core/credential.h"

/*
 * What the main program and the network program send each other: a line with
 * two lengths, `HEAD BODY`, in bytes and decimal; a record of so many bytes
 * (record.h); so many bytes as they are.
 */
struct message {
	struct credential head; /* wiped by message_clear() */
	const char *body;	/* borrowed from what was read */
	size_t body_length;
	size_t size; /* bytes of the whole message */
};

/* How much of a message has arrived. */
enum message_state {
	MESSAGE_PART,
	MESSAGE_WHOLE,
	MESSAGE_BROKEN, /* it is none, or too long */
};

enum {
	MESSAGE_HEAD_MAX = 1 << 20, /* bytes of the record */
};

/* Appends a message; `body` may hold any byte. */
void message_add(const struct credential *head, const void *body,
		 size_t body_length, struct buffer *out);

/*
 * Reads the message that the `length` bytes at `text` begin with, with at most
 * `most` bytes of body. Only MESSAGE_WHOLE fills `out`, which is to be cleared.
 */
enum message_state message_take(const char *text, size_t length, size_t most,
				struct message *out);

/* The same of a text that is MESSAGE_BROKEN if anything follows in it. */
enum message_state message_read(const struct buffer *text, size_t most,
				struct message *out);

/* Wipes and frees the head. */
void message_clear(struct message *message);

/* Why no answer came from the network, or not a whole one. */
enum failure {
	FAILURE_NONE,
	FAILURE_URL,	     /* it may not go there, or libcurl cannot */
	FAILURE_RESOLVE,     /* there is no such name */
	FAILURE_CONNECT,     /* nobody lets us in */
	FAILURE_TLS,	     /* no agreement on how to talk, or on who we are */
	FAILURE_CERTIFICATE, /* the host's is not trusted */
	FAILURE_REVOKED,     /* or its authority took it back */
	FAILURE_CA_FILE,     /* those to trust cannot be read */
	FAILURE_OWN_FILE,    /* our own certificate or key cannot be used */
	FAILURE_LATE,	     /* no whole answer in time */
	FAILURE_TOO_LARGE,   /* more came than the limits allow */
	FAILURE_NOT_HTTP,    /* something else was answered */
	FAILURE_NO_ANSWER,   /* for a reason that libcurl tells */
	FAILURE_MISSING,     /* the network program is not installed */
	FAILURE_BROKEN,	     /* the network program failed */
	FAILURE_COUNT
};

/* The word for each between the two programs; "" for FAILURE_NONE. */
extern const char *const failure_names[FAILURE_COUNT];

/* The failure of that name; FAILURE_BROKEN for what is none. */
enum failure failure_parse(const char *name);

#endif
