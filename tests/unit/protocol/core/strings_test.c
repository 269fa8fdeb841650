#include "protocol/core/strings.h"
#include "tests/unit/protocol/suites.h"

/* However many there are, all are there, and NULL stands behind the last. */
START_TEST(adds_texts)
{
	struct strings list = { 0 };

	for (size_t i = 0; i < 40; i++) {
		char text[2] = { (char)('0' + i), '\0' };

		strings_add(&list, text);
		ck_assert_uint_eq(list.count, i + 1);
		ck_assert_ptr_null(list.items[i + 1]);
	}
	for (size_t i = 0; i < 40; i++)
		ck_assert_int_eq(list.items[i][0], (int)('0' + i));
	strings_clear(&list);
	ck_assert_uint_eq(list.count, 0);
	ck_assert_ptr_null(list.items);
}
END_TEST

START_TEST(adds_bytes_up_to_a_length)
{
	struct strings list = { 0 };

	strings_add_bytes(&list, "key value", 3);
	strings_add_bytes(&list, "key", 0);
	ck_assert_str_eq(list.items[0], "key");
	ck_assert_str_eq(list.items[1], "");
	strings_clear(&list);
}
END_TEST

static const struct {
	const char *text;
	const char *words[4];
} texts[] = {
	{ NULL, { NULL } },
	{ "", { NULL } },
	{ " \t\r\n ", { NULL } },
	{ "one", { "one" } },
	{ "  one\ttwo\n", { "one", "two" } },
	{ "a b\r\nc", { "a", "b", "c" } },
};

START_TEST(adds_words)
{
	struct strings list = { 0 };
	size_t count = 0;

	strings_add_words(&list, texts[_i].text);
	while (texts[_i].words[count]) {
		ck_assert_uint_gt(list.count, count);
		ck_assert_str_eq(list.items[count], texts[_i].words[count]);
		count++;
	}
	ck_assert_uint_eq(list.count, count);
	strings_clear(&list);
}
END_TEST

Suite *strings_suite(void)
{
	Suite *suite = suite_create("strings");
	TCase *tc = tcase_create("strings");

	tcase_add_test(tc, adds_texts);
	tcase_add_test(tc, adds_bytes_up_to_a_length);
	tcase_add_loop_test(tc, adds_words, 0,
			    sizeof(texts) / sizeof(texts[0]));
	suite_add_tcase(suite, tc);
	return suite;
}
