#ifndef HELPER_CATALOGUE_CATALOGUE_H
#define HELPER_CATALOGUE_CATALOGUE_H

#include <stdbool.h>

#include "helper/config/config.h"
#include "helper/definition/provider.h"
#include "protocol/core/error.h"

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

/*
 * Finds the definition for a request that may belong to a provider; the
 * caller frees it. `*provider` is NULL for other hosts, and for protocols
 * that are neither https nor http. Fails as catalogue_find_host() does.
 */
enum status catalogue_find_for(const struct config *config,
			       const struct credential *request,
			       struct provider **provider, struct error *e);

/* One definition, as catalogue_each() shows it. All is borrowed. */
struct catalogue_item {
	const char *name;
	const struct provider *provider; /* NULL: it cannot be read */
	bool builtin;
	const struct error *wrong; /* says why it cannot be read */
};

/* Returning false ends the walk. */
typedef bool catalogue_visit(const struct catalogue_item *item, void *argument);

/*
 * Visits every definition, built-in and the user's, sorted by name; one of
 * the user's that has the name of a built-in one stands in its place. A
 * definition that is wrong is visited like the others; STATUS_MALFORMED says
 * that the folder of the user's cannot be read, after the built-in ones have
 * been visited.
 */
enum status catalogue_each(const struct config *config, catalogue_visit *visit,
			   void *argument, struct error *e);

/* The name of the built-in definition that has `host`, or NULL. */
const char *catalogue_builtin_owner(const char *host);

/* Whether a built-in definition has this name. */
bool catalogue_is_builtin(const char *name);

#endif
