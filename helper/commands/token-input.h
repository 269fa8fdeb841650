#ifndef HELPER_COMMANDS_TOKEN_INPUT_H
#define HELPER_COMMANDS_TOKEN_INPUT_H

#include <stdbool.h>

#include "helper/config.h"
#include "helper/provider.h"
#include "protocol/error.h"
#include "protocol/secret.h"

/*
 * Reads a token, typed unseen by a person or from standard input, and
 * appends it to `token`. What is around it (quotes, `Bearer `) is taken away
 * if `clean` says so or a person does; STATUS_MALFORMED otherwise, as
 * token_text_read() says it. `title` names whose token it is, for the
 * question.
 */
enum status token_input_read(const char *title, bool clean,
			     struct buffer *token, struct error *e);

/*
 * Warns on standard error of a token that does not look like one of the
 * provider's. One that looks like another provider's is not sent there
 * unasked: a person is asked, a script needs `force`, else STATUS_USAGE.
 */
enum status token_input_check(const struct config *config,
			      const struct provider *provider,
			      const char *token, bool force, struct error *e);

#endif
