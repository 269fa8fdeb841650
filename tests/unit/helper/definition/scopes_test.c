#include "helper/definition/scopes.h"
#include "tests/unit/helper/definition/definition.h"
#include "tests/unit/helper/suites.h"

static const char definition[] =
	"provider test {\n"
	"title = Test\n"
	"hosts = {api.example.com}\n"
	"scope a:read { reason = r }\n"
	"scope a:write { reason = r implies = {a:read} }\n"
	"scope me { reason = r needed = true }\n"
	"scope more { reason = r }\n"
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
	const char *list;
	const char *message; /* NULL: it is good */
	const char *hint;
} lists[] = {
	{ "a:read", NULL, NULL },
	{ "a:read,me", NULL, NULL },
	{ " a:read , a:write,me,", NULL, NULL },
	{ "", "the list of scopes is empty", "" },
	{ " ,, ", "the list of scopes is empty", "" },
	{ "me\nmore", "the list of scopes holds a control character", "" },
	{ "a:rad", "scope 1 is none that Test has",
	  "there is 'a:read'; see 'ringbearer providers test'" },
	{ "me,a:read,mor", "scope 3 is none that Test has",
	  "there is 'more'; see 'ringbearer providers test'" },
	/* Only the whole name is one. */
	{ "a:rea", "scope 1 is none that Test has",
	  "there is 'a:read'; see 'ringbearer providers test'" },
	{ "a:reads", "scope 1 is none that Test has",
	  "there is 'a:read'; see 'ringbearer providers test'" },
	{ "ME", "scope 1 is none that Test has",
	  "see 'ringbearer providers test'" },
	{ "sim-token-for-the-wrong-place", "scope 1 is none that Test has",
	  "see 'ringbearer providers test'" },
};

START_TEST(checks_a_list)
{
	struct error e = { 0 };
	enum status status = scopes_check(lists[_i].list, provider, &e);

	if (!lists[_i].message) {
		ck_assert_int_eq(status, STATUS_OK);
		ck_assert_str_eq(e.message, "");
		return;
	}
	ck_assert_int_eq(status, STATUS_USAGE);
	ck_assert_str_eq(e.message, lists[_i].message);
	ck_assert_str_eq(e.hint, lists[_i].hint);
}
END_TEST

START_TEST(says_when_there_are_none)
{
	struct error e = { 0 };

	provider->scope_count = 0;
	ck_assert_int_eq(scopes_check("me", provider, &e), STATUS_USAGE);
	ck_assert_str_eq(e.message, "Test has no scopes to choose from");
	ck_assert_int_eq(scopes_check(NULL, provider, &e), STATUS_OK);
	provider->scope_count = 4;
}
END_TEST

static const struct {
	const char *list;
	bool ticks[4];
} ticked[] = {
	{ NULL, { false, false, true, false } },
	{ "more", { false, false, true, true } },
	{ "a:read", { true, false, true, false } },
	/* What one includes is not to be ticked as well. */
	{ "a:write", { false, true, true, false } },
	{ "a:read,a:write,me", { false, true, true, false } },
};

START_TEST(tells_what_to_tick)
{
	for (size_t i = 0; i < 4; i++)
		ck_assert_msg(scopes_to_tick(provider, &provider->scopes[i],
					     ticked[_i].list) ==
				      ticked[_i].ticks[i],
			      "%s", provider->scopes[i].name);
}
END_TEST

static const struct {
	const char *wanted;
	const char *told;
	const char *lacking;
} compared[] = {
	{ "me,more", "more me", "" },
	{ "me,more", "me", "more" },
	{ "more,me", "a:read", "me, more" },
	{ "a:read", "a:write,me", "" },
	{ "a:write", "a:read", "a:write" },
	{ "me", "men", "me" },
	{ "more", "", "more" },
};

START_TEST(tells_what_lacks)
{
	struct buffer out = { 0 };

	buffer_add_text(&out, "");
	scopes_lacking(provider, compared[_i].wanted, compared[_i].told, &out);
	ck_assert_str_eq(out.data, compared[_i].lacking);
	buffer_clear(&out);
}
END_TEST

Suite *scopes_suite(void)
{
	Suite *suite = suite_create("scopes");
	TCase *tc = tcase_create("scopes");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_loop_test(tc, checks_a_list, 0,
			    sizeof(lists) / sizeof(lists[0]));
	tcase_add_test(tc, says_when_there_are_none);
	tcase_add_loop_test(tc, tells_what_to_tick, 0,
			    sizeof(ticked) / sizeof(ticked[0]));
	tcase_add_loop_test(tc, tells_what_lacks, 0,
			    sizeof(compared) / sizeof(compared[0]));
	suite_add_tcase(suite, tc);
	return suite;
}
