#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "helper/system/wiping.h"

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
