#ifndef TESTS_UNIT_PROTOCOL_ROWS_H
#define TESTS_UNIT_PROTOCOL_ROWS_H

#include <check.h>

#include "protocol/protocol.h"

/*
 * One call of a protocol: what is kept, what the caller says, and what it
 * gets. tests/e2e runs the clients themselves.
 */
struct row {
	const struct protocol *protocol;
	const char *records; /* what is kept before, in the stored form */
	const char *words;
	const char *input;
	const char *output; /* exactly */
	enum status status;
	const char *says;  /* what is in the message to a person, or none */
	const char *after; /* the token at h.example then; "": none is left */
	const char *variable, *value; /* of the environment */
	size_t length;		      /* of an input that holds a NUL */
	enum status fails;	      /* what the store answers to everything */
};

void check_row(const struct row *row);

/* The same call, whose answer cannot be sent, fails. */
void check_closed(const struct row *row);

/* The same call, whose request cannot be read, fails and changes nothing. */
void check_deaf(const struct row *row);

/* A suite that is one loop of `test` over `count` rows. */
Suite *row_suite(const char *name, const TTest *test, int count);

/* Records. */
#define AT_HOST "protocol=https\nhost=h.example\n"
#define ANN AT_HOST "username=ann\npassword=pw\n\n"
#define TOLD                               \
	AT_HOST                            \
	"username=ann\npassword=pw\n"      \
	"password_expiry_utc=4070908800\n" \
	"expiry-known=told\n\n"
#define GUESSED                            \
	AT_HOST                            \
	"username=ann\npassword=pw\n"      \
	"password_expiry_utc=4070908800\n" \
	"expiry-known=computed\n\n"
#define NOBODY AT_HOST "username=\npassword=pw\n\n"
#define LINES AT_HOST "username=a%0Ab\npassword=p%0Aq\n\n"
#define BYTES AT_HOST "username=ann\npassword=%FF\n\n"
#define ANN_BEARER AT_HOST "username=ann\nauthtype=Bearer\ncredential=pw\n\n"
#define BEARER AT_HOST "authtype=Bearer\ncredential=pw\n\n"

#define NOT_JSON "the request is not one JSON object"

#endif
