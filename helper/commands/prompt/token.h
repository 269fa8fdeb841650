#ifndef HELPER_COMMANDS_PROMPT_TOKEN_H
#define HELPER_COMMANDS_PROMPT_TOKEN_H

#include <stdbool.h>

#include "helper/config/config.h"
#include "helper/definition/provider.h"
#include "protocol/core/buffer.h"
#include "protocol/core/error.h"

/* How a token is read; end with token_input_clear(). */
struct token_input {
	const char *title; /* whose token it is, for the question */
	bool clean;	   /* take away what is around it */
	bool has_lines;	   /* on standard input, lines follow it */
	struct buffer token;
	struct buffer lines; /* those */
};

/*
 * Reads a token, typed unseen by a person or from standard input. What is
 * around it (quotes, `Bearer `) is taken away if `clean` says so or a person
 * does; STATUS_MALFORMED otherwise, as token_text_read() says it.
 */
enum status token_input_read(struct token_input *input, struct error *e);

/* Wipes and frees what was read. */
void token_input_clear(struct token_input *input);

/*
 * Warns on standard error of a token that does not look like one of the
 * provider's. One that looks like another provider's is not sent there
 * unasked: a person is asked, a script needs `force`, else STATUS_USAGE.
 */
enum status token_input_check(const struct config *config,
			      const struct provider *provider,
			      const char *token, bool force, struct error *e);

#endif
