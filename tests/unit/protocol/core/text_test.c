#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/core/text.h"
#include "tests/unit/protocol/suites.h"

static const struct {
	const char *text;
	const char *shown;
} sanitized[] = {
	{ "", "" },
	{ "plain words, and 'quotes'", "plain words, and 'quotes'" },
	{ "a\\x1b", "a\\x1b" },
	/* C0, DEL */
	{ "\x01\x1f\x7f", "\\x01\\x1f\\x7f" },
	{ "a\nb\rc\td", "a\\x0ab\\x0dc\\x09d" },
	{ "\x1b[2J\x1b]0;title\x07", "\\x1b[2J\\x1b]0;title\\x07" },
	/* OSC 52 writes the clipboard. */
	{ "\x1b]52;c;ZXZpbA==\x1b\\", "\\x1b]52;c;ZXZpbA==\\x1b\\" },
	/* C1, as bytes and as characters: CSI, OSC, NEL, the last one */
	{ "\x9b\x32J", "\\x9b2J" },
	{ "\xc2\x9b\x32J", "\\u{9b}2J" },
	{ "\xc2\x80\xc2\x85\xc2\x9d\xc2\x9f", "\\u{80}\\u{85}\\u{9d}\\u{9f}" },
	{ "\xc2\xa0", "\xc2\xa0" },
	/* every Bidi_Control */
	{ "\xd8\x9c", "\\u{61c}" },
	{ "\xe2\x80\x8e\xe2\x80\x8f", "\\u{200e}\\u{200f}" },
	{ "\xe2\x80\xaa\xe2\x80\xab\xe2\x80\xac",
	  "\\u{202a}\\u{202b}\\u{202c}" },
	{ "\xe2\x80\xad\xe2\x80\xae", "\\u{202d}\\u{202e}" },
	{ "\xe2\x81\xa6\xe2\x81\xa7\xe2\x81\xa8\xe2\x81\xa9",
	  "\\u{2066}\\u{2067}\\u{2068}\\u{2069}" },
	/* zero width, joiners, soft hyphen, BOM */
	{ "a\xe2\x80\x8b\xe2\x80\x8c\xe2\x80\x8d"
	  "b",
	  "a\\u{200b}\\u{200c}\\u{200d}b" },
	{ "\xe2\x81\xa0\xef\xbb\xbf\xc2\xad", "\\u{2060}\\u{feff}\\u{ad}" },
	/* line and paragraph separators */
	{ "\xe2\x80\xa8\xe2\x80\xa9", "\\u{2028}\\u{2029}" },
	/* tags, variation selectors of both blocks */
	{ "\xf3\xa0\x80\x81\xf3\xa0\x81\xbf", "\\u{e0001}\\u{e007f}" },
	{ "\xef\xb8\x8f\xf3\xa0\x84\x80", "\\u{fe0f}\\u{e0100}" },
	/* ordinary text of other scripts, beside the ranges above */
	{ "\xc3\xa9\xd7\xa9\xe2\x80\x90\xe2\x80\xaf\xe6\x97\xa5",
	  "\xc3\xa9\xd7\xa9\xe2\x80\x90\xe2\x80\xaf\xe6\x97\xa5" },
	{ "\xf0\x9f\x94\x91", "\xf0\x9f\x94\x91" },
	/* no UTF-8: lone continuation, cut off, overlong, surrogate, beyond */
	{ "a\x80z", "a\\x80z" },
	{ "\xc3", "\\xc3" },
	{ "\xc3(", "\\xc3(" },
	{ "\xe2\x82", "\\xe2\\x82" },
	{ "\xf0\x9f\x94", "\\xf0\\x9f\\x94" },
	{ "\xc0\xaf\xc1\xbf", "\\xc0\\xaf\\xc1\\xbf" },
	{ "\xe0\x80\xaf", "\\xe0\\x80\\xaf" },
	{ "\xe0\x9f\xbf", "\\xe0\\x9f\\xbf" },
	{ "\xf0\x80\x80\xaf", "\\xf0\\x80\\x80\\xaf" },
	{ "\xed\xa0\x80", "\\xed\\xa0\\x80" },
	{ "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80" },
	{ "\xf5\x80\x80\x80", "\\xf5\\x80\\x80\\x80" },
	{ "\xfe\xff", "\\xfe\\xff" },
	/* an overlong ESC must not come out as one */
	{ "\xc0\x9b", "\\xc0\\x9b" },
};

START_TEST(makes_text_harmless)
{
	char *whole;
	char out[256];

	text_sanitize(sanitized[_i].text, out, sizeof(out));
	ck_assert_str_eq(out, sanitized[_i].shown);
	whole = text_harmless(sanitized[_i].text, strlen(sanitized[_i].text));
	ck_assert_str_eq(whole, sanitized[_i].shown);
	free(whole);
}
END_TEST

/* Only whole characters and whole replacements, at every size. */
START_TEST(cuts_between_characters)
{
	static const char text[] = "\xc3\xa9\x1b\xe2\x80\xae\xf0\x9f\x94\x91z";
	static const size_t borders[] = { 0, 2, 6, 14, 18, 19 };
	char whole[64];
	char out[64];
	size_t best = 0;

	text_sanitize(text, whole, sizeof(whole));
	for (size_t i = 0; i < sizeof(borders) / sizeof(borders[0]); i++)
		if (borders[i] < (size_t)_i)
			best = borders[i];
	memset(out, '#', sizeof(out));
	text_sanitize(text, out, (size_t)_i);
	ck_assert_uint_eq(strlen(out), best);
	ck_assert_mem_eq(out, whole, best);
	ck_assert_int_eq(out[_i], '#');
}
END_TEST

static const struct {
	const char *text;
	size_t length;
	bool utf8;
} encodings[] = {
	{ "", 0, true },
	{ "ascii", 5, true },
	{ "a\0b", 3, true },
	{ "\xc2\x80\xdf\xbf", 4, true },
	{ "\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf", 12, true },
	{ "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf", 8, true },
	{ "\xc3\xa9", 1, false },
	{ "\xe2\x82\xac", 2, false },
	{ "\xf0\x9f\x94\x91", 3, false },
	{ "\x80", 1, false },
	{ "\xc1\x81", 2, false },
	{ "\xe0\x80\x80", 3, false },
	{ "\xf0\x8f\xbf\xbf", 4, false },
	{ "\xed\xbf\xbf", 3, false },
	{ "\xf4\x90\x80\x80", 4, false },
	{ "ok\xff", 3, false },
};

START_TEST(knows_utf8)
{
	ck_assert_int_eq(text_is_utf8(encodings[_i].text, encodings[_i].length),
			 encodings[_i].utf8);
}
END_TEST

/* Each of the 256 bytes, between two others. */
START_TEST(knows_control_bytes)
{
	const char text[] = { 'a', (char)_i, 'z' };

	ck_assert_int_eq(text_has_control(text, sizeof(text)),
			 _i < 0x20 || _i == 0x7f);
	ck_assert(!text_has_control(text, 1));
}
END_TEST

static const struct {
	const char *text;
	long long max;
	long long value; /* -1: refused */
} numbers[] = {
	{ "0", 0, 0 },
	{ "7", 7, 7 },
	{ "8", 7, -1 },
	{ "1", 0, -1 },
	{ "9", 5, -1 },
	{ "10", 9, -1 },
	{ "007", 7, 7 },
	{ "65535", 65535, 65535 },
	{ "65536", 65535, -1 },
	{ "65540", 65535, -1 },
	{ "9223372036854775807", LLONG_MAX, LLONG_MAX },
	{ "9223372036854775808", LLONG_MAX, -1 },
	{ "18446744073709551617", LLONG_MAX, -1 },
	{ "99999999999999999999999999", LLONG_MAX, -1 },
	{ "", 9, -1 },
	{ " 1", 9, -1 },
	{ "1 ", 9, -1 },
	{ "+1", 9, -1 },
	{ "-1", 9, -1 },
	{ "0x1", 99, -1 },
	{ "1e1", 99, -1 },
	{ "1.0", 99, -1 },
	{ "\xd9\xa1", 99, -1 },
};

START_TEST(reads_numbers)
{
	long long out = -1;
	bool good = text_number(numbers[_i].text, numbers[_i].max, &out);

	ck_assert_int_eq(good, numbers[_i].value >= 0);
	ck_assert_int_eq(out, numbers[_i].value);
}
END_TEST

START_TEST(knows_what_is_empty)
{
	ck_assert(text_is_empty(NULL));
	ck_assert(text_is_empty(""));
	ck_assert(!text_is_empty(" "));
	ck_assert(!text_is_empty("0"));
}
END_TEST

START_TEST(lists_items)
{
	char list[12] = "";

	text_list_add(list, sizeof(list), "'%s'", "a");
	ck_assert_str_eq(list, "'a'");
	text_list_add(list, sizeof(list), "%d", 12);
	ck_assert_str_eq(list, "'a', 12");
	/* Nothing behind the end is written, however much is added. */
	text_list_add(list, sizeof(list) - 1, "%s", "long");
	ck_assert_str_eq(list, "'a', 12, l");
	text_list_add(list, sizeof(list) - 1, "%s", "more");
	ck_assert_str_eq(list, "'a', 12, l");
	ck_assert_int_eq(list[11], '\0');
}
END_TEST

Suite *text_suite(void)
{
	Suite *suite = suite_create("text");
	TCase *tc = tcase_create("text");

	tcase_add_loop_test(tc, makes_text_harmless, 0,
			    sizeof(sanitized) / sizeof(sanitized[0]));
	tcase_add_loop_test(tc, cuts_between_characters, 1, 24);
	tcase_add_loop_test(tc, knows_utf8, 0,
			    sizeof(encodings) / sizeof(encodings[0]));
	tcase_add_loop_test(tc, knows_control_bytes, 0, 256);
	tcase_add_test(tc, knows_what_is_empty);
	tcase_add_test(tc, lists_items);
	tcase_add_loop_test(tc, reads_numbers, 0,
			    sizeof(numbers) / sizeof(numbers[0]));
	suite_add_tcase(suite, tc);
	return suite;
}
