#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "protocol/core/lines.h"
#include "tests/unit/protocol/suites.h"

/* A text and what is read of it: `key|value` and LF a line, `~`: cut off. */
static const struct {
	const char *text;
	const char *read;
	size_t left; /* behind the end */
} texts[] = {
	{ "", "", 0 },
	{ "\n", "", 0 },
	{ "\nafter=1\n", "", 8 },
	{ "a=1\n", "a|1\n", 0 },
	{ "a=1", "a|1~\n", 0 },
	{ "a=\n", "a|\n", 0 },
	{ "a=", "a|~\n", 0 },
	{ "a=1\nb=2\n", "a|1\nb|2\n", 0 },
	{ "a=1\nb=2\n\nc=3\n", "a|1\nb|2\n", 4 },
	{ "a=1\n\n", "a|1\n", 0 },
	{ "a=b=c\n", "a|b=c\n", 0 },
	{ "a==\n", "a|=\n", 0 },
	{ "a[]=x\na[]=\n", "a[]|x\na[]|\n", 0 },
	{ " a = 1 \n", " a | 1 \n", 0 },
	/* LF alone ends a line (CVE-2024-50338) */
	{ "a=1\rb=2\n", "a|1\rb=2\n", 0 },
	{ "a=1\r\n", "a|1\r\n", 0 },
	{ "a=1\v\f\xc2\x85\xe2\x80\xa8"
	  "b=2\n",
	  "a|1\v\f\xc2\x85\xe2\x80\xa8"
	  "b=2\n",
	  0 },
};

START_TEST(reads_lines)
{
	struct lines lines = { .next = texts[_i].text,
			       .left = strlen(texts[_i].text) };
	struct error e = { 0 };
	struct line line;
	char read[128] = "";
	bool more = true;
	size_t count = 0;

	while (lines_next(&lines, &line, &more, &e) == STATUS_OK && more) {
		size_t used = strlen(read);

		(void)snprintf(read + used, sizeof(read) - used,
			       "%.*s|%.*s%s\n", (int)line.key_length, line.key,
			       (int)line.value_length, line.value,
			       line.terminated ? "" : "~");
		ck_assert_uint_eq(lines.number, ++count);
	}
	ck_assert_str_eq(e.message, "");
	ck_assert_str_eq(read, texts[_i].read);
	ck_assert_uint_eq(lines.left, texts[_i].left);
}
END_TEST

#define BYTES(text) text, sizeof(text) - 1

static const struct {
	const char *text;
	size_t length;
	const char *message;
} malformed[] = {
	{ BYTES("canary\n"), "line 1: no '=' in it" },
	{ BYTES("canary"), "line 1: no '=' in it" },
	{ BYTES("a=1\ncanary\nb=2\n"), "line 2: no '=' in it" },
	{ BYTES("\r\n"), "line 1: no '=' in it" },
	{ BYTES("a=1\n \n"), "line 2: no '=' in it" },
	{ BYTES("=canary\n"), "line 1: no key before '='" },
	{ BYTES("a=1\nb=2\n=\n"), "line 3: no key before '='" },
	{ BYTES("a=x\0canary\n"), "line 1: a NUL byte" },
	{ BYTES("a\0b=canary\n"), "line 1: a NUL byte" },
	{ BYTES("a=1\n\0"), "line 2: a NUL byte" },
	{ BYTES("a=1\nb=2\0"), "line 2: a NUL byte" },
};

START_TEST(names_the_line_that_is_wrong)
{
	struct lines lines = { .next = malformed[_i].text,
			       .left = malformed[_i].length };
	struct error e = { 0 };
	struct line line;
	enum status status;
	bool more = true;

	while ((status = lines_next(&lines, &line, &more, &e)) == STATUS_OK)
		ck_assert(more);
	ck_assert_int_eq(status, STATUS_MALFORMED);
	ck_assert_str_eq(e.message, malformed[_i].message);
}
END_TEST

START_TEST(compares_keys_whole)
{
	static const struct {
		const char *key;
		bool same;
	} keys[] = {
		{ "host", true },  { "hos", false }, { "hosts", false },
		{ "Host", false }, { "", false },    { "host=", false },
	};
	const struct line line = { .key = "host=x", .key_length = 4 };

	ck_assert_int_eq(line_has_key(&line, keys[_i].key), keys[_i].same);
}
END_TEST

/* Pieces as they come, one a read(2), and how many of them are taken. */
static const struct {
	const char *pieces[4];
	size_t max;
	size_t taken;
	int result;
} requests[] = {
	{ { NULL }, 9, 0, 0 },
	{ { "\n", "a=1\n" }, 9, 1, 0 },
	{ { "a=1\n\n", "b=2\n" }, 9, 1, 0 },
	{ { "a=1\n\nb=2\n", "\n" }, 9, 1, 0 },
	/* cut between the two */
	{ { "a=1\n", "\n", "b=2\n" }, 9, 2, 0 },
	{ { "a=1", "\n", "\n", "b=2\n" }, 9, 3, 0 },
	{ { "a=1\n", "b=2\n", "\nc=3", "\n" }, 99, 3, 0 },
	/* no blank line: to the end */
	{ { "a=1\n", "b\n" }, 9, 2, 0 },
	{ { "a=1\n", "b=2\n", "c", "d" }, 8, 3, -1 },
	{ { "a=1\nb=2\n\n", "c" }, 8, 1, -1 },
};

static void send_pieces(int fd, const char *const *pieces)
{
	for (size_t i = 0; i < 4 && pieces[i]; i++) {
		size_t length = strlen(pieces[i]);

		ck_assert_int_eq(write(fd, pieces[i], length), (int)length);
	}
}

/* What stands behind it may be another's, or never come. */
START_TEST(reads_to_the_blank_line)
{
	const char *const *pieces = requests[_i].pieces;
	struct buffer text = { 0 };
	char expected[32] = "";
	char next[32] = "";
	int ends[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
	send_pieces(ends[1], pieces);
	(void)close(ends[1]);
	for (size_t i = 0; i < requests[_i].taken; i++)
		(void)strncat(expected, pieces[i], 12);
	ck_assert_int_eq(lines_read(&text, ends[0], requests[_i].max),
			 requests[_i].result);
	if (requests[_i].result != 0)
		ck_assert_int_eq(errno, EFBIG);
	ck_assert_str_eq(text.data, expected);
	ck_assert_int_ge(read(ends[0], next, sizeof(next) - 1), 0);
	ck_assert_pstr_eq(*next ? next : NULL, pieces[requests[_i].taken]);
	(void)close(ends[0]);
	buffer_clear(&text);
}
END_TEST

static void wake(int signal)
{
	(void)signal;
}

/* Byte by byte, since what follows the line is another's. */
START_TEST(reads_one_line)
{
	const struct sigaction action = { .sa_handler = wake };
	const struct itimerval soon = { .it_value = { .tv_usec = 20000 } };
	struct buffer text = { 0 };
	char rest[8] = "";
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(write(ends[1], "a\nbc", 4), 4);
	ck_assert_int_eq(line_read(&text, ends[0], 2), 0);
	ck_assert_str_eq(text.data, "a\n");
	ck_assert_int_eq(read(ends[0], rest, 1), 1);
	ck_assert_str_eq(rest, "b");
	/* one byte is left, and no more may come than there is room for */
	buffer_clear(&text);
	ck_assert_int_eq(line_read(&text, ends[0], 0), -1);
	ck_assert_int_eq(errno, EFBIG);
	/* a signal while it waits changes nothing */
	ck_assert_int_eq(sigaction(SIGALRM, &action, NULL), 0);
	ck_assert_int_eq(setitimer(ITIMER_REAL, &soon, NULL), 0);
	if (fork() == 0) {
		(void)usleep(200000);
		_exit(write(ends[1], "d\n", 2) != 2);
	}
	ck_assert_int_eq(line_read(&text, ends[0], 9), 0);
	ck_assert_str_eq(text.data, "d\n");
	(void)close(ends[1]);
	(void)close(ends[0]);
	ck_assert_int_eq(line_read(&text, ends[0], 9), -1);
	ck_assert_int_eq(errno, EBADF);
	buffer_clear(&text);
}
END_TEST

Suite *lines_suite(void)
{
	Suite *suite = suite_create("lines");
	TCase *tc = tcase_create("lines");

	tcase_add_loop_test(tc, reads_lines, 0,
			    sizeof(texts) / sizeof(texts[0]));
	tcase_add_loop_test(tc, names_the_line_that_is_wrong, 0,
			    sizeof(malformed) / sizeof(malformed[0]));
	tcase_add_loop_test(tc, compares_keys_whole, 0, 6);
	tcase_add_loop_test(tc, reads_to_the_blank_line, 0,
			    sizeof(requests) / sizeof(requests[0]));
	tcase_add_test(tc, reads_one_line);
	suite_add_tcase(suite, tc);
	return suite;
}
