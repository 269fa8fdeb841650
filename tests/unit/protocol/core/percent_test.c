#include "protocol/core/percent.h"
#include "tests/unit/protocol/suites.h"

#define BYTES(text) text, sizeof(text) - 1

static const struct {
	const char *value;
	const char *escaped;
} values[] = {
	{ "", "" },
	{ "plain = text; \"quotes\" \\", "plain = text; \"quotes\" \\" },
	{ "100%", "100%25" },
	{ "%41", "%2541" },
	{ "a\nb\r\nc\t", "a%0Ab%0D%0Ac%09" },
	{ "\x01\x1f\x7f", "%01%1F%7F" },
	{ "\xc3\xa9\xf0\x9f\x94\x91", "\xc3\xa9\xf0\x9f\x94\x91" },
	{ "\xc3\xa9\xff", "%C3%A9%FF" },
	{ "\xc3", "%C3" },
	{ "-----BEGIN KEY-----\nabc\n-----END KEY-----\n",
	  "-----BEGIN KEY-----%0Aabc%0A-----END KEY-----%0A" },
};

/* A byte that the caller calls plain is left alone, whichever it is. */
START_TEST(adds_a_byte)
{
	struct buffer out = { 0 };

	percent_add('a', true, &out);
	percent_add('%', true, &out);
	percent_add('a', false, &out);
	percent_add('\xff', false, &out);
	ck_assert_str_eq(out.data, "a%%61%FF");
	buffer_clear(&out);
}
END_TEST

/* What is more than nothing is there, and a NUL behind it in any case. */
START_TEST(encodes_for_a_url)
{
	struct buffer out = { 0 };

	percent_encode_url("", "", &out);
	ck_assert_str_eq(out.data, "");
	percent_encode_url("aZ09-._~/&\xc3%", "", &out);
	percent_encode_url("/&", "/", &out);
	ck_assert_str_eq(out.data, "aZ09-._~%2F%26%C3%25/%26");
	buffer_clear(&out);
}
END_TEST

START_TEST(escapes_and_unescapes)
{
	struct buffer escaped = { 0 };
	struct buffer back = { 0 };

	percent_encode(values[_i].value, &escaped);
	buffer_add(&escaped, "", 0);
	ck_assert_str_eq(escaped.data, values[_i].escaped);
	ck_assert(percent_decode(escaped.data, escaped.length, &back));
	buffer_add(&back, "", 0);
	ck_assert_str_eq(back.data, values[_i].value);
	buffer_clear(&escaped);
	buffer_clear(&back);
}
END_TEST

static const struct {
	const char *text;
	size_t length;
	const char *value; /* NULL: refused */
} encodings[] = {
	{ BYTES("%41%5a%5A"), "AZZ" },
	{ BYTES("%c3%A9"), "\xc3\xa9" },
	{ BYTES("%"), NULL },
	{ BYTES("a%"), NULL },
	{ BYTES("a%4"), NULL },
	{ BYTES("%4g"), NULL },
	{ BYTES("%g4"), NULL },
	{ BYTES("%%41"), NULL },
	{ BYTES("% 4"), NULL },
	{ BYTES("%+4"), NULL },
	{ BYTES("%-1"), NULL },
	{ BYTES("%0x"), NULL },
	{ BYTES("%00"), NULL },
	{ BYTES("a%00b"), NULL },
	/* what stands behind the end is not read */
	{ "%41", 2, NULL },
	{ "x%41", 3, NULL },
	{ "x%41", 1, "x" },
};

START_TEST(refuses_bad_escapes)
{
	struct buffer out = { 0 };
	bool good =
		percent_decode(encodings[_i].text, encodings[_i].length, &out);

	ck_assert_int_eq(good, encodings[_i].value != NULL);
	if (good)
		ck_assert_str_eq(out.data, encodings[_i].value);
	buffer_clear(&out);
}
END_TEST

Suite *percent_suite(void)
{
	Suite *suite = suite_create("percent");
	TCase *tc = tcase_create("percent");

	tcase_add_test(tc, adds_a_byte);
	tcase_add_test(tc, encodes_for_a_url);
	tcase_add_loop_test(tc, escapes_and_unescapes, 0,
			    sizeof(values) / sizeof(values[0]));
	tcase_add_loop_test(tc, refuses_bad_escapes, 0,
			    sizeof(encodings) / sizeof(encodings[0]));
	suite_add_tcase(suite, tc);
	return suite;
}
