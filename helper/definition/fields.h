#ifndef HELPER_DEFINITION_FIELDS_H
#define HELPER_DEFINITION_FIELDS_H

#include <stdbool.h>

#include "helper/definition/provider.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * The fields beside the token that a person types, `from = typed`: kept as
 * extras of the record, secret ones as secret.
 */

bool typed_field_is(const struct provider_field *field);

/*
 * The typed field called by the `length` bytes at `name`; NULL if the
 * definition has none. Borrowed.
 */
const struct provider_field *typed_field_find(const struct provider *provider,
					      const char *name, size_t length);

/*
 * Sets a typed field of `c`. STATUS_USAGE, without its text, if the value is
 * empty, holds a control character or is not UTF-8.
 */
enum status typed_field_set(const struct provider_field *field,
			    const char *value, struct credential *c,
			    struct error *e);

/*
 * Copies the typed fields that `from` has, and nothing else. Without a
 * provider there are none.
 */
void typed_field_copy(const struct provider *provider,
		      const struct credential *from, struct credential *to);

/*
 * STATUS_USAGE names all the fields that have to be given and that `c` lacks;
 * the hint says how connect takes them.
 */
enum status typed_field_check(const struct provider *provider,
			      const struct credential *c, struct error *e);

#endif
