#ifndef HELPER_BACKENDS_PASS_RECIPIENTS_H
#define HELPER_BACKENDS_PASS_RECIPIENTS_H

#include <stddef.h>

#include "helper/backends/pass/folder.h"

/*
 * Whom an entry is encrypted to: the keys of $PASSWORD_STORE_KEY, else of the
 * file `.gpg-id` in its folder or the nearest above it, a key a line, with
 * comments behind `#`.
 */

/* Start with `{0}`; end with pass_words_clear(). Owns all. */
struct pass_words {
	char **words;
	size_t count;
};

/* Adds the words between blanks of `text`, which may be NULL. */
void pass_words_add(const char *text, struct pass_words *out);

/* Adds this one, as it is. `words` always ends with NULL, once there is one. */
void pass_word_add(const char *word, struct pass_words *out);

void pass_words_clear(struct pass_words *words);

/*
 * Those for the entries of `folder`, which need not be there. If
 * $PASSWORD_STORE_SIGNING_KEY is set, one of its keys must have signed the
 * file: else STATUS_FAILED. STATUS_UNAVAILABLE if there is no such file.
 */
enum status pass_recipients(const struct pass_store *store, const char *folder,
			    struct pass_words *out, struct error *e);

#endif
