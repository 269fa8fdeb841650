#ifndef HELPER_BACKENDS_VAULT_VAULT_MARK_H
#define HELPER_BACKENDS_VAULT_VAULT_MARK_H

#include <stdbool.h>

#include "protocol/core/buffer.h"

struct json_object;

/*
 * Whose the fields of an entry are: its field `ringbearer` holds the format's
 * number, a colon, and the keys that were written by us, a comma behind each.
 */
#define VAULT_MARK "ringbearer"
#define VAULT_FORMAT "1:"

/* Before the key of a value that is percent-encoded, since it is no UTF-8. */
#define VAULT_ENCODED "encoded."

/* The key without VAULT_ENCODED; whether that stood there. Borrowed. */
const char *vault_base_of(const char *key, bool *encoded);

/* The field of a record that is kept under the key, or -1. */
int vault_field_of(const char *key);

/* Appends the key as it stands in the mark. */
void vault_add_marked(const char *key, struct buffer *out);

/* Whether the entry's mark has the key. */
bool vault_is_marked(struct json_object *data, const char *key);

/* What a record always replaces, whoever wrote it: its address and secrets. */
bool vault_is_replaced(int field);

/* Whether a new record takes the field's place, or leaves it out. */
bool vault_is_ours(struct json_object *data, const char *key);

#endif
