#include <stdio.h>
#include <string.h>

#include "protocol/core/record.h"
#include "protocol/core/text.h"
#include "tests/unit/protocol/suites.h"

#define BYTES(text) text, sizeof(text) - 1

static void encode(const struct credential *c, struct buffer *out)
{
	buffer_add(out, "", 0);
	record_encode(c, out);
	ck_assert(text_is_utf8(out->data, out->length));
}

static void check_round_trip(const struct credential *c)
{
	struct buffer first = { 0 };
	struct buffer second = { 0 };
	struct credential back = { 0 };
	struct error e = { 0 };

	encode(c, &first);
	ck_assert_int_eq(record_decode(first.data, first.length, &back, &e),
			 STATUS_OK);
	for (int f = 0; f < FIELD_COUNT; f++)
		if (c->values[f] && (field_info[f].flags & FIELD_IS_KEPT))
			ck_assert_pstr_eq(back.values[f], c->values[f]);
		else
			ck_assert_ptr_null(back.values[f]);
	ck_assert_uint_eq(back.extra_count, c->extra_count);
	encode(&back, &second);
	ck_assert_str_eq(first.data, second.data);
	buffer_clear(&first);
	buffer_clear(&second);
	credential_clear(&back);
}

/* Every byte but NUL, alone and beside another, in every field. */
START_TEST(keeps_every_byte)
{
	const char alone[] = { (char)_i, '\0' };
	const char beside[] = { 'a', (char)_i, '=', (char)_i, '\0' };
	struct credential c = { 0 };

	for (int f = 0; f < FIELD_COUNT; f++)
		credential_set(&c, f, f % 2 ? alone : beside);
	credential_set_extra(&c, "plain", beside, false);
	credential_set_extra(&c, "hidden", alone, true);
	credential_set_note(&c, "plain", alone);
	credential_add_foreign(&c, "tomorrow", beside);
	check_round_trip(&c);
	credential_clear(&c);
}
END_TEST

START_TEST(keeps_all_bytes_at_once)
{
	struct credential c = { 0 };
	char all[256];

	for (int i = 0; i < 255; i++)
		all[i] = (char)(i + 1);
	all[255] = '\0';
	credential_set(&c, FIELD_PASSWORD, all);
	credential_set(&c, FIELD_DESCRIPTION, all);
	credential_set(&c, FIELD_USERNAME, "");
	check_round_trip(&c);
	credential_clear(&c);
}
END_TEST

START_TEST(writes_what_is_kept)
{
	struct credential c = { 0 };
	struct buffer out = { 0 };

	credential_set(&c, FIELD_PROTOCOL, "https");
	credential_set(&c, FIELD_HOST, "api.example");
	credential_set(&c, FIELD_USERNAME, "");
	credential_set(&c, FIELD_PASSWORD, "a\nb%");
	credential_set(&c, FIELD_WWWAUTH, "Basic");
	credential_set(&c, FIELD_CAPABILITY, "authtype");
	credential_set(&c, FIELD_STATE, "x:1");
	credential_set(&c, FIELD_EPHEMERAL, "1");
	credential_set(&c, FIELD_EMAIL, "me@example.org");
	credential_set_extra(&c, "account-id", "7", false);
	credential_set_extra(&c, "key", "k", true);
	credential_set_note(&c, "key", "n");
	credential_add_foreign(&c, "rotates", "soon");
	encode(&c, &out);
	ck_assert_str_eq(out.data, "protocol=https\nhost=api.example\n"
				   "username=\npassword=a%0Ab%25\n"
				   "email=me@example.org\nfield.account-id=7\n"
				   "secret.key=k\nnote.key=n\n"
				   "rotates=soon\n");
	buffer_clear(&out);
	credential_clear(&c);
}
END_TEST

/* Lines of a newer version, two of one key, keys that only look like ours. */
START_TEST(keeps_foreign_lines)
{
	static const char text[] = "host=h\nfield.id=1\nrotates=a%0Ab\n"
				   "rotates=c\nField.x=1\nstate[]=s\n"
				   "password.2=p\nfields.x=y\nwwwauth=w\n"
				   "note.id=2\nnotes.id=3\n";
	struct credential c = { 0 };
	struct error e = { 0 };
	struct buffer out = { 0 };

	ck_assert_int_eq(record_decode(text, strlen(text), &c, &e), STATUS_OK);
	ck_assert_uint_eq(c.extra_count, 10);
	ck_assert_str_eq(credential_extra(&c, "id"), "1");
	ck_assert_str_eq(credential_note(&c, "id"), "2");
	ck_assert_ptr_null(credential_extra(&c, "rotates"));
	ck_assert_ptr_null(c.values[FIELD_STATE]);
	ck_assert_ptr_null(c.values[FIELD_WWWAUTH]);
	encode(&c, &out);
	ck_assert_str_eq(out.data, text);
	buffer_clear(&out);
	credential_clear(&c);
}
END_TEST

START_TEST(keeps_secrecy)
{
	static const char text[] = "field.a=1\nsecret.b=2\nc=3\n";
	struct credential c = { 0 };
	struct error e = { 0 };

	ck_assert_int_eq(record_decode(text, strlen(text), &c, &e), STATUS_OK);
	ck_assert_uint_eq(c.extra_count, 3);
	for (size_t i = 0; i < 3; i++)
		ck_assert_int_eq(c.extras[i].secret,
				 strcmp(c.extras[i].key, "a") != 0);
	ck_assert(c.extras[2].foreign && !c.extras[1].foreign);
	credential_clear(&c);
}
END_TEST

START_TEST(ends_at_a_blank_line)
{
	static const char text[] = "host=h\n\nhost=other\n";
	struct credential c = { 0 };
	struct error e = { 0 };

	credential_set(&c, FIELD_PASSWORD, "of before");
	ck_assert_int_eq(record_decode(text, strlen(text), &c, &e), STATUS_OK);
	ck_assert_str_eq(c.values[FIELD_HOST], "h");
	ck_assert_ptr_null(c.values[FIELD_PASSWORD]);
	ck_assert_int_eq(record_decode("", 0, &c, &e), STATUS_OK);
	ck_assert_ptr_null(c.values[FIELD_HOST]);
	credential_clear(&c);
}
END_TEST

static const struct {
	const char *text;
	size_t length;
	const char *message;
} malformed[] = {
	{ BYTES("host=h\ncanary\n"), "line 2: no '=' in it" },
	{ BYTES("=canary\n"), "line 1: no key before '='" },
	{ BYTES("host=h\npassword=can\0ary\n"), "line 2: a NUL byte" },
	{ BYTES("password=canary%0\n"), "line 1: a '%' that encodes nothing" },
	{ BYTES("host=h\npassword=canary%00\n"),
	  "line 2: a '%' that encodes nothing" },
	{ BYTES("field.x=%zcanary\n"), "line 1: a '%' that encodes nothing" },
	{ BYTES("host=h\nnew\x92r=canary\n"), "line 2: a key that is no text" },
	{ BYTES("newer=%zcanary\n"), "line 1: a '%' that encodes nothing" },
};

START_TEST(refuses_what_is_no_record)
{
	struct credential c = { 0 };
	struct error e = { 0 };

	credential_set(&c, FIELD_LABEL, "of before");
	ck_assert_int_eq(record_decode(malformed[_i].text, malformed[_i].length,
				       &c, &e),
			 STATUS_MALFORMED);
	ck_assert_str_eq(e.message, malformed[_i].message);
	for (int f = 0; f < FIELD_COUNT; f++)
		ck_assert_ptr_null(c.values[f]);
	ck_assert_uint_eq(c.extra_count, 0);
}
END_TEST

START_TEST(compares_what_is_kept)
{
	struct credential a = { 0 };
	struct credential b = { 0 };

	ck_assert(record_equal(&a, &b));
	credential_set(&a, FIELD_HOST, "g");
	ck_assert(!record_equal(&a, &b));
	credential_set(&b, FIELD_HOST, "h");
	ck_assert(!record_equal(&a, &b));
	credential_set(&a, FIELD_HOST, "h");
	credential_set(&b, FIELD_BACKEND, "file");
	ck_assert(record_equal(&a, &b));
	credential_set_note(&b, "team", "billing");
	ck_assert(!record_equal(&a, &b));
	credential_set_note(&b, "team", NULL);
	credential_set(&b, FIELD_PREVIOUS, "canary");
	ck_assert(!record_equal(&a, &b));
	credential_clear(&a);
	credential_clear(&b);
}
END_TEST

static void note_line(const char *key, const char *value, void *argument)
{
	buffer_add_text(argument, key);
	buffer_add_text(argument, "|");
	buffer_add_text(argument, value);
	buffer_add_text(argument, "|");
}

/* With whole keys and plain values, and nothing that is not kept. */
START_TEST(visits_what_is_kept)
{
	struct credential c = { 0 };
	struct buffer seen = { 0 };

	buffer_add(&seen, "", 0);
	record_each(&c, note_line, &seen);
	ck_assert_str_eq(seen.data, "");
	credential_set(&c, FIELD_HOST, "h");
	credential_set(&c, FIELD_PASSWORD, "50%\n");
	credential_set(&c, FIELD_BACKEND, "file");
	credential_set_extra(&c, "plain", "a=b", false);
	credential_set_extra(&c, "s", "", true);
	credential_set_note(&c, "n", "\x80");
	credential_add_foreign(&c, "tomorrow", "1");
	record_each(&c, note_line, &seen);
	ck_assert_str_eq(seen.data, "host|h|password|50%\n|field.plain|a=b|"
				    "secret.s||note.n|\x80|tomorrow|1|");
	buffer_clear(&seen);
	credential_clear(&c);
}
END_TEST

START_TEST(knows_the_fields_that_are_kept)
{
	ck_assert_int_eq(record_field("password", 8), FIELD_PASSWORD);
	ck_assert_int_eq(record_field("host=", 4), FIELD_HOST);
	ck_assert_int_eq(record_field("host", 3), -1);
	ck_assert_int_eq(record_field("hosts", 5), -1);
	ck_assert_int_eq(record_field("", 0), -1);
	ck_assert_int_eq(record_field(field_info[FIELD_BACKEND].key,
				      strlen(field_info[FIELD_BACKEND].key)),
			 -1);
}
END_TEST

Suite *record_suite(void)
{
	Suite *suite = suite_create("record");
	TCase *tc = tcase_create("record");

	tcase_add_test(tc, compares_what_is_kept);
	tcase_add_test(tc, visits_what_is_kept);
	tcase_add_test(tc, knows_the_fields_that_are_kept);
	tcase_add_loop_test(tc, keeps_every_byte, 1, 256);
	tcase_add_test(tc, keeps_all_bytes_at_once);
	tcase_add_test(tc, writes_what_is_kept);
	tcase_add_test(tc, keeps_foreign_lines);
	tcase_add_test(tc, keeps_secrecy);
	tcase_add_test(tc, ends_at_a_blank_line);
	tcase_add_loop_test(tc, refuses_what_is_no_record, 0,
			    sizeof(malformed) / sizeof(malformed[0]));
	suite_add_tcase(suite, tc);
	return suite;
}
