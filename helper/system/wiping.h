#ifndef HELPER_SYSTEM_WIPING_H
#define HELPER_SYSTEM_WIPING_H

#include <stddef.h>

/*
 * free(3) and realloc(3) that leave nothing behind, for a library that makes
 * copies of secrets in memory of its own.
 */
void wiping_free(void *memory);
void *wiping_realloc(void *memory, size_t size);

#endif
