#ifndef HELPER_DEFINITION_TOKEN_H
#define HELPER_DEFINITION_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include "helper/definition/provider.h"
#include "protocol/core/error.h"

/*
 * What people type, paste or pipe as a token: often it is more than the
 * token. Nothing of it is ever part of a message.
 */

enum {
	TOKEN_MAX = 65535,	  /* bytes, as one line of git's protocol */
	TOKEN_DRESSING_MAX = 192, /* bytes, with the NUL */
};

struct token_text {
	const char *data; /* borrowed from what was read; no NUL behind it */
	size_t length;
	/*
	 * What stood around the token, in words: `quotes around it, 'Bearer'
	 * in front`. "" if there was nothing.
	 */
	char dressing[TOKEN_DRESSING_MAX];
};

/*
 * Finds the token in the `length` bytes at `text`. One line feed at the end
 * belongs to the reading and is dropped. Quotes, `Bearer` and the like are
 * left out of `out` and named there: the caller refuses such a text or, told
 * so, takes what is left. STATUS_MALFORMED gives the reason for a text that
 * holds no token: empty, blanks only, several lines, control bytes, longer
 * than TOKEN_MAX.
 */
enum status token_text_read(const char *text, size_t length,
			    struct token_text *out, struct error *e);

/* As token_text_read() says it; for a text that was too long to be read. */
enum status token_text_too_long(struct error *e);

/* Whether the hint patterns fit; true, too, where there are none. */
bool token_text_fits(const struct provider *provider, const char *token);

/*
 * The first type of the provider's that the token looks like, or NULL; a token
 * of NULL looks like none. Borrowed from the provider.
 */
const char *token_text_type(const struct provider *provider, const char *token);

#endif
