#include <stdlib.h>
#include <string.h>

#include "helper/system/allocator.h"
#include "helper/system/wiping.h"
#include "protocol/core/memory.h"

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
