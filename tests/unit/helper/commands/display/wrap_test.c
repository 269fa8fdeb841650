#include "helper/commands/display/wrap.h"
#include "tests/unit/helper/suites.h"

static const struct {
	int columns;
	const char *mark;
	const char *text;
	const char *lines;
} wrapped[] = {
	{ 10, "", "", "   \n" },
	{ 10, " -", "one", " - one\n" },
	/* A line may be full, and no longer. */
	{ 10, " -", "one two", " - one two\n" },
	{ 10, " -", "one twos", " - one\n   twos\n" },
	{ 9, "", "one two", "   one\n   two\n" },
	{ 10, "", "a  b", "   a b\n" },
	{ 10, "", "atoolongword b", "   atoolongword\n   b\n" },
	{ 10, "", "\xc3\xa4\xc3\xa4\xc3\xa4 b\xc3\xa4\xc3\xa4",
	  "   \xc3\xa4\xc3\xa4\xc3\xa4 b\xc3\xa4\xc3\xa4\n" },
	{ 40, "", "a\x1b[1m", "   a\\x1b[1m\n" },
	{ 40, "", "\xe2\x80\xae", "   \\u{202e}\n" },
};

START_TEST(breaks_at_blanks)
{
	struct wrap w = { .columns = wrapped[_i].columns };

	wrap_add(&w, wrapped[_i].mark, 3, wrapped[_i].text);
	ck_assert_str_eq(w.out.data, wrapped[_i].lines);
	buffer_clear(&w.out);
}
END_TEST

Suite *wrap_suite(void)
{
	Suite *suite = suite_create("wrap");
	TCase *tc = tcase_create("wrap");

	tcase_add_loop_test(tc, breaks_at_blanks, 0,
			    sizeof(wrapped) / sizeof(wrapped[0]));
	suite_add_tcase(suite, tc);
	return suite;
}
