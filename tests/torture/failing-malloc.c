/*
 * Preloaded, it lets one allocation fail: the one that $FAIL_AT counts to. With
 * $COUNT_FILE it writes there, at the end, how many there were.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);

static long count;
static long fail_at;

static int fails(void)
{
	if (++count != fail_at)
		return 0;
	errno = ENOMEM;
	return 1;
}

void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t number, size_t size)
{
	return fails() ? NULL : __libc_calloc(number, size);
}

void *realloc(void *memory, size_t size)
{
	return fails() ? NULL : __libc_realloc(memory, size);
}

void *mmap(void *address, size_t length, int protection, int flags, int fd,
	   off_t offset)
{
	if (fails())
		return MAP_FAILED;
	return (void *)syscall(SYS_mmap, address, length, protection, flags, fd,
			       offset);
}

__attribute__((constructor)) static void begin(void)
{
	const char *at = getenv("FAIL_AT");

	count = 0;
	fail_at = at ? strtol(at, NULL, 10) : -1;
}

__attribute__((destructor)) static void end(void)
{
	const char *path = getenv("COUNT_FILE");
	long counted = count;
	FILE *file;

	fail_at = -1;
	file = path ? fopen(path, "we") : NULL;
	if (!file)
		return;
	(void)fprintf(file, "%ld\n", counted);
	(void)fclose(file);
}
