#ifndef HELPER_BACKENDS_VAULT_SECRET_FILE_H
#define HELPER_BACKENDS_VAULT_SECRET_FILE_H

#include "protocol/core/buffer.h"
#include "protocol/core/error.h"

/*
 * What a person gives us for vault: a token, or a secret id, as the one word
 * of a file, or elsewhere.
 */

/*
 * Puts `text`, without the blanks around it, in the place of what `out` holds.
 * STATUS_FAILED, naming `what`, for what is empty or no word of ASCII.
 */
enum status vault_take_secret(const char *text, const char *what,
			      struct buffer *out, struct error *e);

/*
 * The same of a file that is the user's own, and closed to others; `noun` is
 * what it holds, as in "the token". STATUS_UNAVAILABLE if there is none.
 */
enum status vault_read_secret(const char *path, const char *noun,
			      struct buffer *out, struct error *e);

/*
 * Puts an unwrapped secret id in the place of the one in the file: it can be
 * unwrapped once, so this comes before anything else. STATUS_FAILED if it
 * cannot be kept.
 */
enum status vault_replace_secret(const char *path, const struct buffer *id,
				 struct error *e);

#endif
