#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "protocol/core/memory.h"

/*
 * Small secrets share one locked region: a mapping of its own for each would
 * cost four system calls a secret. It is handed out like a stack: the room of
 * a block comes back when all above it are gone, too.
 */
enum {
	POOL_SIZE = 32768,
	POOL_LARGEST = 8192,
	ALIGNMENT = 16,
	FIRST_ROOM = 8, /* of a growing array; a power of two */
};

enum state {
	STATE_MAPPED, /* on its own */
	STATE_POOLED,
	STATE_FREE, /* in the pool, below one that is not */
};

struct header {
	size_t size;	    /* of the whole block, this header included */
	unsigned int below; /* where the block beneath it begins */
	enum state state;
};

static struct {
	char *memory;
	unsigned int used;
	unsigned int top; /* where the last block begins, if any is used */
} pool;

void memory_exhausted(void)
{
	static const char text[] = "ringbearer: out of memory\n";

	(void)!write(STDERR_FILENO, text, sizeof(text) - 1);
	_exit(6);
}

static void *map_locked(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		memory_exhausted();
	/* A limit of zero locked bytes is common: then it may be swapped. */
	(void)mlock(memory, size);
	(void)madvise(memory, size, MADV_DONTDUMP);
	return memory;
}

static struct header *block_at(unsigned int place)
{
	return (struct header *)(void *)(pool.memory + place);
}

static struct header *pool_take(size_t size)
{
	struct header *block;

	if (!pool.memory)
		pool.memory = map_locked(POOL_SIZE);
	if (size > POOL_LARGEST || size > POOL_SIZE - pool.used)
		return NULL;
	block = block_at(pool.used);
	block->state = STATE_POOLED;
	block->below = pool.top;
	pool.top = pool.used;
	pool.used += (unsigned int)size;
	return block;
}

static void pool_return(struct header *block)
{
	block->state = STATE_FREE;
	while (pool.used > 0 && block_at(pool.top)->state == STATE_FREE) {
		block = block_at(pool.top);
		pool.used = pool.top;
		pool.top = block->below;
		/* The next block here may have this in its middle. */
		*block = (struct header){ 0 };
	}
}

void *secret_alloc(size_t size)
{
	struct header *block;
	size_t whole;

	if (size > SIZE_MAX / 2)
		memory_exhausted();
	whole = (sizeof(*block) + size + ALIGNMENT - 1) & ~(ALIGNMENT - 1UL);
	block = pool_take(whole);
	if (!block) {
		block = map_locked(whole);
		block->state = STATE_MAPPED;
	}
	block->size = whole;
	return block + 1;
}

void secret_free(void *memory)
{
	struct header *block;

	if (!memory)
		return;
	block = (struct header *)memory - 1;
	explicit_bzero(memory, block->size - sizeof(*block));
	if (block->state == STATE_MAPPED)
		(void)munmap(block, block->size);
	else
		pool_return(block);
}

char *secret_copy(const char *text, size_t length)
{
	char *copy = secret_alloc(length + 1);

	memcpy(copy, text, length);
	return copy;
}

void *memory_alloc(size_t count, size_t size)
{
	void *memory = calloc(count ? count : 1, size ? size : 1);

	if (!memory)
		memory_exhausted();
	return memory;
}

void *memory_grow(void *items, size_t count, size_t size)
{
	void *larger;

	/* Room is doubled, so it is full where it is a power of two. */
	if (count && (count < FIRST_ROOM || (count & (count - 1))))
		return items;
	larger = memory_alloc(count ? 2 * count : FIRST_ROOM, size);
	if (count)
		memcpy(larger, items, count * size);
	free(items);
	return larger;
}

char *memory_copy(const char *text, size_t length)
{
	char *copy = memory_alloc(length + 1, 1);

	memcpy(copy, text, length);
	return copy;
}

char *memory_format(const char *format, ...)
{
	va_list arguments;
	char *text;
	int length;

	va_start(arguments, format);
	length = vasprintf(&text, format, arguments);
	va_end(arguments);
	if (length < 0)
		memory_exhausted();
	return text;
}
