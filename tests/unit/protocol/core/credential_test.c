#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/core/credential.h"
#include "tests/unit/protocol/suites.h"

/*
 * The address fields in their order and then the password, split by '|';
 * `~` is a field that is not given.
 */
static void parse(const char *text, struct credential *c)
{
	static const enum field fields[] = { FIELD_PROTOCOL, FIELD_HOST,
					     FIELD_PATH,     FIELD_USERNAME,
					     FIELD_PASSWORD, FIELD_CREDENTIAL };

	for (size_t i = 0; text; i++) {
		size_t length = strcspn(text, "|");

		if (length != 1 || *text != '~')
			credential_set_bytes(c, fields[i], text, length);
		text = text[length] ? text + length + 1 : NULL;
	}
}

static const struct {
	const char *record;
	const char *pattern;
	bool matches;
	bool erases;
} pairs[] = {
	{ "https|h|~|me|pw", "https|h|~|~", true, true },
	{ "https|h|~|me|pw", "https|h|~|me", true, true },
	{ "https|h|~|me|pw", "https|h|~|Me", false, false },
	{ "https|h|~|me|pw", "https|h|~|m", false, false },
	{ "https|h|~|me|pw", "https|h|~|mee", false, false },
	{ "https|h|~|me|pw", "http|h|~|~", false, false },
	{ "https|h|~|me|pw", "https|h:8443|~|~", false, false },
	{ "https|h:8443|~|me|pw", "https|h|~|~", false, false },
	{ "https|[::1]|~|me|pw", "https|[::2]|~|~", false, false },
	{ "https|h.example|~|me|pw", "https|example|~|~", false, false },
	{ "https|example|~|me|pw", "https|h.example|~|~", false, false },
	/* paths are equal or not */
	{ "https|h|a|me|pw", "https|h|a|~", true, true },
	{ "https|h|a/b|me|pw", "https|h|a|~", false, false },
	{ "https|h|a|me|pw", "https|h|a/b|~", false, false },
	{ "https|h|a|me|pw", "https|h|~|~", true, true },
	{ "https|h|~|me|pw", "https|h|a|~", false, false },
	/* an empty name is a name; a missing one matches no given one */
	{ "https|h|~||pw", "https|h|~|", true, true },
	{ "https|h|~||pw", "https|h|~|~", true, true },
	{ "https|h|~|me|pw", "https|h|~|", false, false },
	{ "https|h|~|~|pw", "https|h|~|", false, false },
	{ "https|h|~|~|pw", "https|h|~|me", false, false },
	{ "https|h|~|~|pw", "https|h|~|~", true, true },
	{ "cert||file||pw", "cert||file|", true, true },
	{ "cert||file||pw", "cert||other|", false, false },
	/* the secret counts for erasing alone */
	{ "https|h|~|me|pw", "https|h|~|me|pw", true, true },
	{ "https|h|~|me|pw", "https|h|~|~|pw", true, true },
	{ "https|h|~|me|pw", "https|h|~|~|other", true, false },
	{ "https|h|~|me|pw", "https|h|~|~|", true, false },
	{ "https|h|~|me|pw", "https|h|~|~|p", true, false },
	{ "https|h|~|me|", "https|h|~|~|", true, true },
	{ "https|h|~|me|~|cr", "https|h|~|~|pw", true, false },
	{ "https|h|~|me|~|cr", "https|h|~|~|~|cr", true, true },
	{ "https|h|~|me|~|cr", "https|h|~|~|~|c", true, false },
	{ "https|h|~|me|pw|cr", "https|h|~|~|pw|other", true, false },
	{ "https|h|~|me|pw", "https|h|~|~|~|cr", true, false },
	{ "https|h|~|me|pw", "https|h|~|you|pw", false, false },
};

START_TEST(matches_by_gits_rules)
{
	struct credential record = { 0 };
	struct credential pattern = { 0 };

	parse(pairs[_i].record, &record);
	parse(pairs[_i].pattern, &pattern);
	ck_assert_int_eq(credential_matches(&record, &pattern),
			 pairs[_i].matches);
	ck_assert_int_eq(credential_erases(&record, &pattern),
			 pairs[_i].erases);
	credential_clear(&record);
	credential_clear(&pattern);
}
END_TEST

/* Notes, expiry, and git's own words have no part in it. */
START_TEST(matches_by_the_address_alone)
{
	struct credential record = { 0 };
	struct credential pattern = { 0 };

	parse("https|h|~|me|pw", &record);
	parse("https|h|~|me", &pattern);
	for (int f = 0; f < FIELD_COUNT; f++)
		if (!(field_info[f].flags &
		      (FIELD_IS_ADDRESS | FIELD_IS_SECRET)))
			credential_set(&pattern, f, "other");
	credential_set(&pattern, FIELD_OAUTH_REFRESH_TOKEN, "other");
	ck_assert(credential_matches(&record, &pattern));
	ck_assert(credential_erases(&record, &pattern));
	ck_assert(credential_same_address(&record, &pattern));
	credential_clear(&record);
	credential_clear(&pattern);
}
END_TEST

static const struct {
	const char *a;
	const char *b;
	bool same;
} addresses[] = {
	{ "https|h|~|me", "https|h|~|me", true },
	{ "https|h|~|me", "https|h|~|~", false },
	{ "https|h|~|~", "https|h|~|~", true },
	{ "https|h|~|", "https|h|~|~", false },
	{ "https|h||me", "https|h|~|me", false },
	{ "https|h|a|me", "https|h|b|me", false },
	{ "https|h|~|me", "http|h|~|me", false },
	{ "https|h|~|me", "https|H|~|me", false },
};

START_TEST(compares_addresses)
{
	struct credential a = { 0 };
	struct credential b = { 0 };

	parse(addresses[_i].a, &a);
	parse(addresses[_i].b, &b);
	ck_assert_int_eq(credential_same_address(&a, &b), addresses[_i].same);
	ck_assert_int_eq(credential_same_address(&b, &a), addresses[_i].same);
	credential_clear(&a);
	credential_clear(&b);
}
END_TEST

static void set_secret(struct credential *c, const char *const *values)
{
	credential_set(c, FIELD_PASSWORD, values[0]);
	credential_set(c, FIELD_AUTHTYPE, values[1]);
	credential_set(c, FIELD_CREDENTIAL, values[2]);
}

/* password, authtype, credential */
static const struct {
	const char *a[3];
	const char *b[3];
	bool same;
	bool has_secret; /* a */
	const char *token;
} secrets[] = {
	{ { "x" }, { "x" }, true, true, "x" },
	{ { "x" }, { "y" }, false, true, "x" },
	{ { "" }, { NULL }, false, true, "" },
	{ { NULL }, { NULL }, true, false, NULL },
	{ { NULL, "Bearer", "t" }, { NULL, "Bearer", "t" }, true, true, "t" },
	{ { NULL, "Bearer", "t" }, { NULL, "Basic", "t" }, false, true, "t" },
	{ { NULL, "Bearer", "t" }, { NULL, "Bearer", "u" }, false, true, "t" },
	{ { NULL, "Bearer", NULL }, { NULL }, false, false, NULL },
	{ { NULL, NULL, "t" }, { "t" }, false, false, "t" },
	{ { "x", "Bearer", "t" }, { "x" }, false, true, "x" },
};

START_TEST(compares_secrets)
{
	struct credential a = { 0 };
	struct credential b = { 0 };

	set_secret(&a, secrets[_i].a);
	set_secret(&b, secrets[_i].b);
	ck_assert_int_eq(credential_same_secret(&a, &b), secrets[_i].same);
	ck_assert_int_eq(credential_same_secret(&b, &a), secrets[_i].same);
	ck_assert_int_eq(credential_has_secret(&a), secrets[_i].has_secret);
	ck_assert_pstr_eq(credential_token(&a), secrets[_i].token);
	credential_clear(&a);
	credential_clear(&b);
}
END_TEST

START_TEST(owns_copies)
{
	struct credential c = { 0 };
	char text[] = "abc";

	credential_set(&c, FIELD_PASSWORD, text);
	credential_set_bytes(&c, FIELD_LABEL, text, 2);
	text[0] = 'x';
	ck_assert_str_eq(c.values[FIELD_PASSWORD], "abc");
	ck_assert_str_eq(c.values[FIELD_LABEL], "ab");
	/* from itself, whole and in part */
	credential_set(&c, FIELD_PASSWORD, c.values[FIELD_PASSWORD]);
	credential_set(&c, FIELD_LABEL, c.values[FIELD_LABEL] + 1);
	ck_assert_str_eq(c.values[FIELD_PASSWORD], "abc");
	ck_assert_str_eq(c.values[FIELD_LABEL], "b");
	credential_set(&c, FIELD_LABEL, NULL);
	credential_set(&c, FIELD_NAME, NULL);
	ck_assert_ptr_null(c.values[FIELD_LABEL]);
	credential_clear(&c);
	credential_clear(&c);
	ck_assert_ptr_null(c.values[FIELD_PASSWORD]);
}
END_TEST

static const struct {
	const char *text;
	long long value;
} numbers[] = {
	{ NULL, 0 },
	{ "", 0 },
	{ "17", 17 },
	{ "-1", 0 },
	{ "1x", 0 },
	{ " 1", 0 },
	{ "never", 0 },
	{ "0", 0 },
	{ "9223372036854775807", 9223372036854775807LL },
	{ "9223372036854775808", 0 },
};

START_TEST(reads_numbers)
{
	struct credential c = { 0 };

	credential_set(&c, FIELD_VERIFIED, numbers[_i].text);
	ck_assert_int_eq(credential_number(&c, FIELD_VERIFIED),
			 numbers[_i].value);
	credential_set_number(&c, FIELD_STORED, numbers[_i].value);
	ck_assert_int_eq(credential_number(&c, FIELD_STORED),
			 numbers[_i].value);
	credential_clear(&c);
}
END_TEST

START_TEST(keeps_lists)
{
	struct credential c = { 0 };

	ck_assert(!credential_has(&c, FIELD_CAPABILITY, "state"));
	credential_append(&c, FIELD_CAPABILITY, "authtypeXX", 8);
	credential_append(&c, FIELD_CAPABILITY, "state", 5);
	ck_assert_str_eq(c.values[FIELD_CAPABILITY], "authtype\nstate");
	ck_assert(credential_has(&c, FIELD_CAPABILITY, "authtype"));
	ck_assert(credential_has(&c, FIELD_CAPABILITY, "state"));
	ck_assert(!credential_has(&c, FIELD_CAPABILITY, "auth"));
	ck_assert(!credential_has(&c, FIELD_CAPABILITY, "stat"));
	ck_assert(!credential_has(&c, FIELD_CAPABILITY, "State"));
	ck_assert(!credential_has(&c, FIELD_CAPABILITY, "stale"));
	ck_assert(!credential_has(&c, FIELD_CAPABILITY, "tate"));
	ck_assert(!credential_has(&c, FIELD_CAPABILITY, "states"));
	ck_assert(!credential_has(&c, FIELD_CAPABILITY, "type\nstate"));
	ck_assert(!credential_has(&c, FIELD_CAPABILITY, ""));
	credential_append(&c, FIELD_CAPABILITY, "", 0);
	ck_assert(credential_has(&c, FIELD_CAPABILITY, ""));
	credential_clear(&c);
}
END_TEST

START_TEST(keeps_extras)
{
	struct credential c = { 0 };

	credential_set_extra(&c, "gone", NULL, false);
	ck_assert_uint_eq(c.extra_count, 0);
	credential_set_extra(&c, "a", "1", false);
	credential_set_extra(&c, "b", "2", true);
	credential_set_extra(&c, "c", "3", false);
	credential_add_foreign(&c, "a", "9");
	credential_set_extra(&c, "a", "4", true);
	ck_assert_uint_eq(c.extra_count, 4);
	ck_assert_str_eq(credential_extra(&c, "a"), "4");
	ck_assert_str_eq(credential_extra(&c, "b"), "2");
	ck_assert_ptr_null(credential_extra(&c, "A"));
	credential_set_extra(&c, "a", NULL, false);
	ck_assert_ptr_null(credential_extra(&c, "a"));
	ck_assert_uint_eq(c.extra_count, 3);
	ck_assert_str_eq(credential_extra(&c, "b"), "2");
	ck_assert_str_eq(credential_extra(&c, "c"), "3");
	/* its own value may be given back to it */
	credential_set_extra(&c, "b", credential_extra(&c, "b"), false);
	ck_assert_str_eq(credential_extra(&c, "b"), "2");
	credential_clear(&c);
	ck_assert_uint_eq(c.extra_count, 0);
}
END_TEST

/* A note is no field of the same key, nor the other way round. */
START_TEST(keeps_notes)
{
	struct credential c = { 0 };

	credential_set_extra(&c, "team", "1", false);
	ck_assert_ptr_null(credential_note(&c, "team"));
	credential_set_note(&c, "team", "2");
	credential_set_note(&c, "team", "3");
	credential_add_foreign(&c, "team", "4");
	ck_assert_uint_eq(c.extra_count, 3);
	ck_assert_str_eq(credential_extra(&c, "team"), "1");
	ck_assert_str_eq(credential_note(&c, "team"), "3");
	credential_set_note(&c, "team", NULL);
	ck_assert_ptr_null(credential_note(&c, "team"));
	ck_assert_str_eq(credential_extra(&c, "team"), "1");
	ck_assert_uint_eq(c.extra_count, 2);
	credential_clear(&c);
}
END_TEST

START_TEST(copies_whole)
{
	struct credential c = { 0 };
	struct credential out = { 0 };

	for (int f = 0; f < FIELD_COUNT; f += 2)
		credential_set(&c, f, field_info[f].key);
	credential_set_extra(&c, "a", "1", false);
	credential_set_extra(&c, "b", "2", true);
	credential_add_foreign(&c, "n", "3");
	credential_add_foreign(&c, "n", "4");
	credential_set_note(&c, "a", "6");
	credential_set(&out, FIELD_HOST, "of before");
	credential_set_extra(&out, "old", "5", false);
	credential_copy(&c, &out);
	for (int f = 0; f < FIELD_COUNT; f++) {
		ck_assert_pstr_eq(out.values[f], c.values[f]);
		if (c.values[f])
			ck_assert_ptr_ne(out.values[f], c.values[f]);
	}
	ck_assert_uint_eq(out.extra_count, 5);
	for (size_t i = 0; i < 5; i++) {
		ck_assert_str_eq(out.extras[i].key, c.extras[i].key);
		ck_assert_str_eq(out.extras[i].value, c.extras[i].value);
		ck_assert_int_eq(out.extras[i].secret, c.extras[i].secret);
		ck_assert_int_eq(out.extras[i].foreign, c.extras[i].foreign);
		ck_assert_int_eq(out.extras[i].note, c.extras[i].note);
	}
	credential_clear(&c);
	ck_assert_str_eq(credential_extra(&out, "b"), "2");
	credential_clear(&out);
}
END_TEST

/* All that may be shown, and the names of the rest. */
START_TEST(copies_notes)
{
	struct credential c = { 0 };
	struct credential out = { 0 };
	struct credential again = { 0 };

	credential_set(&c, FIELD_HOST, "h");
	credential_set(&c, FIELD_PASSWORD, "p");
	credential_set(&c, FIELD_PREVIOUS, "q");
	credential_set_extra(&c, "site", "1", false);
	credential_set_extra(&c, "pin", "2", true);
	credential_set_note(&c, "team", "3");
	credential_add_foreign(&c, "newer", "4");
	credential_copy_notes(&c, &out);
	ck_assert_str_eq(out.values[FIELD_HOST], "h");
	ck_assert_ptr_null(out.values[FIELD_PASSWORD]);
	ck_assert_ptr_null(out.values[FIELD_PREVIOUS]);
	ck_assert_uint_eq(out.extra_count, 2);
	ck_assert_str_eq(credential_extra(&out, "site"), "1");
	ck_assert_str_eq(credential_note(&out, "team"), "3");
	ck_assert_str_eq(out.values[FIELD_HIDDEN],
			 "password\nprevious\npin\nnewer");
	credential_copy_notes(&out, &again);
	ck_assert_str_eq(again.values[FIELD_HIDDEN], out.values[FIELD_HIDDEN]);
	credential_clear(&c);
	credential_clear(&out);
	credential_clear(&again);
}
END_TEST

START_TEST(copies_the_host)
{
	struct credential c = { 0 };
	struct credential out = { 0 };

	for (int f = 0; f < FIELD_COUNT; f++)
		credential_set(&c, f, field_info[f].key);
	credential_set(&out, FIELD_PATH, "of before");
	credential_copy_host(&c, &out);
	for (int f = 0; f < FIELD_COUNT; f++)
		if (f == FIELD_PROTOCOL || f == FIELD_HOST)
			ck_assert_str_eq(out.values[f], field_info[f].key);
		else
			ck_assert_ptr_null(out.values[f]);
	credential_clear(&c);
	credential_clear(&out);
}
END_TEST

/* The table: keys are given once; secrets are kept; only wire has lists. */
START_TEST(has_a_sound_table)
{
	for (int f = 0; f < FIELD_COUNT; f++) {
		unsigned int flags = field_info[f].flags;

		ck_assert_ptr_nonnull(field_info[f].key);
		for (int g = 0; g < f; g++)
			ck_assert_str_ne(field_info[f].key, field_info[g].key);
		if (flags & (FIELD_IS_SECRET | FIELD_IS_ADDRESS))
			ck_assert(flags & FIELD_IS_KEPT);
		if (flags & FIELD_IS_LIST)
			ck_assert(!(flags & FIELD_IS_KEPT));
		ck_assert(!(flags & FIELD_IS_SECRET) ||
			  !(flags & FIELD_IS_ADDRESS));
	}
}
END_TEST

static const struct {
	const char *username, *password;
	bool is_token;
} named[] = {
	{ NULL, "x-oauth-basic", false },
	{ "", "x-oauth-basic", false },
	{ "a", NULL, false },
	{ "a", "x-oauth-basic", true },
	{ "a", "x-oauth-basi", false },
	{ "a", "", false },
	{ "1234567890123456789", "", false },
	{ "12345678901234567890", "", true },
	{ "12345678901234567890@example.org", "", false },
};

START_TEST(knows_a_token_as_username)
{
	struct credential c = { 0 };

	credential_set(&c, FIELD_USERNAME, named[_i].username);
	credential_set(&c, FIELD_PASSWORD, named[_i].password);
	ck_assert_int_eq(credential_has_token_as_username(&c),
			 named[_i].is_token);
	credential_clear(&c);
}
END_TEST

Suite *credential_suite(void)
{
	Suite *suite = suite_create("credential");
	TCase *tc = tcase_create("credential");

	tcase_add_loop_test(tc, matches_by_gits_rules, 0,
			    sizeof(pairs) / sizeof(pairs[0]));
	tcase_add_test(tc, matches_by_the_address_alone);
	tcase_add_loop_test(tc, compares_addresses, 0,
			    sizeof(addresses) / sizeof(addresses[0]));
	tcase_add_loop_test(tc, compares_secrets, 0,
			    sizeof(secrets) / sizeof(secrets[0]));
	tcase_add_test(tc, owns_copies);
	tcase_add_loop_test(tc, reads_numbers, 0,
			    sizeof(numbers) / sizeof(numbers[0]));
	tcase_add_test(tc, keeps_lists);
	tcase_add_test(tc, keeps_extras);
	tcase_add_test(tc, keeps_notes);
	tcase_add_test(tc, copies_whole);
	tcase_add_test(tc, copies_notes);
	tcase_add_test(tc, copies_the_host);
	tcase_add_test(tc, has_a_sound_table);
	tcase_add_loop_test(tc, knows_a_token_as_username, 0,
			    sizeof(named) / sizeof(named[0]));
	suite_add_tcase(suite, tc);
	return suite;
}
