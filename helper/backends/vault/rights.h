#ifndef HELPER_BACKENDS_VAULT_RIGHTS_H
#define HELPER_BACKENDS_VAULT_RIGHTS_H

#include <stddef.h>

#include "helper/backends/vault/call.h"

/* What our token may do with an entry, as far as vault says. */
enum vault_right {
	VAULT_RIGHT_UNKNOWN,
	VAULT_RIGHT_CHANGE,
	VAULT_RIGHT_READ_ONLY,
};

/*
 * Asks for many paths, each an entry's, and sets one of `rights` for each. It
 * never fails: what cannot be learnt is unknown.
 */
void vault_rights(struct vault *v, char *const *paths, size_t count,
		  enum vault_right *rights);

/*
 * Refuses to change what stands at `path`, if that is known to be forbidden,
 * by the section or by vault: STATUS_UNAVAILABLE. `what` is done there, as in
 * "kept".
 */
enum status vault_rights_check(struct vault *v, const char *path,
			       const char *what, struct error *e);

#endif
