#ifndef HELPER_BACKENDS_VAULT_PATH_H
#define HELPER_BACKENDS_VAULT_PATH_H

#include <stdbool.h>
#include <stddef.h>

#include "protocol/core/buffer.h"
#include "protocol/core/credential.h"

/*
 * Where the record of an address stands in vault: the template of the
 * configuration, in which a variable becomes the field, each byte but letters,
 * digits and `-._~@:` written %XX (a dot behind another or in front, too); `-`
 * alone is a field that is not given, `=` one that is empty. So a path leads
 * back to the address, and only one does. What the template has no variable
 * for is https or not given.
 */

enum {
	VAULT_SEGMENTS_MAX = 16
};

/* What stands between two slashes: text around one variable, or alone. */
struct vault_segment {
	const char *before; /* in the template */
	size_t before_length;
	int field; /* -1: no variable */
	const char *behind;
	size_t behind_length;
};

struct vault_template {
	struct vault_segment segments[VAULT_SEGMENTS_MAX];
	size_t count;
};

/*
 * Takes the template apart, which it borrows. False for more than
 * VAULT_SEGMENTS_MAX segments.
 */
bool vault_template_read(const char *text, struct vault_template *t);

/* Whether there is a place for such an address at all. */
bool vault_template_fits(const struct vault_template *t,
			 const struct credential *address);

/* Appends one segment for an address. */
void vault_segment_add(const struct vault_segment *segment,
		       const struct credential *address, struct buffer *out);

/*
 * Sets the segment's field of `address` to what `text` says of it. False if
 * the segment never looks like that; then nothing is set.
 */
bool vault_segment_read(const struct vault_segment *segment, const char *text,
			size_t length, struct credential *address);

/*
 * Appends the path of an address by the template `text`. False if that has no
 * place for it.
 */
bool vault_path_of(const char *text, const struct credential *address,
		   struct buffer *out);

#endif
