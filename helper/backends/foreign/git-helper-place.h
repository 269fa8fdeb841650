#ifndef HELPER_BACKENDS_FOREIGN_GIT_HELPER_PLACE_H
#define HELPER_BACKENDS_FOREIGN_GIT_HELPER_PLACE_H

#include <stdbool.h>

#include "protocol/core/buffer.h"
#include "protocol/core/credential.h"

/*
 * How an address is told to git's helpers. Many of them take "not given" for
 * "any", forget paths, or mix up the ports of a host: git credential-store
 * drops every path of a user who is stored without one,
 * git-credential-libsecret gives for a host what it keeps for one of its ports.
 * So only what has a username, no path and no port goes as it is, which is how
 * git itself would keep it. Everything else is told apart by its username:
 *
 *	ringbearer:[no-host&][username=NAME&][path=PATH]
 *
 * with `%`, `&` and control bytes of NAME as `%XX`.
 */

/* The place of what goes as it is. Any other place is the username. */
#define HELPER_PLACE_AS_IS "="

/* Appends the place of an address. */
void helper_place(const struct credential *address, struct buffer *out);

/* Makes `out`, which is empty, what a helper is told: an address alone. */
void helper_place_tell(const struct credential *address, const char *place,
		       struct credential *out);

/*
 * Undoes helper_place() for a username that a helper has answered: sets
 * username and path of `c`. False if it is not one of these, which stays.
 */
bool helper_place_read(const char *username, struct credential *c);

#endif
