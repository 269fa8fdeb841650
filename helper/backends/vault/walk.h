#ifndef HELPER_BACKENDS_VAULT_WALK_H
#define HELPER_BACKENDS_VAULT_WALK_H

#include <stdbool.h>

#include "helper/backends/vault/call.h"
#include "helper/backends/vault/path.h"

/*
 * Called for each path that may hold a record, erased ones too, with its
 * address; both are borrowed. It may set `*more` to false, which ends the
 * walk. What it returns ends it as well, unless it is STATUS_OK.
 */
typedef enum status vault_visit(const char *path,
				const struct credential *address, bool *more,
				void *argument, struct error *e);

/*
 * Walks through what a pattern may match; an empty pattern is all. Only where
 * the pattern leaves something open folders are listed.
 */
enum status vault_walk(struct vault *v, const struct credential *pattern,
		       vault_visit *visit, void *argument, struct error *e);

#endif
