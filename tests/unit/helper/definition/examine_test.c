#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/definition/provider.h"
#include "tests/unit/helper/suites.h"

#define BAD "tests/definitions/bad"
#define GOOD "tests/definitions/good"

enum {
	FILE_MAX = 1 << 18,
	PATH_LENGTH = 512,
	TOLD_MAX = 8192,
};

static struct dirent **bad;
static int bad_count;
static struct dirent **good;
static int good_count;

static int is_definition(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void read_file(const char *path, struct buffer *out)
{
	int fd = open(path, O_RDONLY);

	ck_assert_msg(fd >= 0, "cannot open %s", path);
	ck_assert_int_eq(buffer_read(out, fd, FILE_MAX), 0);
	(void)close(fd);
}

/* Gathers what is told in lines. */
static void gather(const char *message, void *argument)
{
	char *told = argument;
	size_t used = strlen(told);

	(void)snprintf(told + used, TOLD_MAX - used, "%s\n", message);
}

static size_t examine(const char *text, const char *file, char *told)
{
	*told = '\0';
	return provider_examine(text, file, gather, told);
}

/* What the reading stops at is among what the examination tells. */
START_TEST(tells_what_the_reading_tells)
{
	char path[PATH_LENGTH], told[TOLD_MAX];
	struct buffer text = { 0 };
	struct provider *provider;
	struct error e = { 0 };

	(void)snprintf(path, sizeof(path), BAD "/%s", bad[_i]->d_name);
	read_file(path, &text);
	ck_assert_int_eq(provider_parse(text.data, path, false, &provider, &e),
			 STATUS_MALFORMED);
	ck_assert_uint_ge(examine(text.data, path, told), 1);
	ck_assert_msg(strstr(told, e.message), "no '%s' in: %s", e.message,
		      told);
	buffer_clear(&text);
}
END_TEST

START_TEST(tells_nothing_of_good_ones)
{
	char path[PATH_LENGTH], told[TOLD_MAX];
	struct buffer text = { 0 };

	(void)snprintf(path, sizeof(path), GOOD "/%s", good[_i]->d_name);
	read_file(path, &text);
	ck_assert_uint_eq(examine(text.data, path, told), 0);
	ck_assert_str_eq(told, "");
	buffer_clear(&text);
}
END_TEST

/* A definition around some lines, which begin with its second one. */
static const struct {
	const char *lines;
	const char *told;
} mistakes[] = {
	{ "hosts = {\"h.example\"}\ntitle = \"T\"\n", "" },
	/* Not known, of one line and of several, with braces in strings. */
	{ "hosts = {\"h.example\"}\ntitle = \"T\"\nx = 1\ny { z = \"}\"\n}\n"
	  "expiry = z\n",
	  "x:4: no such option 'x'\nx:5: no such option 'y'\n"
	  "x:7: expiry: 'z' is none of never, computed, unknown\n" },
	/* Not one instead of the other. */
	{ "field a-b { }\n",
	  "x:2: field a-b: title: is missing\n"
	  "x:2: field a-b: from: is missing\n"
	  "x:3: title: is missing\nx:3: hosts: is missing\n" },
	{ "hosts = {\"h.example\"}\ntitle = \"T\"\nretry { default = x }\n"
	  "headers = {\"A: {b}\"}\n",
	  "x:4: retry: invalid integer value for option 'default'\n"
	  "x:5: headers: '{b}' is a variable that nothing sets\n" },
	/* Nothing can be seen behind these. */
	{ "title = \"T\n", "x:2: a string is not closed\n" },
	{ "title = \"${HOME}\"\n",
	  "x:2: '${' is not allowed: no variable of the environment may say "
	  "where a token goes\n" },
};

START_TEST(goes_on_behind_a_mistake)
{
	char text[1024], told[TOLD_MAX];

	(void)snprintf(text, sizeof(text), "provider x {\n%s}\n",
		       mistakes[_i].lines);
	(void)examine(text, "x", told);
	ck_assert_str_eq(told, mistakes[_i].told);
}
END_TEST

/* Wherever a definition is cut, the examination comes to its end. */
START_TEST(ends_for_a_cut_one)
{
	char told[TOLD_MAX];
	struct buffer text = { 0 };

	read_file(GOOD "/everything.conf", &text);
	/* Without the newline, or the last brace and it, which is wrong. */
	for (size_t length = text.length - 2; length > 0; length--) {
		text.data[length] = '\0';
		ck_assert_msg(examine(text.data, "x", told) > 0,
			      "cut at %zu: no mistake", length);
	}
	buffer_clear(&text);
}
END_TEST

/* Reading afterwards stops at the first one again, as it should. */
START_TEST(leaves_the_reading_as_it_was)
{
	static const char two[] = "provider x {\nexpiry = a\nexpiry = b\n}\n";
	char told[TOLD_MAX];
	struct provider *provider;
	struct error e = { 0 };

	ck_assert_uint_gt(examine(two, "x", told), 1);
	ck_assert_int_eq(provider_parse(two, "x", false, &provider, &e),
			 STATUS_MALFORMED);
	ck_assert_str_eq(e.message, "x:2: expiry: 'a' is none of never, "
				    "computed, unknown");
}
END_TEST

Suite *examine_suite(void)
{
	Suite *suite = suite_create("examine");
	TCase *tc = tcase_create("examine");

	bad_count = scandir(BAD, &bad, is_definition, alphasort);
	good_count = scandir(GOOD, &good, is_definition, alphasort);
	/* Without its definitions a loop would run nothing, and pass. */
	if (bad_count < 100 || good_count < 4)
		abort();
	tcase_add_loop_test(tc, tells_what_the_reading_tells, 0, bad_count);
	tcase_add_loop_test(tc, tells_nothing_of_good_ones, 0, good_count);
	tcase_add_loop_test(tc, goes_on_behind_a_mistake, 0,
			    sizeof(mistakes) / sizeof(mistakes[0]));
	tcase_add_test(tc, ends_for_a_cut_one);
	tcase_add_test(tc, leaves_the_reading_as_it_was);
	suite_add_tcase(suite, tc);
	return suite;
}
