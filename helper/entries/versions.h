#ifndef HELPER_ENTRIES_VERSIONS_H
#define HELPER_ENTRIES_VERSIONS_H

#include "helper/backends/backend.h"
#include "helper/config/config.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * Finds what a person means to restore: an address (with `://` in it), or the
 * name of an entry that is kept, else of one that was erased. `address`, which
 * the caller clears, becomes its address and provider, `*backend` where its
 * versions are kept. STATUS_USAGE where none are, or if the name fits several;
 * STATUS_NOT_FOUND says what there is.
 */
enum status restoring_find(const struct config *config, const char *name,
			   const struct backend **backend,
			   struct credential *address, struct error *e);

#endif
