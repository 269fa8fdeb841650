#ifndef HELPER_VERIFIER_REDACT_H
#define HELPER_VERIFIER_REDACT_H

#include <stddef.h>

#include "protocol/core/buffer.h"

/*
 * Replaces in `text`, which may hold NUL bytes, every occurrence of `secret`
 * by `mark`: as it is, with any of its bytes as %XX or as JSON escapes them,
 * and in base64 or base64url, alone or amid other bytes (`user:secret`), of
 * which then all that stands together is replaced. NULL and "" are nowhere.
 *
 * What is cut off, or encoded in another way, is not found.
 */
void hide(struct buffer *text, const char *secret, const char *mark);

#endif
