#ifndef HELPER_DEMANDING_H
#define HELPER_DEMANDING_H

#include <stddef.h>

/*
 * malloc(3), calloc(3), realloc(3) and strdup(3) that end the process by
 * memory_exhausted() when no memory is left, for a library that would abort or
 * crash then: the Makefile gives json-c's archive these in their place.
 */
void *demanding_malloc(size_t size);
void *demanding_calloc(size_t count, size_t size);
void *demanding_realloc(void *memory, size_t size);
char *demanding_strdup(const char *text);

#endif
