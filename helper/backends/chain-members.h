#ifndef HELPER_BACKENDS_CHAIN_MEMBERS_H
#define HELPER_BACKENDS_CHAIN_MEMBERS_H

#include <stdbool.h>
#include <stddef.h>

#include "helper/backends/backend.h"

/* Of which back-ends a chain is made: for one address, and in all. */

enum {
	BACKENDS_MAX = 16
};

/* Some back-ends, each once. */
struct backends {
	const struct backend *items[BACKENDS_MAX];
	size_t count;
};

/*
 * Adds every back-end that the configuration reads, those of its sections
 * `store`, too. STATUS_USAGE for a name that is none, or more than there is
 * room for.
 */
enum status backend_all(const struct config *config, struct backends *out,
			struct error *e);

/* Whether they have `backend`, as itself or as one of the two of `auto`. */
bool backends_have(const struct backends *all, const struct backend *backend);

struct members {
	struct backends all;
	size_t writable; /* so many from the front take new records */
};

/*
 * Whether a list such as `secret-service,helper:cache` names back-ends, each
 * once and none behind `auto` that `auto` has already; else STATUS_USAGE.
 */
enum status chain_check(const char *list, struct error *e);

/*
 * Those for an address, in the order in which they are asked. A section `store`
 * of its host, else of its provider, puts its own in front, which alone take
 * new records; the others are read, too, so that nothing gets out of sight.
 * Fails as backend_find() and catalogue_find_host() do.
 */
enum status chain_members(const struct backend *self,
			  const struct config *config,
			  const struct credential *address, struct members *m,
			  struct error *e);

/*
 * The section `store` for the host of an address, else the one for its
 * provider, else NULL. Fails as catalogue_find_host().
 */
enum status chain_section(const struct config *config,
			  const struct credential *address,
			  const struct config_store **section, struct error *e);

/* All that the chain and the sections name; none twice, also not in `auto`. */
enum status chain_all(const struct backend *self, const struct config *config,
		      struct backends *out, struct error *e);

#endif
