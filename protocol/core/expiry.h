#ifndef PROTOCOL_CORE_EXPIRY_H
#define PROTOCOL_CORE_EXPIRY_H

#include "protocol/core/credential.h"

/*
 * When a record ends, for protocols that hand that on: seconds since 1970, 0
 * if that is not known, or only guessed: callers act on it.
 */
long long expiry_of(const struct credential *record);

enum {
	EXPIRY_SIZE = 32
};

/*
 * The same as RFC 3339 has it, in UTC and without fractions, which Bazel does
 * not read: `2026-11-21T23:59:59Z`. "" where expiry_of() is 0, or beyond the
 * year 9999.
 */
void expiry_text(const struct credential *record, char out[EXPIRY_SIZE]);

#endif
