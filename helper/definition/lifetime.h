#ifndef HELPER_DEFINITION_LIFETIME_H
#define HELPER_DEFINITION_LIFETIME_H

#include <stdbool.h>

#include "helper/definition/provider.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/* When a token ends, as a person says it. */
struct lifetime {
	bool never;
	long long end; /* seconds since 1970 */
};

/*
 * Reads `never`, a number of days from now, or a date, YYYY-MM-DD, which is
 * its beginning here. STATUS_USAGE for all else, for what is over, and for
 * more days, or `never`, than the provider (or NULL) allows. Fewer than it
 * allows are fine: a token made a while ago may have few days left.
 */
enum status lifetime_read(const char *text, const struct provider *provider,
			  long long now, struct lifetime *out, struct error *e);

/* Notes it in a record as something that was asked. */
void lifetime_note(const struct lifetime *lifetime, struct credential *record);

#endif
