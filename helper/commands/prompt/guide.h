#ifndef HELPER_COMMANDS_PROMPT_GUIDE_H
#define HELPER_COMMANDS_PROMPT_GUIDE_H

#include <stdbool.h>

#include "helper/definition/provider.h"
#include "protocol/core/buffer.h"

/*
 * What leads a person to a token: the provider's steps, scopes, pages and
 * warnings, as its definition has them. Texts are made harmless to show.
 */

/*
 * Start with `struct guide g = { .columns = ... }`, end with
 * buffer_clear(&g.out).
 */
struct guide {
	int columns; /* that a line has at most, but for a word too long */
	struct buffer out; /* lines, each ended by LF */
};

/*
 * Appends `text`, broken at blanks, every line behind `indent` blanks and the
 * first one behind `mark`, which stands in them.
 */
void guide_wrap(struct guide *g, const char *mark, int indent,
		const char *text);

/* Appends the steps, numbered. */
void guide_steps(struct guide *g, const struct provider *provider);

/*
 * Appends `heading` and the scopes to tick, each with its reason, for a list
 * of those that are wanted or NULL: scopes_to_tick(). Nothing if there are
 * none.
 */
void guide_scopes(struct guide *g, const char *heading,
		  const struct provider *provider, const char *wanted);

/* Appends `heading` and the warnings; nothing if there are none. */
void guide_warnings(struct guide *g, const char *heading,
		    const struct provider *provider);

/* Prints all of it to standard error, for its terminal. */
void guide_print(const struct provider *provider, const char *wanted);

/* Opens a page in the browser; says so on standard error if it cannot. */
void guide_open(const char *address);

/* Whether there is a desktop that could show a page. */
bool guide_has_desktop(void);

#endif
