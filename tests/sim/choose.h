/*
 * Which answer a request gets: by host, path and the words in the token, with
 * no state, so that any number of tests may run at once.
 *
 * A token holds "sim-PROVIDER-WORD" somewhere ("ntn_sim-notion-good" will do)
 * and ends after it, or after a number that tells two tokens of the same kind
 * apart ("sim-notion-good-2"). WORD may start with an endpoint's name
 * ("sim-harvest-me-500"): that endpoint then answers 500, the others "good".
 * All other tokens are "invalid".
 */
#ifndef TESTS_SIM_CHOOSE_H
#define TESTS_SIM_CHOOSE_H

#include <stdbool.h>
#include <stddef.h>

#include "tests/sim/answer.h"

/*
 * What an answer depends on. Strings are borrowed; absent ones are NULL.
 * header is asked, with context, for what a struct need names.
 */
struct request {
	const char *method;
	const char *host;
	const char *path;
	const char *token;
	const char *account;
	const char *(*header)(const void *context, const char *name);
	const void *context;
};

/* What was chosen; both point into the tables. */
struct choice {
	const struct answer *answer;
	const struct person *person;
};

/* Whether a provider of the tables answers on that host. */
bool choose_knows_host(const char *host);

/*
 * Whether a token of these tests that belongs to one provider is on its way to
 * another's host. Other tokens never are.
 */
bool choose_is_astray(const char *token, const char *host);

/* False when it does not (the request's host, then). */
bool choose_answer(const struct request *request, struct choice *choice);

/*
 * The text with the person's $members$ put in; its length is in *len. The
 * caller frees it; NULL when memory is short.
 */
char *choose_expand(const char *text, const struct person *person, size_t *len);

#endif
