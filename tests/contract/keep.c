#include <stdlib.h>
#include <string.h>

#include "protocol/core/buffer.h"
#include "protocol/core/memory.h"
#include "protocol/core/record.h"
#include "tests/contract/contract.h"

enum {
	LONG_SECRET = 60000
};

static const struct entry home = { "https", "keep.example", NULL, "me",
				   "canary-old" };

START_TEST(an_empty_store_has_nothing)
{
	ck_assert_uint_eq(count_all(), 0);
	ck_assert_uint_eq(count_matches(&home), 0);
	ck_assert(!drop_entry(&home));
	ck_assert_uint_eq(count_all(), 0);
}
END_TEST

static const char *const secrets[] = {
	"",
	"plain",
	"with spaces at the end  ",
	"100% = a%41 %zz",
	"\"quotes\" 'single' \\back `tick` $HOME ${HOME} $(id)",
	"-----BEGIN KEY-----\nabc=\n\ndef\n-----END KEY-----\n",
	"carriage\rreturn\r\nand\ttab",
	"\x01\x02\x1b[31m\x7f",
	"not utf-8: \xff\xfe\x80 and \xc3",
	"utf-8: \xc3\xa9 \xe2\x82\xac \xf0\x9f\x94\x91",
	"password=forged\nhost=evil.example\n",
};

/* What cannot be kept is refused with a reason, and nothing has changed. */
static void expect_refusal(const char *secret)
{
	struct credential record = { 0 };
	struct entry entry = home;
	struct error e = { 0 };

	keep_entry(&entry);
	entry_set(&entry, &record);
	credential_set(&record, FIELD_PASSWORD, secret);
	ck_assert_int_eq(backend->store(backend, &config, &record, &e),
			 STATUS_FAILED);
	ck_assert_str_ne(e.message, "");
	ck_assert_str_ne(e.hint, "");
	credential_clear(&record);
	entry.password = NULL;
	expect_password(&entry, home.password);
	ck_assert_uint_eq(count_all(), 1);
}

START_TEST(keeps_a_secret_exactly)
{
	struct entry entry = home;

	if (is_refused(secrets[_i])) {
		expect_refusal(secrets[_i]);
		return;
	}
	entry.password = secrets[_i];
	keep_entry(&entry);
	entry.password = NULL;
	expect_password(&entry, secrets[_i]);
}
END_TEST

START_TEST(keeps_a_long_secret)
{
	char *secret = memory_alloc(LONG_SECRET + 1, 1);
	struct entry entry = home;

	for (size_t i = 0; i < LONG_SECRET; i++)
		secret[i] = (char)(1 + i % 255);
	if (is_refused(secret)) {
		expect_refusal(secret);
		for (size_t i = 0; i < LONG_SECRET; i++)
			secret[i] = (char)('a' + i % 26);
		if (is_refused(secret))
			secret[1000] = '\0';
	}
	entry.password = secret;
	keep_entry(&entry);
	entry.password = NULL;
	expect_password(&entry, secret);
	free(secret);
}
END_TEST

static void set_everything(struct credential *c)
{
	static const struct entry entry = { "https", "[2001:db8::1]:8443",
					    "a/b c?d=e&f", "me@x.example",
					    "canary" };

	for (int f = 0; f < FIELD_COUNT; f++)
		if (field_info[f].flags & FIELD_IS_KEPT)
			credential_set(c, f, field_info[f].key);
	entry_set(&entry, c);
	credential_set_extra(c, "account-id", "1=2 %\n3", false);
	credential_set_extra(c, "session", "secret\nextra", true);
	credential_set_extra(c, "empty", "", false);
	credential_add_foreign(c, "newer-key", "of a = newer % version");
}

static void expect_same(const struct credential *a, const struct credential *b)
{
	struct buffer one = { 0 };
	struct buffer two = { 0 };

	record_encode(a, &one);
	record_encode(b, &two);
	ck_assert_str_eq(one.data, two.data);
	buffer_clear(&one);
	buffer_clear(&two);
}

START_TEST(keeps_every_field_extra_and_foreign_line)
{
	struct credential record = { 0 };
	struct credential request = { 0 };
	struct seen seen = { 0 };
	struct error e = { 0 };

	set_everything(&record);
	keep(&record);
	for (int f = 0; f < FIELD_COUNT; f++)
		if (field_info[f].flags & FIELD_IS_ADDRESS)
			credential_set(&request, f, record.values[f]);
	ck_assert_int_eq(backend->search(backend, &config, &request, see, &seen,
					 &e),
			 STATUS_OK);
	ck_assert_uint_eq(seen.count, 1);
	expect_same(&record, &seen.last);
	credential_clear(&record);
	credential_clear(&request);
	credential_clear(&seen.last);
}
END_TEST

START_TEST(keeps_authtype_and_credential_without_a_password)
{
	static const struct entry bare = { "https", "bearer.example", NULL,
					   NULL, NULL };
	struct credential record = { 0 };
	struct seen seen;

	entry_set(&bare, &record);
	credential_set(&record, FIELD_AUTHTYPE, "Bearer");
	credential_set(&record, FIELD_CREDENTIAL, "canary bearer");
	keep(&record);
	seen = look_for(&bare);
	ck_assert_uint_eq(seen.count, 1);
	expect_same(&record, &seen.last);
	ck_assert_ptr_null(seen.last.values[FIELD_PASSWORD]);
	ck_assert_ptr_null(seen.last.values[FIELD_USERNAME]);
	credential_clear(&record);
	credential_clear(&seen.last);
}
END_TEST

START_TEST(replaces_what_is_at_the_address)
{
	struct entry entry = home;

	keep_entry(&entry);
	entry.password = "canary-new";
	keep_entry(&entry);
	keep_entry(&entry);
	ck_assert_uint_eq(count_all(), 1);
	entry.password = NULL;
	expect_password(&entry, "canary-new");
}
END_TEST

START_TEST(a_shorter_record_leaves_nothing_of_the_longer_one)
{
	struct credential record = { 0 };
	struct credential less = { 0 };
	struct seen seen = { 0 };
	struct error e = { 0 };

	set_everything(&record);
	keep(&record);
	for (int f = 0; f < FIELD_COUNT; f++)
		if (field_info[f].flags & FIELD_IS_ADDRESS)
			credential_set(&less, f, record.values[f]);
	credential_set(&less, FIELD_PASSWORD, "x");
	keep(&less);
	ck_assert_int_eq(backend->search(backend, &config, NULL, see, &seen,
					 &e),
			 STATUS_OK);
	ck_assert_uint_eq(seen.count, 1);
	expect_same(&less, &seen.last);
	credential_clear(&record);
	credential_clear(&less);
	credential_clear(&seen.last);
}
END_TEST

START_TEST(the_record_given_stays_as_it_was)
{
	struct credential record = { 0 };
	struct credential before = { 0 };

	set_everything(&record);
	set_everything(&before);
	keep(&record);
	expect_same(&before, &record);
	credential_clear(&record);
	credential_clear(&before);
}
END_TEST

void add_keep_tests(TCase *test)
{
	const int count = sizeof(secrets) / sizeof(secrets[0]);

	tcase_add_test(test, an_empty_store_has_nothing);
	tcase_add_loop_test(test, keeps_a_secret_exactly, 0, count);
	tcase_add_test(test, keeps_a_long_secret);
	tcase_add_test(test, keeps_every_field_extra_and_foreign_line);
	tcase_add_test(test, keeps_authtype_and_credential_without_a_password);
	tcase_add_test(test, replaces_what_is_at_the_address);
	tcase_add_test(test, a_shorter_record_leaves_nothing_of_the_longer_one);
	tcase_add_test(test, the_record_given_stays_as_it_was);
}
