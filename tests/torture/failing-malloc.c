/*
 * Preloaded, it lets one allocation fail: the one that $FAIL_AT counts to. With
 * $COUNT_FILE it writes there, at the end, how many there were. With $IN_CHILD
 * all that is about the process that is forked, not the one that forks.
 */
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <regex.h>
#include <stdbool.h>
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
static long child_fail_at;
static bool is_counted; /* this process is what all that is about */
static const char *count_file;
static bool is_compiling;

static int fails(void)
{
	if (is_compiling || ++count != fail_at)
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

/* As one allocation: glibc 2.36 frees twice when it lacks memory in there. */
int regcomp(regex_t *expression, const char *pattern, int flags)
{
	int (*real)(regex_t *, const char *, int);
	int result = REG_ESPACE;

	if (fails())
		return result;
	is_compiling = true;
	*(void **)&real = dlsym(RTLD_NEXT, "regcomp");
	result = real(expression, pattern, flags);
	is_compiling = false;
	return result;
}

static void begin_child(void)
{
	count = 0;
	fail_at = child_fail_at;
	is_counted = true;
}

__attribute__((constructor)) static void begin(void)
{
	const char *at = getenv("FAIL_AT");

	count_file = getenv("COUNT_FILE");
	fail_at = at ? strtol(at, NULL, 10) : -1;
	is_counted = !getenv("IN_CHILD");
	if (!is_counted) {
		child_fail_at = fail_at;
		fail_at = -1;
		(void)pthread_atfork(NULL, NULL, begin_child);
	}
	count = 0;
}

__attribute__((destructor)) static void end(void)
{
	long counted = count;
	FILE *file;

	fail_at = -1;
	file = is_counted && count_file ? fopen(count_file, "we") : NULL;
	if (!file)
		return;
	(void)fprintf(file, "%ld\n", counted);
	(void)fclose(file);
}

/* How a child ends, without the above. */
void _exit(int code)
{
	end();
	(void)syscall(SYS_exit_group, code);
	__builtin_unreachable();
}
