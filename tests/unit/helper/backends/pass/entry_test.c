#include <string.h>

#include "helper/backends/pass/entry.h"
#include "helper/backends/pass/gpg-run.h"
#include "protocol/core/record.h"
#include "tests/unit/helper/suites.h"

/* Reads a text that ends with a NUL. */
static enum pass_text read_text(const char *text, struct credential *record,
				struct buffer *rest)
{
	struct buffer b = { 0 };
	enum pass_text result;

	buffer_add_text(&b, text);
	buffer_add(rest, "", 0);
	result = pass_text_read(&b, record, rest);
	buffer_clear(&b);
	return result;
}

static void set_all(struct credential *c)
{
	for (int f = 0; f < FIELD_COUNT; f++)
		if (field_info[f].flags & FIELD_IS_KEPT)
			credential_set(c, f, field_info[f].key);
	credential_set_extra(c, "account-id", "1: 2 %\n3", false);
	credential_set_extra(c, "session", "canary\nextra", true);
	credential_set_extra(c, "a:b%", "colon", false);
	credential_set_note(c, "team", "ops");
	credential_add_foreign(c, "newer-key", "of a = newer: % version");
	credential_add_foreign(c, "ringbearer", "9");
	credential_add_foreign(c, "other.x", "y");
}

static const char *const secrets[] = {
	"",	      "canary",
	"two\nlines", "\nfirst is empty",
	"ends\n",     "\n",
	" a: b ",     "ringbearer: 1",
	"carriage\r", "not utf-8 \xff\n\xfe",
	"100% %41",
};

START_TEST(keeps_every_record)
{
	struct credential record = { 0 };
	struct credential again = { 0 };
	struct buffer text = { 0 };
	struct buffer rest = { 0 };
	struct buffer more = { 0 };

	set_all(&record);
	credential_set(&record, FIELD_PASSWORD, secrets[_i]);
	buffer_add_text(&rest, "mine\n\nlabel: mine\n");
	pass_text_write(&record, &rest, &text);
	ck_assert_int_eq(strncmp(text.data, secrets[_i],
				 strcspn(secrets[_i], "\n")),
			 0);
	ck_assert_int_eq(text.data[strcspn(secrets[_i], "\n")], '\n');
	ck_assert_int_eq(read_text(text.data, &again, &more), PASS_TEXT_READ);
	ck_assert(record_equal(&record, &again));
	ck_assert_str_eq(more.data, rest.data);
	credential_clear(&record);
	credential_clear(&again);
	buffer_clear(&text);
	buffer_clear(&rest);
	buffer_clear(&more);
}
END_TEST

START_TEST(the_first_line_is_the_token)
{
	struct credential record = { 0 };
	struct credential again = { 0 };
	struct buffer text = { 0 };
	struct buffer rest = { 0 };

	credential_set(&record, FIELD_HOST, "h");
	if (_i) {
		credential_set(&record, FIELD_AUTHTYPE, "Bearer");
		credential_set(&record, FIELD_CREDENTIAL, "canary\nb");
	}
	pass_text_write(&record, &rest, &text);
	ck_assert_int_eq(strncmp(text.data, _i ? "canary\n" : "\n", 1), 0);
	ck_assert_int_eq(read_text(text.data, &again, &rest), PASS_TEXT_READ);
	ck_assert(record_equal(&record, &again));
	credential_clear(&record);
	credential_clear(&again);
	buffer_clear(&text);
	buffer_clear(&rest);
}
END_TEST

/* What a person may have written or changed. */
static const struct {
	const char *text;
	enum pass_text result;
	const char *password, *label, *rest;
} edited[] = {
	{ "pw\n", PASS_TEXT_PLAIN, "pw", NULL, "" },
	{ "pw", PASS_TEXT_PLAIN, "pw", NULL, "" },
	{ "", PASS_TEXT_PLAIN, "", NULL, "" },
	{ "pw\nlabel: x\n\nnotes", PASS_TEXT_PLAIN, "pw", NULL,
	  "label: x\n\nnotes" },
	{ "pw\nringbearer: 1\nhost: h\nlabel: x\n", PASS_TEXT_READ, "pw", "x",
	  "" },
	{ "pw\nringbearer: 1\nlabel:100%\nurl: u\nwords\n", PASS_TEXT_READ,
	  "pw", "100%", "url: u\nwords\n" },
	{ "pw\nwords\nringbearer: 1\nlabel: x\n\nmore", PASS_TEXT_READ, "pw",
	  "x", "words\nmore" },
	{ "new\nringbearer: 1\npassword: old%0Alines\n", PASS_TEXT_READ, "new",
	  NULL, "" },
	{ "old\nringbearer: 1\npassword: old%0Alines\n", PASS_TEXT_READ,
	  "old\nlines", NULL, "" },
	{ "pw\nringbearer: 1\nlabel: a\nlabel: b\n\nlabel: c\n", PASS_TEXT_READ,
	  "pw", "b", "label: c\n" },
	{ "pw\nringbearer: 2\nlabel: a\n", PASS_TEXT_NEWER, NULL, NULL, NULL },
};

START_TEST(a_person_may_edit)
{
	struct credential record = { 0 };
	struct buffer rest = { 0 };

	ck_assert_int_eq(read_text(edited[_i].text, &record, &rest),
			 edited[_i].result);
	if (edited[_i].rest) {
		ck_assert_pstr_eq(record.values[FIELD_PASSWORD],
				  edited[_i].password);
		ck_assert_pstr_eq(record.values[FIELD_LABEL], edited[_i].label);
		ck_assert_str_eq(rest.data, edited[_i].rest);
	}
	credential_clear(&record);
	buffer_clear(&rest);
}
END_TEST

START_TEST(bytes_are_no_text)
{
	struct buffer text = { 0 };
	struct buffer rest = { 0 };
	struct credential record = { 0 };

	buffer_add(&text, "pw\0x\n", 5);
	ck_assert_int_eq(pass_text_read(&text, &record, &rest),
			 PASS_TEXT_BINARY);
	ck_assert_ptr_null(record.values[FIELD_PASSWORD]);
	buffer_clear(&text);
	buffer_clear(&rest);
}
END_TEST

static const char gpg_says[] = "[GNUPG:] ENC_TO AB 1 0\n"
			       "gpg: [GNUPG:] DECRYPTION_OKAY\n"
			       "[GNUPG:] DECRYPTION_OKAY_NOT\n"
			       "[GNUPG:] ENC_TO CD 1 0\n"
			       "[GNUPG:] ERROR pkdecrypt_failed 67108949\n"
			       "[GNUPG:] END_DECRYPTION";

START_TEST(status_lines_are_whole_lines)
{
	struct pass_status status;
	char word[16];

	ck_assert(!pass_status_find(gpg_says, "DECRYPTION_OKAY", NULL));
	ck_assert(pass_status_find(gpg_says, "END_DECRYPTION", &status));
	pass_status_argument(&status, 0, word, sizeof(word));
	ck_assert_str_eq(word, "");
	ck_assert(pass_status_find(gpg_says, "ENC_TO", &status));
	pass_status_argument(&status, 0, word, sizeof(word));
	ck_assert_str_eq(word, "AB");
	pass_status_argument(&status, -1, word, sizeof(word));
	ck_assert_str_eq(word, "0");
	pass_status_argument(&status, 3, word, sizeof(word));
	ck_assert_str_eq(word, "");
	ck_assert(pass_status_last(gpg_says, "ENC_TO", &status));
	pass_status_argument(&status, 0, word, sizeof(word));
	ck_assert_str_eq(word, "CD");
	ck_assert(pass_status_find(gpg_says, "ERROR", &status));
	ck_assert_int_eq(pass_status_code(&status), 85);
}
END_TEST

Suite *pass_text_suite(void)
{
	Suite *suite = suite_create("pass-text");
	TCase *tc = tcase_create("texts");

	tcase_add_loop_test(tc, keeps_every_record, 0,
			    sizeof(secrets) / sizeof(secrets[0]));
	tcase_add_loop_test(tc, the_first_line_is_the_token, 0, 2);
	tcase_add_loop_test(tc, a_person_may_edit, 0,
			    sizeof(edited) / sizeof(edited[0]));
	tcase_add_test(tc, bytes_are_no_text);
	tcase_add_test(tc, status_lines_are_whole_lines);
	suite_add_tcase(suite, tc);
	return suite;
}
