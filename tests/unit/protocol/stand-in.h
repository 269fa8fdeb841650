#ifndef TESTS_UNIT_PROTOCOL_STAND_IN_H
#define TESTS_UNIT_PROTOCOL_STAND_IN_H

#include "protocol/protocol.h"

/*
 * A service (protocol.h) in memory, for the tests of a protocol and for
 * fuzzing. It keeps what it is given, picks the only record at an address, and
 * finds one by `HOST` or `HOST/USERNAME`. Start it with stand_in_open(), end
 * with stand_in_close().
 */
enum {
	STAND_IN_RECORDS = 8,
	STAND_IN_WORDS = 8,
};

struct stand_in {
	struct service service;
	struct call call;
	char *words[STAND_IN_WORDS + 1];
	struct credential records[STAND_IN_RECORDS];
	size_t count;
	const char *input; /* what the caller sends, */
	size_t left;	   /* and how much of it is still to come */
	struct buffer output;
	enum status fails; /* what every question about records fails with */
	bool cannot_send;
	bool cannot_receive;
	bool asked;    /* for what it cannot receive */
	size_t stored; /* so often it was told to keep something */
};

/*
 * `records`: records in their stored form, each ended by a blank line; or
 * NULL. `words`: the arguments, one space between two; or NULL.
 */
void stand_in_open(struct stand_in *s, const char *records, const char *words);

/* Adds an argument as it is. */
void stand_in_word(struct stand_in *s, const char *word);

/* Sets what the caller sends; borrowed. */
void stand_in_send(struct stand_in *s, const char *text, size_t length);

void stand_in_close(struct stand_in *s);

#endif
