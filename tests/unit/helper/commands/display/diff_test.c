#include <check.h>
#include <string.h>

#include "helper/commands/display/diff.h"
#include "tests/unit/helper/suites.h"

static const struct {
	const char *before;
	const char *after;
	const char *ours;
	const char *shown;
} texts[] = {
	{ "", "", "", "" },
	{ "a\n", "a\n", "a\n", "" },
	{ "", "a b\n", "a b\n", "@@ -0,0 +1,1 @@\n+a b\n" },
	{ "a b\n", "", "a b\n", "@@ -1,1 +0,0 @@\n-a b\n" },
	/* Three lines around it, of which values are left out. */
	{ "1=s\n2:s\n3 s\n[4]\n5=s\n", "1=s\n2:s\n3 s\n[4]\nnew=1\n5=s\n",
	  "new=1\n", "@@ -2,4 +2,5 @@\n 2:...\n ...\n [4]\n+new=1\n 5=...\n" },
	/* Blanks and a comma make no other line. */
	{ "{\n}\n", "{\n\t\"a\": 1,\n}\n", "  \"a\": 1",
	  "@@ -1,2 +1,3 @@\n {\n+ \"a\": 1,\n }\n" },
	/* One that ours is part of is not ours. */
	{ "", "new=1 s\n", "new=1\n", "@@ -0,0 +1,1 @@\n+new=...\n" },
	/* No line, and control bytes. */
	{ "x", "x\n", "", "@@ -1,1 +1,1 @@\n-...\n+...\n" },
	{ "", "a\033\n", "a\033\n", "@@ -0,0 +1,1 @@\n+a\\x1b\n" },
};

START_TEST(shows_what_is_ours)
{
	struct buffer out = { 0 };

	buffer_add(&out, "", 0);
	difference_add(texts[_i].before, texts[_i].after, texts[_i].ours, &out);
	ck_assert_str_eq(out.data, texts[_i].shown);
	buffer_clear(&out);
}
END_TEST

Suite *difference_suite(void)
{
	Suite *suite = suite_create("difference");
	TCase *tc = tcase_create("difference");

	tcase_add_loop_test(tc, shows_what_is_ours, 0,
			    sizeof(texts) / sizeof(texts[0]));
	suite_add_tcase(suite, tc);
	return suite;
}
