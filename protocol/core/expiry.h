#ifndef PROTOCOL_CORE_EXPIRY_H
#define PROTOCOL_CORE_EXPIRY_H

#include "protocol/core/credential.h"

/* When a record ends, in seconds since 1970; 0: not known, or never. */
long long expiry_noted(const struct credential *record);

/*
 * Whole days from `now` to an expiry that is known; a begun hour is a whole
 * one, so that 30 days are 30 a moment later, too. Less than 0 if it is over.
 */
long long expiry_days_left(const struct credential *record, long long now);

/*
 * The same as expiry_noted(), for protocols that hand that on: 0 if it
 * is only guessed, too, since callers act on it.
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
