#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "protocol/core/buffer.h"
#include "protocol/core/memory.h"
#include "tests/unit/protocol/suites.h"

enum {
	LARGE = 100000, /* gets a mapping of its own */
};

/* Grown byte by byte or in pieces: the same text, a NUL behind it. */
START_TEST(grows_a_buffer)
{
	static const size_t pieces[] = { 1, 7, 1023, 1024, 1025, 9000 };
	struct buffer b = { 0 };
	char piece[9000];
	size_t length = 0;

	for (size_t i = 0; i < sizeof(piece); i++)
		piece[i] = (char)(i * 31 + 1);
	while (length < 3UL * LARGE / 2) {
		buffer_add(&b, piece, pieces[_i]);
		length += pieces[_i];
		ck_assert_int_eq(b.data[b.length], '\0');
	}
	ck_assert_uint_eq(b.length, length);
	ck_assert_uint_lt(b.length, b.capacity);
	for (size_t i = 0; i < length; i += pieces[_i])
		ck_assert_mem_eq(b.data + i, piece, pieces[_i]);
	buffer_clear(&b);
	ck_assert_ptr_null(b.data);
	ck_assert_uint_eq(b.length + b.capacity, 0);
}
END_TEST

START_TEST(keeps_an_empty_buffer_terminated)
{
	struct buffer b = { 0 };

	buffer_clear(&b);
	buffer_add(&b, "", 0);
	ck_assert_str_eq(b.data, "");
	buffer_add_text(&b, "word");
	memcpy(buffer_reserve(&b, 3), "abc", 3);
	ck_assert_uint_eq(b.length, 4);
	ck_assert_mem_eq(b.data, "wordabc", 7);
	buffer_clear(&b);
}
END_TEST

/* A growing buffer must not leave its smaller self behind. */
START_TEST(wipes_when_it_grows)
{
	struct buffer b = { 0 };
	char *other = secret_alloc(32);
	volatile unsigned char *old;

	buffer_add_text(&b, "canary");
	old = (volatile unsigned char *)b.data;
	(void)buffer_reserve(&b, 4000);
	ck_assert_ptr_ne(b.data, (void *)(uintptr_t)old);
	for (int i = 0; i < 6; i++)
		ck_assert_int_eq(old[i], 0);
	ck_assert_str_eq(b.data, "canary");
	buffer_clear(&b);
	secret_free(other);
}
END_TEST

/* A file of `length` bytes that no folder knows. */
static int make_file(size_t length)
{
	int fd = memfd_create("input", MFD_CLOEXEC);

	ck_assert_int_ge(fd, 0);
	for (size_t i = 0; i < length; i++) {
		char c = (char)(i % 251);

		ck_assert_int_eq(write(fd, &c, 1), 1);
	}
	ck_assert_int_eq(lseek(fd, 0, SEEK_SET), 0);
	return fd;
}

static const struct {
	size_t length;
	size_t max;
	int result;
} reads[] = {
	{ 0, 0, 0 },	     { 1, 0, -1 },	   { 10, 10, 0 },
	{ 11, 10, -1 },	     { 5000, 5000, 0 },	   { 5001, 5000, -1 },
	{ 70000, 70000, 0 }, { 70000, 69999, -1 }, { 70000, 1000000, 0 },
};

START_TEST(reads_up_to_a_limit)
{
	struct buffer b = { 0 };
	int fd = make_file(reads[_i].length);

	errno = 0;
	ck_assert_int_eq(buffer_read(&b, fd, reads[_i].max), reads[_i].result);
	if (reads[_i].result == 0) {
		ck_assert_uint_eq(b.length, reads[_i].length);
		ck_assert_ptr_nonnull(b.data);
		for (size_t i = 0; i < b.length; i++)
			ck_assert_int_eq(b.data[i], (char)(i % 251));
		ck_assert_int_eq(b.data[b.length], '\0');
	} else {
		ck_assert_int_eq(errno, EFBIG);
	}
	buffer_clear(&b);
	(void)close(fd);
}
END_TEST

START_TEST(tells_why_it_cannot_read)
{
	struct buffer b = { 0 };
	int fd = open("/", O_RDONLY | O_CLOEXEC);

	ck_assert_int_eq(buffer_read(&b, fd, 100), -1);
	ck_assert_int_eq(errno, EISDIR);
	ck_assert_int_eq(buffer_read(&b, -1, 100), -1);
	ck_assert_int_eq(errno, EBADF);
	buffer_clear(&b);
	(void)close(fd);
}
END_TEST

static volatile sig_atomic_t alarms;

static void on_alarm(int number)
{
	(void)number;
	alarms++;
}

/* Signals come while nothing else does. */
START_TEST(reads_on_after_a_signal)
{
	struct sigaction action = { .sa_handler = on_alarm };
	struct buffer b = { 0 };
	int ends[2];
	pid_t pid;

	ck_assert_int_eq(pipe(ends), 0);
	pid = fork();
	if (pid == 0) {
		(void)usleep(50000);
		_exit(write_all(ends[1], "late", 4) == 0 ? 0 : 1);
	}
	(void)close(ends[1]);
	ck_assert_int_eq(sigaction(SIGALRM, &action, NULL), 0);
	(void)ualarm(2000, 2000);
	ck_assert_int_eq(buffer_read(&b, ends[0], 4), 0);
	(void)ualarm(0, 0);
	ck_assert_int_gt(alarms, 0);
	ck_assert_str_eq(b.data, "late");
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
	buffer_clear(&b);
	(void)close(ends[0]);
}
END_TEST

/* A slow reader in small pieces, while signals interrupt both ends. */
START_TEST(writes_and_reads_all)
{
	struct sigaction action = { .sa_handler = on_alarm };
	struct buffer b = { 0 };
	char *data = memory_alloc(300000, 1);
	int ends[2];
	pid_t pid;

	memset(data, 'x', 300000);
	ck_assert_int_eq(pipe(ends), 0);
	pid = fork();
	if (pid == 0) {
		(void)close(ends[0]);
		(void)sigaction(SIGALRM, &action, NULL);
		(void)ualarm(500, 500);
		_exit(write_all(ends[1], data, 300000) == 0 ? 0 : 1);
	}
	(void)close(ends[1]);
	ck_assert_int_eq(buffer_read(&b, ends[0], 300000), 0);
	ck_assert_uint_eq(b.length, 300000);
	ck_assert_mem_eq(b.data, data, 300000);
	ck_assert_int_eq(waitpid(pid, &ends[1], 0), pid);
	ck_assert_int_eq(ends[1], 0);
	buffer_clear(&b);
	free(data);
	(void)close(ends[0]);
}
END_TEST

START_TEST(tells_why_it_cannot_write)
{
	int ends[2];

	(void)signal(SIGPIPE, SIG_IGN);
	ck_assert_int_eq(pipe(ends), 0);
	(void)close(ends[0]);
	ck_assert_int_eq(write_all(ends[1], "x", 1), -1);
	ck_assert_int_eq(errno, EPIPE);
	ck_assert_int_eq(write_all(ends[1], "", 0), 0);
	(void)close(ends[1]);
}
END_TEST

START_TEST(adds_texts)
{
	struct buffer b = { 0 };

	buffer_add_texts(&b, "a", "", "=", "\xff\n", NULL);
	buffer_add_texts(&b, "b", NULL);
	ck_assert_str_eq(b.data, "a=\xff\nb");
	ck_assert_uint_eq(b.length, 5);
	buffer_clear(&b);
	buffer_add_texts(&b, NULL);
	ck_assert_uint_eq(b.length, 0);
	buffer_clear(&b);
}
END_TEST

Suite *buffer_suite(void)
{
	Suite *suite = suite_create("buffer");
	TCase *tc = tcase_create("buffer");

	tcase_add_loop_test(tc, grows_a_buffer, 0, 6);
	tcase_add_test(tc, adds_texts);
	tcase_add_test(tc, keeps_an_empty_buffer_terminated);
	tcase_add_test(tc, wipes_when_it_grows);
	tcase_add_loop_test(tc, reads_up_to_a_limit, 0,
			    sizeof(reads) / sizeof(reads[0]));
	tcase_add_test(tc, tells_why_it_cannot_read);
	tcase_add_test(tc, reads_on_after_a_signal);
	tcase_add_test(tc, writes_and_reads_all);
	tcase_add_test(tc, tells_why_it_cannot_write);
	suite_add_tcase(suite, tc);
	return suite;
}
