#ifndef HELPER_COMMANDS_DISPLAY_DIFF_H
#define HELPER_COMMANDS_DISPLAY_DIFF_H

#include "protocol/core/buffer.h"

/*
 * Appends what `diff -u` says of two texts, as one hunk, made harmless to
 * show; nothing if they are equal. Of a line that is none of `ours`, a text,
 * everything behind its first `=` or `:` is left out, and one without them
 * altogether, but for brackets: settings of others hold secrets. Blanks around
 * a line and a comma behind it make it no other one.
 */
void difference_add(const char *before, const char *after, const char *ours,
		    struct buffer *out);

#endif
