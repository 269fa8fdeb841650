#ifndef HELPER_SYSTEM_TERMINAL_H
#define HELPER_SYSTEM_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

#include "protocol/core/error.h"

/*
 * The person at the terminal, if there is one. Questions go to standard
 * error, so that standard output stays for what is asked for.
 */

/*
 * Whether GIT_TERMINAL_PROMPT forbids to ask: one of git-config(1)'s words for
 * "no" (git(1), "GIT_TERMINAL_PROMPT").
 */
bool terminal_is_forbidden(void);

/*
 * Whether a person can be asked: standard input and standard error are
 * terminals, and GIT_TERMINAL_PROMPT does not forbid it.
 */
bool terminal_has_person(void);

/*
 * Whether another program could ask a person: there is a display, or the
 * process has a terminal, and GIT_TERMINAL_PROMPT does not forbid it.
 */
bool terminal_may_prompt(void);

/* Columns of the terminal behind `fd`; 0 if it is none. */
int terminal_width(int fd);

/*
 * Whether to colour what goes to `fd`: a terminal, neither NO_COLOR nor
 * TERM=dumb (https://no-color.org).
 */
bool terminal_has_color(int fd);

/*
 * Asks for one line and reads it into `out`, without its newline.
 * STATUS_USAGE if nobody can be asked or the input ended.
 */
enum status terminal_ask(const char *question, char *out, size_t size,
			 struct error *e);

/*
 * Asks for yes or no; an empty answer is no. STATUS_OK and `*yes`, or as
 * terminal_ask().
 */
enum status terminal_confirm(const char *question, bool *yes, struct error *e);

/*
 * Asks for a secret without showing what is typed (readpassphrase(3)), and
 * gives it in secret memory, owned by the caller, who calls secret_free().
 * Signals put the terminal back and then do what they do. STATUS_USAGE as
 * above.
 */
enum status terminal_ask_secret(const char *question, char **out,
				struct error *e);

/*
 * Opens an https address in a browser (xdg-open), if it can. One that `stays`
 * has the terminal, and is waited for; another has neither that nor our
 * outputs, and goes on by itself once it has not failed for a moment.
 */
bool terminal_open_page(const char *address, bool stays);

#endif
