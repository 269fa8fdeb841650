#include <stdlib.h>
#include <string.h>

#include "helper/definition/token.h"
#include "protocol/core/buffer.h"
#include "protocol/core/memory.h"
#include "tests/unit/helper/suites.h"

#define TEXT(text) text, sizeof(text) - 1

static const struct {
	const char *text;
	size_t length;
	const char *token;
	const char *dressing;
} good[] = {
	{ TEXT("abc"), "abc", "" },
	{ TEXT("abc\n"), "abc", "" },
	{ TEXT("a b=c\"d"), "a b=c\"d", "" },
	{ TEXT("\"abc"), "\"abc", "" },
	{ TEXT("'abc\""), "'abc\"", "" },
	{ TEXT("bearerabc"), "bearerabc", "" },
	{ TEXT("mytoken=abc"), "mytoken=abc", "" },
	{ TEXT("z\xc3\xab"), "z\xc3\xab", "" },
	{ TEXT("abc\n\n"), "abc", "line ends behind it" },
	{ TEXT("abc\r\n"), "abc", "line ends behind it" },
	{ TEXT("abc "), "abc", "blanks behind it" },
	{ TEXT(" \tabc"), "abc", "blanks in front" },
	{ TEXT("\nabc"), "abc", "blanks in front" },
	{ TEXT(" abc "), "abc", "blanks behind it, blanks in front" },
	{ TEXT("\"abc\""), "abc", "quotes around it" },
	{ TEXT("'abc'\n"), "abc", "quotes around it" },
	{ TEXT("`abc`"), "abc", "quotes around it" },
	{ TEXT("'\"abc\"'"), "abc", "quotes around it" },
	{ TEXT("\xe2\x80\x9c"
	       "abc\xe2\x80\x9d"),
	  "abc", "quotes around it" },
	{ TEXT("\xef\xbb\xbf"
	       "abc"),
	  "abc", "a byte order mark in front" },
	{ TEXT("Bearer abc"), "abc", "'Bearer' in front" },
	{ TEXT("bEARER   abc"), "abc", "'Bearer' in front" },
	{ TEXT("Authorization: Bearer abc"), "abc",
	  "'Authorization:' in front, 'Bearer' in front" },
	{ TEXT("token=abc"), "abc", "'token=' in front" },
	{ TEXT("password=abc"), "abc", "'password=' in front" },
	{ TEXT(" 'Authorization:Bearer abc' \r\n"), "abc",
	  "line ends behind it, blanks in front, quotes around it, "
	  "'Authorization:' in front, 'Bearer' in front" },
};

START_TEST(finds_the_token)
{
	struct token_text text;
	struct error e = { 0 };
	char *token;

	ck_assert_int_eq(token_text_read(good[_i].text, good[_i].length, &text,
					 &e),
			 STATUS_OK);
	token = memory_copy(text.data, text.length);
	ck_assert_str_eq(token, good[_i].token);
	ck_assert_str_eq(text.dressing, good[_i].dressing);
	ck_assert_str_eq(e.message, "");
	free(token);
}
END_TEST

static const struct {
	const char *text;
	size_t length;
	const char *why;
} bad[] = {
	{ TEXT(""), "is empty" },
	{ TEXT("\n"), "is empty" },
	{ TEXT(" "), "nothing but blanks" },
	{ TEXT(" \t\r\n\n"), "nothing but blanks" },
	{ TEXT("\"\""), "nothing but blanks" },
	{ TEXT("Bearer "), "nothing but blanks" },
	{ TEXT("token=\n"), "nothing but blanks" },
	{ TEXT("canary\nabc"), "has several lines" },
	{ TEXT("canary\rabc"), "has several lines" },
	{ TEXT("'canary\nabc'\n"), "has several lines" },
	{ TEXT("canary\x1b[31m"), "holds a control byte" },
	{ TEXT("canary\x7f"), "holds a control byte" },
	{ TEXT("canary\0abc"), "holds a control byte" },
	{ TEXT("canary\tabc"), "holds a control byte" },
};

START_TEST(refuses_what_is_no_token)
{
	struct token_text text;
	struct error e = { 0 };

	ck_assert_int_eq(token_text_read(bad[_i].text, bad[_i].length, &text,
					 &e),
			 STATUS_MALFORMED);
	ck_assert_ptr_nonnull(strstr(e.message, bad[_i].why));
	ck_assert_ptr_null(strstr(e.message, "canary"));
	ck_assert_ptr_null(strstr(e.hint, "canary"));
}
END_TEST

START_TEST(knows_how_long_a_token_may_be)
{
	struct buffer buffer = { 0 };
	struct token_text text;
	struct error e = { 0 };

	memset(buffer_reserve(&buffer, TOKEN_MAX + 1), 'x', TOKEN_MAX + 1);
	ck_assert_int_eq(token_text_read(buffer.data, TOKEN_MAX, &text, &e),
			 STATUS_OK);
	ck_assert_uint_eq(text.length, TOKEN_MAX);
	ck_assert_int_eq(token_text_read(buffer.data, TOKEN_MAX + 1, &text, &e),
			 STATUS_MALFORMED);
	ck_assert_ptr_nonnull(strstr(e.message, "longer than 65535 bytes"));
	buffer_clear(&buffer);
}
END_TEST

START_TEST(compares_with_the_hints)
{
	char one[] = "^abc_[0-9]+$";
	char two[] = "^x{3}$";
	char broken[] = "([";
	char *items[] = { one, broken, two };
	struct provider provider = { .hints = { items, 3 } };
	const struct provider without = { 0 };

	ck_assert(token_text_fits(&provider, "abc_12"));
	ck_assert(token_text_fits(&provider, "xxx"));
	ck_assert(!token_text_fits(&provider, "xxxx"));
	ck_assert(!token_text_fits(&provider, "abc_12z"));
	ck_assert(token_text_fits(&without, "anything"));
}
END_TEST

Suite *token_text_suite(void)
{
	Suite *suite = suite_create("token-text");
	TCase *tc = tcase_create("token-text");

	tcase_add_loop_test(tc, finds_the_token, 0,
			    sizeof(good) / sizeof(good[0]));
	tcase_add_loop_test(tc, refuses_what_is_no_token, 0,
			    sizeof(bad) / sizeof(bad[0]));
	tcase_add_test(tc, knows_how_long_a_token_may_be);
	tcase_add_test(tc, compares_with_the_hints);
	suite_add_tcase(suite, tc);
	return suite;
}
