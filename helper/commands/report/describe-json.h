#ifndef HELPER_COMMANDS_REPORT_DESCRIBE_JSON_H
#define HELPER_COMMANDS_REPORT_DESCRIBE_JSON_H

#include <json-c/json.h>

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

/* What it is made of. */
enum described_kind {
	DESCRIBED_TEXT,
	DESCRIBED_LIST,
	DESCRIBED_TIME,
	DESCRIBED_NANOSECONDS,
	DESCRIBED_FLAG,
	DESCRIBED_DOUBT, /* a flag that may not be known */
	/* These are put together from more than one field. */
	DESCRIBED_NAME,
	DESCRIBED_FIELDS,
	DESCRIBED_NOTES,
	DESCRIBED_EXPIRES,
	DESCRIBED_DAYS_LEFT,
	DESCRIBED_FINGERPRINT,
	DESCRIBED_HIDDEN,
};

struct described {
	const char *key;
	enum described_kind kind;
	enum field field;
};

/* In their order, ended by a NULL key. */
extern const struct described described[];

/*
 * The value of one, owned by the caller; NULL, which is json-c's null, if it is
 * not known.
 */
json_object *described_value(const struct described *note,
			     const struct credential *record, long long now);

#endif
