#ifndef HELPER_CATALOGUE_H
#define HELPER_CATALOGUE_H

#include "helper/config.h"
#include "helper/provider.h"
#include "protocol/error.h"

/*
 * Which provider a host belongs to. The built-in definitions are part of the
 * program, found by binary search in a table of hosts that is made when the
 * program is built; only the one that is found is read. A user's own lie in
 * config->providers_directory as NAME.conf, and may take over a built-in's
 * host or name with `override = true` only. Without that folder a look-up
 * costs one open(2) and one search.
 */

/*
 * Finds the provider of `host` (canonical). STATUS_OK gives a provider that
 * the caller frees; STATUS_NOT_FOUND, without a message, for every other
 * host. STATUS_MALFORMED for any definition of the user's that is wrong, since
 * it may be meant for this host, and for a file or folder of theirs that
 * another user owns or may write.
 */
enum status catalogue_find_host(const struct config *config, const char *host,
				struct provider **provider, struct error *e);

/* The same by the provider's name; reads no other definition. */
enum status catalogue_find_name(const struct config *config, const char *name,
				struct provider **provider, struct error *e);

#endif
