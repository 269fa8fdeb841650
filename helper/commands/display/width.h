#ifndef HELPER_COMMANDS_DISPLAY_WIDTH_H
#define HELPER_COMMANDS_DISPLAY_WIDTH_H

#include <stddef.h>

/*
 * Columns that a text takes on a terminal. Texts are UTF-8 that
 * text_sanitize() has been over. wcwidth(3) counts, in glibc's C.UTF-8 if the
 * person's own locale is not UTF-8; without either a character is a column.
 */

/*
 * Chooses the locale for characters; call it before the others, and before a
 * command has had secrets: what libc looks up for this has the dynamic linker
 * put all registers on the stack, and a piece of a secret may be in them.
 */
void width_prepare(void);

/* The columns of `text`. */
int width_of(const char *text);

/*
 * How many bytes at the beginning of `text` fit into `columns`, and how many
 * columns these take; no character is parted from the marks that combine with
 * it.
 */
size_t width_fit(const char *text, int columns, int *used);

/* What stands for a part that was left out: U+2026, or `..` without UTF-8. */
const char *width_ellipsis(void);

#endif
