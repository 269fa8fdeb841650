#ifndef HELPER_BACKENDS_PASS_ENTRY_H
#define HELPER_BACKENDS_PASS_ENTRY_H

#include <stdbool.h>

#include "protocol/core/buffer.h"
#include "protocol/core/credential.h"

/*
 * The text of an entry, as a person sees and may edit it. Nothing here touches
 * a file:
 *
 *	the secret's first line, so that `pass show -c` gives it
 *	ringbearer: 1
 *	KEY: VALUE		lines of the record, up to a blank line
 *
 *	all else is the person's, and kept as it is
 *
 * The lines are those of protocol/core/record.h, with `: ` for the `=`; one
 * that a newer version wrote elsewhere is called `other.KEY`. If the secret has
 * several lines its own line holds the whole, which counts as long as it
 * begins with the entry's first line. `first-line: credential` says that the
 * first line is no password, `first-line: none` that there is none.
 *
 * A text without the second line is a person's: a password, and no more. Lines
 * that are unknown are kept, behind the blank line.
 */

enum {
	PASS_TEXT_MAX = 8 << 20,	     /* bytes of text */
	PASS_SEALED_MAX = PASS_TEXT_MAX * 2, /* bytes of its file */
};

enum pass_text {
	PASS_TEXT_READ,
	PASS_TEXT_PLAIN,  /* a person's: the record has no address, no notes */
	PASS_TEXT_NEWER,  /* of a version that this program does not know */
	PASS_TEXT_BINARY, /* no text: it has a NUL */
};

/*
 * Reads `text` into `record`, which it clears first, and appends what is a
 * person's to `rest`.
 */
enum pass_text pass_text_read(const struct buffer *text,
			      struct credential *record, struct buffer *rest);

/* Appends the text of `record`, and what is a person's. */
void pass_text_write(const struct credential *record, const struct buffer *rest,
		     struct buffer *out);

#endif
