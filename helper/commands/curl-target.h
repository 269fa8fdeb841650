#ifndef HELPER_COMMANDS_CURL_TARGET_H
#define HELPER_COMMANDS_CURL_TARGET_H

#include <stdbool.h>

#include "helper/commands/curl-options.h"
#include "helper/entries/store.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * Where a call of curl goes, and which token is for it. Start with `struct
 * curl_target t = { .store = ... }`, end with curl_target_clear().
 */
struct curl_target {
	const struct store *store; /* borrowed */
	bool found;		   /* a token for one of its URLs */
	struct credential address; /* of the first such URL */
	struct credential record;  /* the token's */
	bool goes_further;	   /* another URL is of another place */
};

/*
 * Looks at every URL of `line`, and, where that holds what is not known, at the
 * `count` words that it was read from. Finding no token is no failure, and what
 * the back-end says of one is.
 */
enum status curl_target_find(struct curl_target *t,
			     const struct curl_line *line, char *const *words,
			     int count, struct error *e);

/* Wipes and frees what was found. */
void curl_target_clear(struct curl_target *t);

#endif
