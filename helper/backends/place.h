#ifndef HELPER_BACKENDS_PLACE_H
#define HELPER_BACKENDS_PLACE_H

#include <stdbool.h>

#include "helper/backends/backend.h"
#include "protocol/core/buffer.h"

/*
 * Which place a back-end means with this configuration and environment, and
 * what is to be said when one of several is out of reach.
 */

/* Appends all that says which place it is; different places differ. */
void place_describe(const struct config *config, const struct backend *backend,
		    struct buffer *out);

/* Notes that the place keeps an entry. */
void place_used(const struct config *config, const struct backend *backend);

/*
 * Whether a back-end that gave `status` keeps entries that could not be looked
 * at: it is STATUS_UNAVAILABLE, and its place was noted. Then `e` says so,
 * with the reason that it holds, if any, and the way out.
 */
bool place_is_unseen(const struct config *config, const struct backend *backend,
		     enum status status, struct error *e);

#endif
