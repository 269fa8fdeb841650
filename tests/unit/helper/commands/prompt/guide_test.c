#include "helper/commands/prompt/guide.h"
#include "tests/unit/helper/definition/definition.h"
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
	struct guide g = { .columns = wrapped[_i].columns };

	guide_wrap(&g, wrapped[_i].mark, 3, wrapped[_i].text);
	ck_assert_str_eq(g.out.data, wrapped[_i].lines);
	buffer_clear(&g.out);
}
END_TEST

static const char definition[] =
	"provider test {\n"
	"title = Test\n"
	"hosts = {api.example.com}\n"
	"scope a { reason = 'to read' }\n"
	"scope b { reason = 'to write' implies = {a} }\n"
	"scope c { reason = 'to know you' needed = true }\n"
	"guide = {'Open it.', 'Click.'}\n"
	"warnings = {'It is sharp.'}\n"
	"}\n";

static struct provider *provider;

static void set_up(void)
{
	provider = definition_read(definition);
}

static void tear_down(void)
{
	provider_free(provider);
}

static const struct {
	const char *wanted;
	size_t count; /* of scopes */
	const char *lines;
} listed[] = {
	{ NULL, 3, "tick:\n  -  c: to know you (ringbearer needs it)\n" },
	{ "a", 3,
	  "tick:\n  -  a: to read\n"
	  "  -  c: to know you (ringbearer needs it)\n" },
	{ "b,a", 3,
	  "tick:\n  -  b: to write\n"
	  "  -  c: to know you (ringbearer needs it)\n" },
	/* Nothing to tick has no heading. */
	{ NULL, 2, "" },
	{ NULL, 0, "" },
};

START_TEST(lists_scopes)
{
	struct guide g = { .columns = 72 };

	provider->scope_count = listed[_i].count;
	buffer_add_text(&g.out, "");
	guide_scopes(&g, "tick:\n", provider, listed[_i].wanted);
	ck_assert_str_eq(g.out.data, listed[_i].lines);
	provider->scope_count = 3;
	buffer_clear(&g.out);
}
END_TEST

START_TEST(numbers_steps)
{
	struct guide g = { .columns = 72 };

	guide_steps(&g, provider);
	guide_warnings(&g, "know:\n", provider);
	ck_assert_str_eq(g.out.data, "  1. Open it.\n  2. Click.\n"
				     "know:\n  -  It is sharp.\n");
	buffer_clear(&g.out);
}
END_TEST

Suite *guide_suite(void)
{
	Suite *suite = suite_create("guide");
	TCase *tc = tcase_create("guide");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_loop_test(tc, breaks_at_blanks, 0,
			    sizeof(wrapped) / sizeof(wrapped[0]));
	tcase_add_loop_test(tc, lists_scopes, 0,
			    sizeof(listed) / sizeof(listed[0]));
	tcase_add_test(tc, numbers_steps);
	suite_add_tcase(suite, tc);
	return suite;
}
