#ifndef HELPER_BACKENDS_CACHE_H
#define HELPER_BACKENDS_CACHE_H

#include "helper/backends/backend.h"
#include "helper/config/config.h"
#include "protocol/core/credential.h"

/*
 * A cache in front of any back-end, for as long as `cache { ttl }` says: what
 * it found for a host is kept in the kernel (cache-keys.h), for a get that
 * needs neither the back-end nor its key. Only what was found is kept, and
 * never what came with a failure or a note, and only for a configuration and an
 * environment that mean the same store. Whoever changes something forgets the
 * host, before and after, so that no get gives an old answer once that is done.
 */

/*
 * The back-end of the configuration, behind the cache if that is on. Its
 * changes do not forget: see store.h. Fails as backend_find() does.
 */
enum status cache_open(const struct config *config,
		       const struct backend **backend, struct error *e);

/*
 * Forgets what is cached of the host of `address`, for every configuration:
 * others may have it cached, even if this one caches nothing.
 */
void cache_forget(const struct credential *address);

/* Forgets all that is cached, for every configuration. Returns how much. */
int cache_forget_all(void);

#endif
