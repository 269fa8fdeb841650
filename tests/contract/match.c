#include "tests/contract/contract.h"

/* Addresses that are all different; each is kept under its own password. */
static const struct entry apart[] = {
	{ "https", "a.example", NULL, NULL, "p0" },
	{ "https", "a.example", NULL, "", "p1" },
	{ "https", "a.example", NULL, "me", "p2" },
	{ "https", "a.example", NULL, "Me", "p3" },
	{ "https", "a.example", NULL, "me ", "p4" },
	{ "https", "a.example", "", "me", "p5" },
	{ "https", "a.example", "x", "me", "p6" },
	{ "https", "a.example", "x/", "me", "p7" },
	{ "https", "a.example", "me", NULL, "p8" },
	{ "https", "a.example:8443", NULL, "me", "p9" },
	{ "https", "a.example:844", NULL, "me", "p10" },
	{ "http", "a.example", NULL, "me", "p11" },
	{ "https", "b.a.example", NULL, "me", "p12" },
	{ "https", "a.example.org", NULL, "me", "p13" },
	{ "https", "[::1]", NULL, "me", "p14" },
	{ "https", "[::1]:8443", NULL, "me", "p15" },
	{ "https", "[::1:8443]", NULL, "me", "p16" },
	{ "https", "*.example", NULL, "me", "p17" },
	{ "cert", "", "/etc/key", NULL, "p18" },
	{ "cert", "", "/etc/key2", NULL, "p19" },
};

enum {
	APART = sizeof(apart) / sizeof(apart[0])
};

static void keep_apart(void)
{
	for (size_t i = 0; i < APART; i++)
		keep_entry(&apart[i]);
}

/* What a pattern like `entry` finds, by the rule of gitcredentials(7). */
static size_t expected(const struct entry *entry)
{
	struct credential pattern = { 0 };
	size_t count = 0;

	entry_set(entry, &pattern);
	for (size_t i = 0; i < APART; i++) {
		struct credential record = { 0 };

		entry_set(&apart[i], &record);
		count += credential_matches(&record, &pattern);
		credential_clear(&record);
	}
	credential_clear(&pattern);
	return count;
}

START_TEST(keeps_different_addresses_apart)
{
	keep_apart();
	ck_assert_uint_eq(count_all(), APART);
	for (size_t i = 0; i < APART; i++) {
		struct entry pattern = apart[i];

		pattern.password = NULL;
		ck_assert_uint_eq(count_matches(&pattern), expected(&pattern));
	}
	/* Path and username given leave one record only. */
	expect_password(&(struct entry){ "https", "a.example", "", "me", NULL },
			"p5");
	expect_password(&(struct entry){ "https", "a.example", "x", "me",
					 NULL },
			"p6");
	expect_password(&(struct entry){ "https", "[::1]:8443", NULL, "me",
					 NULL },
			"p15");
}
END_TEST

START_TEST(what_is_not_given_means_any)
{
	keep_apart();
	ck_assert_uint_eq(count_matches(&(struct entry){ "https", "a.example",
							 NULL, NULL, NULL }),
			  9);
	ck_assert_uint_eq(count_matches(&(struct entry){ "https", "a.example",
							 NULL, "me", NULL }),
			  4);
	ck_assert_uint_eq(count_matches(&(struct entry){ "https", "a.example",
							 NULL, "", NULL }),
			  1);
	ck_assert_uint_eq(count_matches(&(struct entry){ "https", "a.example",
							 "x", NULL, NULL }),
			  1);
}
END_TEST

START_TEST(what_is_given_never_matches_what_is_absent)
{
	keep_entry(&(struct entry){ "https", "b.example", NULL, NULL, "p" });
	ck_assert_uint_eq(count_matches(&(struct entry){ "https", "b.example",
							 NULL, "", NULL }),
			  0);
	ck_assert_uint_eq(count_matches(&(struct entry){ "https", "b.example",
							 "", NULL, NULL }),
			  0);
	ck_assert_uint_eq(count_matches(&(struct entry){ "https", "b.example",
							 "x", "me", NULL }),
			  0);
	ck_assert_uint_eq(count_matches(&(struct entry){ "https", "B.example",
							 NULL, NULL, NULL }),
			  0);
}
END_TEST

START_TEST(a_visit_may_end_the_search)
{
	struct credential pattern = { 0 };
	struct seen seen = { .stop_at_first = true };
	struct error e = { 0 };

	keep_apart();
	entry_set(&(struct entry){ "https", "a.example", NULL, NULL, NULL },
		  &pattern);
	ck_assert_int_eq(backend->search(backend, &config, &pattern, see, &seen,
					 &e),
			 STATUS_OK);
	ck_assert_uint_eq(seen.count, 1);
	ck_assert_int_eq(backend->search(backend, &config, NULL, see, &seen,
					 &e),
			 STATUS_OK);
	ck_assert_uint_eq(seen.count, 2);
	credential_clear(&pattern);
	credential_clear(&seen.last);
}
END_TEST

struct tally {
	unsigned int times[APART];
};

static bool tally(const struct credential *record, void *argument)
{
	struct tally *t = argument;

	for (size_t i = 0; i < APART; i++) {
		struct credential own = { 0 };

		entry_set(&apart[i], &own);
		t->times[i] += credential_same_address(&own, record) &&
			       credential_same_secret(&own, record);
		credential_clear(&own);
	}
	return true;
}

START_TEST(list_shows_each_record_once)
{
	struct tally t = { { 0 } };
	struct error e = { 0 };

	keep_apart();
	ck_assert_int_eq(backend->search(backend, &config, NULL, tally, &t, &e),
			 STATUS_OK);
	for (size_t i = 0; i < APART; i++)
		ck_assert_uint_eq(t.times[i], 1);
}
END_TEST

void add_match_tests(TCase *test)
{
	tcase_add_test(test, keeps_different_addresses_apart);
	tcase_add_test(test, what_is_not_given_means_any);
	tcase_add_test(test, what_is_given_never_matches_what_is_absent);
	tcase_add_test(test, a_visit_may_end_the_search);
	tcase_add_test(test, list_shows_each_record_once);
}
