#ifndef HELPER_COMMANDS_PROMPT_GUIDE_H
#define HELPER_COMMANDS_PROMPT_GUIDE_H

#include <stdbool.h>

#include "helper/commands/display/wrap.h"
#include "helper/definition/provider.h"

/*
 * What leads a person to a token: the provider's steps, scopes, pages and
 * warnings, as its definition has them. Texts are made harmless to show.
 */

/* Appends the steps, numbered. */
void guide_steps(struct wrap *g, const struct provider *provider);

/*
 * Appends `heading` and the scopes to tick, each with its reason, for a list
 * of those that are wanted or NULL: scopes_to_tick(). Nothing if there are
 * none.
 */
void guide_scopes(struct wrap *g, const char *heading,
		  const struct provider *provider, const char *wanted);

/* Appends `heading` and the warnings; nothing if there are none. */
void guide_warnings(struct wrap *g, const char *heading,
		    const struct provider *provider);

/* Prints all of it to standard error, for its terminal. */
void guide_print(const struct provider *provider, const char *wanted);

/* Opens a page in the browser; says so on standard error if it cannot. */
void guide_open(const char *address);

/* Whether there is a desktop that could show a page. */
bool guide_has_desktop(void);

#endif
