#ifndef HELPER_ENTRIES_VERSIONS_H
#define HELPER_ENTRIES_VERSIONS_H

#include "helper/entries/store.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * Finds what a person means to restore: an address (with `://` in it), or the
 * name of an entry that is kept, else of one that was erased. `address`, which
 * the caller clears, becomes its address and provider. The loaded `store` is
 * opened, and becomes the one that the versions are kept in. STATUS_USAGE where
 * none are, or if the name fits several; STATUS_NOT_FOUND says what there is.
 */
enum status versions_find(struct store *store, const char *name,
			  struct credential *address, struct error *e);

#endif
