#ifndef HELPER_VERIFIER_SEQUENCE_H
#define HELPER_VERIFIER_SEQUENCE_H

#include <stddef.h>

#include "helper/verifier/inquiry.h"
#include "protocol/core/error.h"

/*
 * All inquiries of one process. Start with `struct sequence s = {0}`, end with
 * sequence_clear().
 */
struct sequence {
	struct inquiry *items;
	size_t count;
};

/*
 * Reads the messages that helper/network/verify-keys.h describes.
 * STATUS_MALFORMED, also for an empty sequence, says what is wrong and shows
 * nothing of a record.
 */
enum status sequence_read(const char *text, size_t length, struct sequence *s,
			  struct error *e);

/* Wipes and frees everything. */
void sequence_clear(struct sequence *s);

#endif
