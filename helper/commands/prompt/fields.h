#ifndef HELPER_COMMANDS_PROMPT_FIELDS_H
#define HELPER_COMMANDS_PROMPT_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include "helper/definition/provider.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * How the typed fields of a provider come in: as arguments, as further lines
 * of standard input behind the token, or from a person. All go into a request.
 */

/*
 * Takes arguments FIELD=VALUE. STATUS_USAGE, without its text, for one that is
 * no such thing, and for a field that is secret: arguments are seen by all.
 */
enum status field_input_arguments(const struct provider *provider, char **words,
				  int count, struct credential *request,
				  struct error *e);

/* Whether secret fields are still to be read from standard input. */
bool field_input_wants_lines(const struct provider *provider,
			     const struct credential *request);

/*
 * Takes the lines behind the token: the secret fields that are not set yet, in
 * the order of the definition; a blank line leaves one out. STATUS_USAGE for
 * more lines than there are fields.
 */
enum status field_input_lines(const struct provider *provider,
			      const char *lines, struct credential *request,
			      struct error *e);

/*
 * Asks a person, if one is there, for what is not set yet, secret ones unseen;
 * then STATUS_USAGE names what is still missing.
 */
enum status field_input_complete(const struct provider *provider,
				 struct credential *request, struct error *e);

#endif
