#include "helper/commands/prompt/guide.h"
#include "tests/unit/helper/definition/definition.h"
#include "tests/unit/helper/suites.h"

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
	struct wrap g = { .columns = 72 };

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
	struct wrap g = { .columns = 72 };

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
	tcase_add_loop_test(tc, lists_scopes, 0,
			    sizeof(listed) / sizeof(listed[0]));
	tcase_add_test(tc, numbers_steps);
	suite_add_tcase(suite, tc);
	return suite;
}
