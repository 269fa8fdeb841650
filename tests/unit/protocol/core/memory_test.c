#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wchar.h>

#include "protocol/core/buffer.h"
#include "protocol/core/memory.h"
#include "tests/unit/protocol/suites.h"

enum {
	LARGE = 100000, /* gets a mapping of its own */
};

/* Sizes on both sides of what is shared and what is mapped alone. */
static const size_t sizes[] = {
	0,    1,    15,	  16,	 17,	1000,  8175,  8176,
	8177, 8192, 8193, 32767, 32768, 65536, LARGE,
};

static bool is_zero(const volatile unsigned char *p, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (p[i])
			return false;
	return true;
}

START_TEST(gives_zeroed_aligned_memory)
{
	size_t size = sizes[_i];

	for (int round = 0; round < 20; round++) {
		char *p = secret_alloc(size);

		ck_assert_uint_eq((uintptr_t)p % 16, 0);
		ck_assert(is_zero((unsigned char *)p, size));
		memset(p, 0x5a, size);
		secret_free(p);
	}
}
END_TEST

/* Room that comes back in another order than it went has no old headers. */
START_TEST(gives_zeroed_memory_again)
{
	char *stays = secret_alloc(48);

	for (int round = 0; round < 20; round++) {
		char *parts[6];
		char *p;

		for (int i = 0; i < 6; i++) {
			parts[i] = secret_alloc(32);
			memset(parts[i], 0x5a, 32);
		}
		for (int i = 0; i < 6; i++)
			secret_free(parts[(i + round) % 6]);
		p = secret_alloc(sizes[_i]);
		ck_assert(is_zero((unsigned char *)p, sizes[_i]));
		memset(p, 0x5a, sizes[_i]);
		secret_free(p);
	}
	secret_free(stays);
}
END_TEST

/* It comes back, too: thousands of small ones need no mapping of their own. */
START_TEST(uses_room_again)
{
	char *stays = secret_alloc(48);
	char *first = secret_alloc(1000);

	secret_free(first);
	for (int i = 0; i < 1000; i++) {
		char *a = secret_alloc(1000);
		char *b = secret_alloc(1000);

		ck_assert_ptr_eq(a, first);
		secret_free(a);
		secret_free(b);
	}
	secret_free(stays);
}
END_TEST

START_TEST(wipes_what_is_freed)
{
	/* Another holder, so that the shared room stays in use. */
	char *other = secret_alloc(32);
	char *p = secret_alloc(sizes[_i]);
	volatile unsigned char *remains = (volatile unsigned char *)p;

	memset(p, 0x5a, sizes[_i]);
	secret_free(p);
	/* Beyond 8 KiB the mapping itself is gone; see the next test. */
	if (sizes[_i] <= 8176)
		ck_assert(is_zero(remains, sizes[_i]));
	secret_free(other);
}
END_TEST

START_TEST(unmaps_large_blocks)
{
	char *p = secret_alloc(LARGE);
	char *page = (char *)((uintptr_t)p & ~(uintptr_t)4095);
	unsigned char resident[1];

	ck_assert_int_eq(mincore(page, 4096, resident), 0);
	secret_free(p);
	ck_assert_int_eq(mincore(page, 4096, resident), -1);
	ck_assert_int_eq(errno, ENOMEM);
}
END_TEST

/* Many at once, freed in another order than they came: none shares a byte. */
START_TEST(keeps_blocks_apart)
{
	unsigned char *blocks[64];
	size_t count = sizeof(blocks) / sizeof(blocks[0]);

	for (size_t i = 0; i < count; i++) {
		blocks[i] = secret_alloc(i * 40 + 1);
		memset(blocks[i], (int)i + 1, i * 40 + 1);
	}
	for (size_t i = 0; i < count; i += 2) {
		secret_free(blocks[i]);
		blocks[i] = secret_alloc(i * 40 + 1);
		ck_assert(is_zero(blocks[i], i * 40 + 1));
		memset(blocks[i], (int)i + 1, i * 40 + 1);
	}
	for (size_t i = 0; i < count; i++) {
		for (size_t b = 0; b < i * 40 + 1; b++)
			ck_assert_uint_eq(blocks[i][b], i + 1);
		secret_free(blocks[i]);
	}
}
END_TEST

/* Copies the VmFlags of the mapping that `address` lies in. */
static bool read_flags(const void *address, char *flags, size_t size)
{
	FILE *f = fopen("/proc/self/smaps", "r");
	char line[512];
	bool inside = false;
	bool found = false;

	ck_assert_ptr_nonnull(f);
	while (!found && fgets(line, sizeof(line), f)) {
		unsigned long first;
		unsigned long end;

		if (sscanf(line, "%lx-%lx ", &first, &end) == 2)
			inside = (unsigned long)address >= first &&
				 (unsigned long)address < end;
		found = inside && strncmp(line, "VmFlags:", 8) == 0;
	}
	(void)fclose(f);
	line[strcspn(line, "\n")] = ' ';
	if (found)
		(void)snprintf(flags, size, "%s", line);
	return found;
}

/* The address sanitizer makes mlock(2) do nothing. */
static bool can_lock(void)
{
#ifdef __SANITIZE_ADDRESS__
	return false;
#else
	struct rlimit limit;

	ck_assert_int_eq(getrlimit(RLIMIT_MEMLOCK, &limit), 0);
	return limit.rlim_cur >= 2UL * LARGE;
#endif
}

/* dd: left out of core dumps; lo: locked, where the limit allows it. */
START_TEST(is_locked_and_undumpable)
{
	static const size_t kinds[] = { 32, LARGE };
	char *p = secret_alloc(kinds[_i]);
	char flags[512];

	ck_assert(read_flags(p, flags, sizeof(flags)));
	ck_assert_msg(strstr(flags, " dd "), "%s", flags);
	if (can_lock())
		ck_assert_msg(strstr(flags, " lo "), "%s", flags);
	secret_free(p);
}
END_TEST

START_TEST(copies_bytes)
{
	char *secret = secret_copy("abcdef", 3);
	char *plain = memory_copy("abcdef", 3);
	int *numbers = memory_alloc(3, sizeof(int));

	ck_assert_str_eq(secret, "abc");
	ck_assert_str_eq(plain, "abc");
	ck_assert(numbers[0] == 0 && numbers[1] == 0 && numbers[2] == 0);
	secret_free(secret);
	secret_free(NULL);
	free(plain);
	free(numbers);
	free(memory_alloc(0, 0));
}
END_TEST

static void alloc_all(void)
{
	(void)secret_alloc(SIZE_MAX);
}

static void map_too_much(void)
{
	(void)secret_alloc(SIZE_MAX / 2);
}

static void reserve_all(void)
{
	struct buffer b = { 0 };

	(void)buffer_reserve(&b, SIZE_MAX);
}

static void add_to_the_longest(void)
{
	struct buffer b = { .length = SIZE_MAX / 2 };

	buffer_add(&b, "x", 1);
}

/* vasprintf(3) fails over a character that there is not, as without memory. */
static void format_no_character(void)
{
	static const wchar_t none[] = { 0x110000, 0 };

	(void)memory_format("%ls", none);
}

/* The address sanitizer has its own end for this. */
#ifndef __SANITIZE_ADDRESS__
static void count_too_many(void)
{
	static volatile size_t many = SIZE_MAX;

	(void)memory_alloc(many, 2);
}
#endif

static void (*const excesses[])(void) = {
	format_no_character, alloc_all,		 map_too_much,
	reserve_all,	     add_to_the_longest,
#ifndef __SANITIZE_ADDRESS__
	count_too_many,
#endif
};

START_TEST(ends_when_out_of_memory)
{
	struct buffer said = { 0 };
	int state = 0;
	int ends[2];
	pid_t pid;

	ck_assert_int_eq(pipe(ends), 0);
	pid = fork();
	if (pid == 0) {
		(void)dup2(ends[1], STDERR_FILENO);
		excesses[_i]();
		_exit(0);
	}
	(void)close(ends[1]);
	ck_assert_int_eq(buffer_read(&said, ends[0], 1000), 0);
	ck_assert_str_eq(said.data, "ringbearer: out of memory\n");
	ck_assert_int_eq(waitpid(pid, &state, 0), pid);
	ck_assert(WIFEXITED(state));
	ck_assert_int_eq(WEXITSTATUS(state), 6);
	buffer_clear(&said);
	(void)close(ends[0]);
}
END_TEST

/* Each number that is added is there, and what lies behind it is zero. */
START_TEST(grows_an_array)
{
	const size_t many = 1000;
	long *items = NULL;

	for (size_t i = 0; i < many; i++) {
		items = memory_grow(items, i, sizeof(*items));
		ck_assert_int_eq(items[i], 0);
		items[i] = (long)i + 1;
	}
	for (size_t i = 0; i < many; i++)
		ck_assert_int_eq(items[i], (long)i + 1);
	free(items);
}
END_TEST

START_TEST(formats_a_text)
{
	char *text = memory_format("%s/%.*s-%03d", "a", 2, "bcd", 7);
	char *empty = memory_format("%s", "");

	ck_assert_str_eq(text, "a/bc-007");
	ck_assert_str_eq(empty, "");
	free(text);
	free(empty);
}
END_TEST

Suite *secret_suite(void)
{
	const int size_count = sizeof(sizes) / sizeof(sizes[0]);
	Suite *suite = suite_create("secret");
	TCase *tc = tcase_create("secret");

	tcase_add_loop_test(tc, gives_zeroed_aligned_memory, 0, size_count);
	tcase_add_loop_test(tc, gives_zeroed_memory_again, 0, size_count);
	tcase_add_test(tc, uses_room_again);
	tcase_add_loop_test(tc, wipes_what_is_freed, 0, size_count);
	tcase_add_test(tc, unmaps_large_blocks);
	tcase_add_test(tc, keeps_blocks_apart);
	tcase_add_loop_test(tc, is_locked_and_undumpable, 0, 2);
	tcase_add_test(tc, copies_bytes);
	tcase_add_test(tc, grows_an_array);
	tcase_add_loop_test(tc, ends_when_out_of_memory, 0,
			    sizeof(excesses) / sizeof(excesses[0]));
	tcase_add_test(tc, formats_a_text);
	suite_add_tcase(suite, tc);
	return suite;
}
