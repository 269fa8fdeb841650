#ifndef PROTOCOL_CORE_STRINGS_H
#define PROTOCOL_CORE_STRINGS_H

#include <stddef.h>

/*
 * A list of texts, all owned. Start with `{0}`, end with strings_clear(). Once
 * there is one, a NULL follows the last, as execv(3) wants it.
 */
struct strings {
	char **items;
	size_t count;
};

/* Adds a copy of the `length` bytes at `text`. */
void strings_add_bytes(struct strings *list, const char *text, size_t length);

/* Adds a copy of `text`, as it is. */
void strings_add(struct strings *list, const char *text);

/* Adds each word between blanks of `text`; NULL has none. */
void strings_add_words(struct strings *list, const char *text);

/* Frees all, and leaves an empty list. */
void strings_clear(struct strings *list);

#endif
