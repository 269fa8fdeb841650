#include <stdio.h>
#include <string.h>

#include "protocol/lines.h"
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

Suite *lines_suite(void)
{
	Suite *suite = suite_create("lines");
	TCase *tc = tcase_create("lines");

	tcase_add_loop_test(tc, reads_lines, 0,
			    sizeof(texts) / sizeof(texts[0]));
	tcase_add_loop_test(tc, names_the_line_that_is_wrong, 0,
			    sizeof(malformed) / sizeof(malformed[0]));
	tcase_add_loop_test(tc, compares_keys_whole, 0, 6);
	suite_add_tcase(suite, tc);
	return suite;
}
