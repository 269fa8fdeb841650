#include <stddef.h>
#include <string.h>

#include "protocol/core/suggest.h"
#include "tests/unit/protocol/suites.h"

enum {
	NAMES_MAX = 4,
};

static const struct {
	const char *wanted;
	const char *names[NAMES_MAX]; /* ended by NULL */
	const char *closest;	      /* NULL: none is close */
} choices[] = {
	{ "notoin", { "calendly", "notion", NULL }, "notion" },
	{ "notion", { "notion", "notions", NULL }, "notion" },
	{ "harvst", { "harvest", "harvest2", NULL }, "harvest" },
	/* One that begins with it, holds it, or is part of it. */
	{ "harv", { "hart", "calendly", "harvest", NULL }, "harvest" },
	{ "notion/ann",
	  { "notion", "notion/bob", "notion/ann@example.org", NULL },
	  "notion/ann@example.org" },
	{ "example.org", { "ann@example.org", NULL }, "ann@example.org" },
	{ "calendly/somebody-else", { "calendly", NULL }, "calendly" },
	{ "no", { "harvest/nobody", NULL }, NULL },
	/* The first of several alike. */
	{ "ab", { "ac", "ad", NULL }, "ac" },
	/* More than half of the letters is not close. */
	{ "abcd", { "abxy", NULL }, "abxy" },
	{ "abcd", { "axyz", NULL }, NULL },
	{ "a", { "b", NULL }, NULL },
	{ "calendly", { NULL }, NULL },
	{ "", { "a", NULL }, NULL },
};

START_TEST(finds_the_closest)
{
	struct suggestion c = { .wanted = choices[_i].wanted };
	const char *closest;

	for (size_t i = 0; choices[_i].names[i]; i++)
		suggest_consider(&c, choices[_i].names[i]);
	closest = suggest_name(&c);
	if (choices[_i].closest)
		ck_assert_pstr_eq(closest, choices[_i].closest);
	else
		ck_assert_ptr_null(closest);
}
END_TEST

/* Names longer than what is compared are cut, not overrun. */
START_TEST(takes_long_names)
{
	char name[4 * CLOSEST_MAX];
	struct suggestion c = { .wanted = name };

	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	suggest_consider(&c, name);
	ck_assert_uint_eq(strlen(suggest_name(&c)), CLOSEST_MAX - 1);
}
END_TEST

Suite *suggest_suite(void)
{
	Suite *suite = suite_create("closest");
	TCase *tc = tcase_create("closest");

	tcase_add_loop_test(tc, finds_the_closest, 0,
			    sizeof(choices) / sizeof(choices[0]));
	tcase_add_test(tc, takes_long_names);
	suite_add_tcase(suite, tc);
	return suite;
}
