#ifndef HELPER_DEFINITION_SYNTAX_H
#define HELPER_DEFINITION_SYNTAX_H

#include "protocol/core/buffer.h"
#include "protocol/core/error.h"

/*
 * Makes a text in libconfuse's form fit for libconfuse 3.3, which counts the
 * line of a comment three times, takes no comment inside a list, puts
 * variables of the environment into values, and ends a string at the end of
 * the text.
 *
 * Appends `text` to `out` without its comments, line by line as it was.
 * STATUS_MALFORMED, naming `file` and the line, for `${` outside a comment, a
 * string that does not end on its line (but for a `\` there), a comment of
 * another kind than `#`, and what is not UTF-8. It does not see a '}' that is
 * missing: libconfuse takes the end of the text for it, unless a key of the
 * outermost level stands there.
 */
enum status definition_text(const char *text, const char *file,
			    struct buffer *out, struct error *e);

#endif
