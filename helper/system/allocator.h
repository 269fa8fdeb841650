#ifndef HELPER_SYSTEM_ALLOCATOR_H
#define HELPER_SYSTEM_ALLOCATOR_H

#include <stddef.h>

/*
 * free(3) and realloc(3) that leave nothing behind, for a library that makes
 * copies of secrets in memory of its own.
 */
void wiping_free(void *memory);
void *wiping_realloc(void *memory, size_t size);

/*
 * malloc(3) and its relatives that end the process by memory_exhausted() when
 * no memory is left, for a library that would abort or crash then: the Makefile
 * gives json-c's and libconfuse's archives these in their place.
 */
void *demanding_malloc(size_t size);
void *demanding_calloc(size_t count, size_t size);
void *demanding_realloc(void *memory, size_t size);
void *demanding_reallocarray(void *memory, size_t count, size_t size);
char *demanding_strdup(const char *text);
char *demanding_strndup(const char *text, size_t length);

#endif
