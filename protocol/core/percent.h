#ifndef PROTOCOL_CORE_PERCENT_H
#define PROTOCOL_CORE_PERCENT_H

#include <stdbool.h>
#include <stddef.h>

#include "protocol/core/buffer.h"

/*
 * Bytes written as `%XX`, in capitals: of records, URLs (RFC 3986, 2.1) and
 * file names. Which bytes are written so is the caller's to say.
 */

/* Appends `c`: as it is if it is `plain`, else as `%XX`. */
void percent_add(char c, bool plain, struct buffer *out);

/*
 * Appends `text` as a record has it: `%`, control bytes and, where the text is
 * not UTF-8, every byte above 0x7f as `%XX`.
 */
void percent_encode(const char *text, struct buffer *out);

/*
 * Appends `text` as part of a URL: all but what RFC 3986 (2.3) calls
 * unreserved, and the characters of `also`, as `%XX`. Never leaves `out`
 * without a NUL.
 */
void percent_encode_url(const char *text, const char *also, struct buffer *out);

/*
 * Undoes all of them, appending to `out`. False, for a `%` without two
 * hexadecimal digits behind it and for `%00`.
 */
bool percent_decode(const char *text, size_t length, struct buffer *out);

#endif
