#include <string.h>

#include "helper/network/wire.h"
#include "tests/unit/helper/suites.h"

START_TEST(comes_back_as_it_was)
{
	static const char body[] = "a\0b\xff\n\n";
	struct credential head = { 0 };
	struct message m = { 0 };
	struct buffer text = { 0 };

	credential_set_extra(&head, "header.0", "A: canary\n%", true);
	message_add(&head, body, sizeof(body), &text);
	ck_assert_int_eq(message_read(&text, sizeof(body), &m), MESSAGE_WHOLE);
	ck_assert_str_eq(credential_extra(&m.head, "header.0"), "A: canary\n%");
	ck_assert(m.head.extras[0].secret);
	ck_assert_uint_eq(m.body_length, sizeof(body));
	ck_assert_mem_eq(m.body, body, sizeof(body));
	message_clear(&m);
	/* Every piece of it is a part, and one byte more is none. */
	ck_assert_int_eq(message_read(&text, sizeof(body) - 1, &m),
			 MESSAGE_BROKEN);
	buffer_add_text(&text, "x");
	ck_assert_int_eq(message_read(&text, sizeof(body), &m), MESSAGE_BROKEN);
	for (size_t i = 2; i <= 1 + sizeof(body); i++) {
		text.length--;
		if (i > 2)
			ck_assert_int_eq(message_read(&text, sizeof(body), &m),
					 MESSAGE_PART);
	}
	credential_clear(&head);
	buffer_clear(&text);
}
END_TEST

static const struct {
	const char *text;
	enum message_state state;
} texts[] = {
	{ "", MESSAGE_PART },
	{ "4", MESSAGE_PART },
	{ "4 0", MESSAGE_PART },
	{ "4 0\n", MESSAGE_PART },
	{ "4 0\na=", MESSAGE_PART },
	{ "4 0\na=b\n", MESSAGE_WHOLE },
	{ "0 0\n", MESSAGE_WHOLE },
	{ "0 2\nab", MESSAGE_WHOLE },
	{ "0 3\nabc", MESSAGE_BROKEN }, /* longer than asked for */
	{ "4 0\nabc\n", MESSAGE_BROKEN },
	{ "4\na=b\n", MESSAGE_BROKEN },
	{ "\n", MESSAGE_BROKEN },
	{ " \n", MESSAGE_BROKEN },
	{ "-4 0\n", MESSAGE_BROKEN },
	{ "4 -1\n", MESSAGE_BROKEN },
	{ "4 0 0\n", MESSAGE_BROKEN },
	{ "1048577 0\n", MESSAGE_BROKEN },
	{ "00000000000 0\n", MESSAGE_BROKEN },
	{ "0 00000000000\n", MESSAGE_BROKEN },
	{ "xxxxxxxxxxxxxxxxxxxxxxxxx", MESSAGE_BROKEN },
};

START_TEST(tells_whole_from_part_from_broken)
{
	struct buffer text = { 0 };
	struct message m = { 0 };

	buffer_add_text(&text, texts[_i].text);
	ck_assert_int_eq(message_read(&text, 2, &m), texts[_i].state);
	message_clear(&m);
	buffer_clear(&text);
}
END_TEST

START_TEST(takes_one_after_the_other)
{
	static const char text[] = "4 2\na=b\nxy0 0\n4 0\nc=d";
	size_t left = strlen(text);
	struct message m = { 0 };

	ck_assert_int_eq(message_take(text, left, 2, &m), MESSAGE_WHOLE);
	ck_assert_uint_eq(m.size, 10);
	ck_assert_uint_eq(m.body_length, 2);
	ck_assert_mem_eq(m.body, "xy", 2);
	left -= m.size;
	message_clear(&m);
	ck_assert_int_eq(message_take(text + 10, left, 2, &m), MESSAGE_WHOLE);
	ck_assert_uint_eq(m.size, 4);
	left -= m.size;
	message_clear(&m);
	ck_assert_int_eq(message_take(text + 14, left, 2, &m), MESSAGE_PART);
	ck_assert_int_eq(message_take(NULL, 0, 2, &m), MESSAGE_PART);
}
END_TEST

START_TEST(every_failure_has_its_word)
{
	for (int i = 0; i < FAILURE_COUNT; i++) {
		ck_assert_ptr_nonnull(failure_names[i]);
		ck_assert_int_eq(failure_parse(failure_names[i]), i);
	}
	ck_assert_int_eq(failure_parse("nonsense"), FAILURE_BROKEN);
}
END_TEST

Suite *wire_suite(void)
{
	Suite *suite = suite_create("helper/wire");
	TCase *c = tcase_create("wire");

	tcase_add_test(c, comes_back_as_it_was);
	tcase_add_loop_test(c, tells_whole_from_part_from_broken, 0,
			    sizeof(texts) / sizeof(texts[0]));
	tcase_add_test(c, takes_one_after_the_other);
	tcase_add_test(c, every_failure_has_its_word);
	suite_add_tcase(suite, c);
	return suite;
}
