#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "helper/system/allocator.h"
#include "protocol/core/memory.h"

void wiping_free(void *memory)
{
	if (memory)
		explicit_bzero(memory, malloc_usable_size(memory));
	free(memory);
}

void *wiping_realloc(void *memory, size_t size)
{
	size_t old = memory ? malloc_usable_size(memory) : 0;
	void *fresh;

	if (size <= old && size > old / 2)
		return memory;
	fresh = malloc(size);
	if (!fresh)
		return NULL;
	if (memory)
		memcpy(fresh, memory, old < size ? old : size);
	wiping_free(memory);
	return fresh;
}

static void *demand(void *memory)
{
	if (!memory)
		memory_exhausted();
	return memory;
}

void *demanding_malloc(size_t size)
{
	return demand(malloc(size ? size : 1));
}

void *demanding_calloc(size_t count, size_t size)
{
	return demand(calloc(count ? count : 1, size ? size : 1));
}

void *demanding_realloc(void *memory, size_t size)
{
	return demand(wiping_realloc(memory, size ? size : 1));
}

void *demanding_reallocarray(void *memory, size_t count, size_t size)
{
	return demand(reallocarray(memory, count ? count : 1, size ? size : 1));
}

char *demanding_strdup(const char *text)
{
	return demand(strdup(text));
}

char *demanding_strndup(const char *text, size_t length)
{
	return demand(strndup(text, length));
}
