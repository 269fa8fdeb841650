#ifndef HELPER_COMMANDS_DESCRIBE_H
#define HELPER_COMMANDS_DESCRIBE_H

#include "protocol/core/buffer.h"
#include "protocol/core/credential.h"

/*
 * All that may be shown of an entry: everything but its secrets. Texts are
 * made harmless; times in JSON are seconds since 1970.
 *
 * The keys, which stay as they are: name, protocol, host, path, username,
 * provider, account, label, description, person, email, id, organization,
 * fields (an object of what the provider has beyond them), notes (an object of
 * what a person noted), scopes and missing (lists), verdict, verified,
 * inconclusive, expires, expiry_known, days_left, created, stored, default,
 * disabled, backend, changeable, fingerprint, hidden (a list of what is kept
 * and not shown). In JSON every key is there: what is not known is null.
 */

/* Appends one JSON object, without a newline behind it. */
void describe_json(const struct credential *record, long long now,
		   struct buffer *out);

/* Appends `key: value` lines, for what is known. */
void describe_text(const struct credential *record, long long now,
		   struct buffer *out);

#endif
