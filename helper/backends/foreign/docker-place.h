#ifndef HELPER_BACKENDS_FOREIGN_DOCKER_PLACE_H
#define HELPER_BACKENDS_FOREIGN_DOCKER_PLACE_H

#include <stdbool.h>
#include <stddef.h>

#include "protocol/core/buffer.h"
#include "protocol/core/credential.h"

/*
 * How an address is told to docker's helpers, which keep one username and
 * secret for one server. So the server has the whole address:
 *
 *	PROTOCOL://[USERNAME]@HOST[/PATH]	: in the place of no username
 *
 * with bytes of USERNAME and PATH that a URL cannot have as `%XX`. What docker
 * and other programs keep there has no username, and often no protocol:
 * `HOST[/PATH]`.
 */

/* Appends the place of an address. */
void docker_place(const struct credential *address, struct buffer *out);

/* Appends that of other programs; see struct foreign_kind. */
bool docker_place_natural(const struct credential *pattern, size_t number,
			  struct buffer *out);

/*
 * The username that goes with a place: the record's, or a word where it has
 * none, since a helper wants one.
 */
const char *docker_place_username(const struct credential *address);

/*
 * Makes `out`, which is empty, the address of a place that a helper has
 * listed with this username. False if it is none.
 */
bool docker_place_read(const char *place, const char *username,
		       struct credential *out);

/* Whether a place is one of ours, which has a username. */
bool docker_place_is_own(const char *place);

#endif
