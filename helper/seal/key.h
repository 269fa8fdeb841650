#ifndef HELPER_SEAL_KEY_H
#define HELPER_SEAL_KEY_H

#include "helper/config/config.h"
#include "helper/seal/seal.h"
#include "protocol/core/error.h"

/*
 * Where the master key comes from: see enum key_source. `keys` always lies in
 * secret memory.
 */

/*
 * Loads the key and derives from it. STATUS_NOT_FOUND, without a message, if
 * there is none; STATUS_LOCKED if a passphrase is wrong or cannot be asked
 * for; STATUS_FAILED for a file that others may read, that is no regular
 * file, or that is damaged.
 */
enum status key_load(const struct config *config, struct seal_keys *keys,
		     struct error *e);

/*
 * Makes the key file with a new key, and loads it; if another process was
 * faster, its key. The caller holds a lock and knows that no record is sealed
 * with a key that is now missing. A credential of systemd is never made:
 * STATUS_UNAVAILABLE.
 */
enum status key_create(const struct config *config, struct seal_keys *keys,
		       struct error *e);

/* Says that the key of `count` records is missing, and what to do. */
enum status key_missing(const struct config *config, size_t count,
			struct error *e);

/* Says that `count` records in the store are sealed with another key. */
enum status key_wrong(const struct config *config, size_t count,
		      struct error *e);

#endif
