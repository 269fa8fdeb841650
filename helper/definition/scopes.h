#ifndef HELPER_DEFINITION_SCOPES_H
#define HELPER_DEFINITION_SCOPES_H

#include <stdbool.h>

#include "helper/definition/provider.h"
#include "protocol/core/buffer.h"
#include "protocol/core/error.h"

/*
 * Which of its provider's scopes a token is to have, and whether it has them.
 * A list of them is a text: names that are parted by commas or blanks, as
 * people and providers write it. It is borrowed.
 */

/*
 * Checks a list that a person gave, or none (NULL). STATUS_USAGE if it is
 * empty, holds a control character, or tells the place of the first one that
 * the provider does not have, never its text, and the closest one.
 */
enum status scopes_check(const char *list, const struct provider *provider,
			 struct error *e);

/*
 * Whether a person has to tick the scope: it is in `list` (NULL: nobody said
 * anything) or needed by ringbearer, and none of these includes it.
 */
bool scopes_to_tick(const struct provider *provider,
		    const struct provider_scope *scope, const char *list);

/*
 * Appends those of the list `wanted` that `told`, the provider's list of what
 * a token has, neither names nor includes, parted by `, `.
 */
void scopes_lacking(const struct provider *provider, const char *wanted,
		    const char *told, struct buffer *out);

#endif
