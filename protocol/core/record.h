#ifndef PROTOCOL_CORE_RECORD_H
#define PROTOCOL_CORE_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "protocol/core/buffer.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * The stored form of a credential, and the form in which it travels to the
 * verifier and back: `key=value` lines with the keys of field_info[], extras
 * as `field.KEY=`, `secret.KEY=` (secret ones) or `note.KEY=`. In values `%`,
 * control bytes and, where the value is not UTF-8, every byte above 0x7f are
 * written `%XX`, so that a secret of several lines survives and the text is
 * always UTF-8. Lines with other keys were written by a newer version and are
 * kept as they are.
 */

/* Appends the record of `c`: its kept fields, extras and foreign lines. */
void record_encode(const struct credential *c, struct buffer *out);

/*
 * Called for a line of a record; both are borrowed until it returns, and the
 * value is not encoded.
 */
typedef void record_visit(const char *key, const char *value, void *argument);

/* Visits the lines of the record of `c`, in the order of record_encode(). */
void record_each(const struct credential *c, record_visit *visit,
		 void *argument);

/* The kept field whose key the `length` bytes at `key` are, or -1. */
int record_field(const char *key, size_t length);

/* Whether both are kept as the same record, to the letter. */
bool record_equal(const struct credential *a, const struct credential *b);

/*
 * Reads a record, up to a blank line or its end, into `out`, which it clears
 * first. STATUS_MALFORMED, with `out` empty, if that is no record; a message
 * names the line's number, never its text.
 */
enum status record_decode(const char *text, size_t length,
			  struct credential *out, struct error *e);

#endif
