#ifndef PROTOCOL_CORE_MEMORY_H
#define PROTOCOL_CORE_MEMORY_H

#include <stddef.h>

/*
 * Memory for secrets: locked against swapping where the limit allows,
 * left out of core dumps, wiped before it is given back. Running out of
 * memory ends the process with exit code 6; nothing is ever half done then,
 * because every back-end replaces atomically.
 */

/* `size` bytes, zeroed. The caller frees them with secret_free(). */
void *secret_alloc(size_t size);

/* Wipes and frees what secret_alloc() gave; NULL is fine. */
void secret_free(void *memory);

/* A NUL-terminated copy of the `length` bytes at `text`. */
char *secret_copy(const char *text, size_t length);

/* Says that no memory is left, and ends the process with exit code 6. */
void memory_exhausted(void) __attribute__((noreturn));

/* Ordinary memory, zeroed, under the same rule; the caller frees it. */
void *memory_alloc(size_t count, size_t size);

/*
 * The array `items`, which has `count` of `size` bytes each, with room for one
 * more: `items` itself or, if it is full, a larger copy for which it was freed.
 * What is added behind is zeroed. NULL, with a count of 0, begins one.
 */
void *memory_grow(void *items, size_t count, size_t size);

/* A text as printf(3) makes it, in ordinary memory; the caller frees it. */
char *memory_format(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

/* An ordinary copy of `length` bytes with a NUL; the caller frees it. */
char *memory_copy(const char *text, size_t length);

#endif
