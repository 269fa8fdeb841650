#ifndef HELPER_COMMANDS_GUIDE_H
#define HELPER_COMMANDS_GUIDE_H

#include <stdbool.h>

#include "helper/provider.h"

/*
 * What leads a person to a token: the provider's steps and warnings, as its
 * definition has them, and the page.
 */

/*
 * Prints `text` to the descriptor `fd`, broken at blanks so that lines fit
 * its terminal, every line behind `indent` blanks and the first one behind
 * `mark`, which stands in them.
 */
void guide_wrap(int fd, const char *mark, int indent, const char *text);

/* Prints steps, page and warnings to standard error. */
void guide_print(const struct provider *provider);

/* Opens a page in the browser; says so on standard error if it cannot. */
void guide_open(const char *address);

/* Whether there is a desktop that could show a page. */
bool guide_has_desktop(void);

#endif
