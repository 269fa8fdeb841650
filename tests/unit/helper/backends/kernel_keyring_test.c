#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "helper/backends/kernel-keyring.h"
#include "tests/unit/helper/suites.h"

enum {
	LARGE = CACHE_VALUE_MAX
};

/*
 * Each test runs in a process and a user namespace of its own, with a
 * keyring that is nobody's. Where that may not be made, it says so.
 */
static bool has_keyring(void)
{
	struct error e = { 0 };

	if (unshare(CLONE_NEWUSER) == 0 && cache_key_try(&e) == STATUS_OK)
		return true;
	printf("skip - cache keys: no keyring of their own: %s\n", e.message);
	return false;
}

static void fill(const char *name, const char *text, int seconds)
{
	struct buffer value = { 0 };
	int place = cache_key_reserve(name);

	ck_assert_int_ge(place, 0);
	buffer_add_text(&value, text);
	cache_key_fill(place, &value, seconds);
	buffer_clear(&value);
}

/* NULL: nothing is there. */
static void expect(const char *name, const char *text)
{
	struct buffer value = { 0 };

	ck_assert_int_eq(cache_key_read(name, &value), text != NULL);
	if (text)
		ck_assert_str_eq(value.data, text);
	buffer_clear(&value);
}

START_TEST(remembers)
{
	if (!has_keyring())
		return;
	expect("a", NULL);
	fill("a", "1", 60);
	fill("b", "2", 60);
	expect("a", "1");
	expect("b", "2");
	fill("a", "3", 60);
	expect("a", "3");
	cache_key_drop("a");
	cache_key_drop("a");
	expect("a", NULL);
	expect("b", "2");
}
END_TEST

/* A place that waits for its value is no value. */
START_TEST(reserves)
{
	if (!has_keyring())
		return;
	fill("a", "old", 60);
	ck_assert_int_ge(cache_key_reserve("a"), 0);
	expect("a", NULL);
}
END_TEST

/* What was read before a change must not come back after it. */
START_TEST(never_fills_what_was_dropped)
{
	struct buffer value = { 0 };
	int place;

	if (!has_keyring())
		return;
	place = cache_key_reserve("a");
	buffer_add_text(&value, "old");
	cache_key_drop("a");
	cache_key_fill(place, &value, 60);
	expect("a", NULL);
	fill("a", "new", 60);
	cache_key_fill(place, &value, 60);
	expect("a", "new");
	buffer_clear(&value);
}
END_TEST

START_TEST(forgets_in_time)
{
	if (!has_keyring())
		return;
	fill("a", "1", 1);
	expect("a", "1");
	(void)usleep(1200000);
	expect("a", NULL);
}
END_TEST

START_TEST(keeps_large_values)
{
	static char text[LARGE + 2];

	if (!has_keyring())
		return;
	memset(text, 'x', sizeof(text) - 1);
	for (size_t length = 2000; length < 2100; length++) {
		text[length] = '\0';
		fill("a", text, 60);
		expect("a", text);
		text[length] = 'x';
	}
	text[LARGE] = '\0';
	fill("a", text, 60);
	expect("a", text);
	text[LARGE] = 'x';
	fill("a", text, 60);
	expect("a", NULL);
}
END_TEST

START_TEST(forgets_all_of_its_own)
{
	if (!has_keyring())
		return;
	fill("a", "1", 60);
	fill("b", "2", 60);
	ck_assert_int_eq(cache_key_drop_all("x"), 0);
	ck_assert_int_eq(cache_key_drop_all("b"), 1);
	ck_assert_int_eq(cache_key_drop_all(""), 1);
	ck_assert_int_eq(cache_key_drop_all(""), 0);
	expect("a", NULL);
	expect("b", NULL);
}
END_TEST

Suite *cache_keys_suite(void)
{
	Suite *suite = suite_create("cache-keys");
	TCase *tc = tcase_create("cache-keys");

	tcase_add_test(tc, remembers);
	tcase_add_test(tc, reserves);
	tcase_add_test(tc, never_fills_what_was_dropped);
	tcase_add_test(tc, forgets_in_time);
	tcase_add_test(tc, keeps_large_values);
	tcase_add_test(tc, forgets_all_of_its_own);
	suite_add_tcase(suite, tc);
	return suite;
}
