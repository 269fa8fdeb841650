#include <string.h>

#include "helper/verifier/inquiry.h"
#include "tests/unit/helper/verifier/fixture.h"
#include "tests/unit/helper/verifier/suites.h"

#define DEFINITION                                         \
	"provider sample {\n"                              \
	"	title = \"Sample\"\n"                            \
	"	hosts = {\"example.org\"}\n"                     \
	"	headers = {\"Authorization: Bearer {token}\"}\n" \
	"}\n"

#define BYTES(text) text, sizeof(text) - 1

static const struct {
	const char *text;
	size_t length;
	const char *message; /* a part of it */
} malformed[] = {
	{ BYTES("\n" DEFINITION), "no token to ask about" },
	{ BYTES("username=x\n\n" DEFINITION), "no token to ask about" },
	{ BYTES("password=" FIXTURE_TOKEN "\n\n"), "provider" },
	{ BYTES("password=" FIXTURE_TOKEN "\n\n" DEFINITION "x = y\n"), ":" },
	{ BYTES("password=" FIXTURE_TOKEN "\n\n" DEFINITION "\0"),
	  "a NUL byte in the definition" },
	{ BYTES("password=" FIXTURE_TOKEN "\nfield.setting.file=sample.conf\n\n"
		"provider sample {\n"),
	  "sample.conf:" },
	{ BYTES("password=" FIXTURE_TOKEN
		"\nfield.setting.timeout=-1\n\n" DEFINITION),
	  "'setting.timeout' is not a time" },
	{ BYTES("password=" FIXTURE_TOKEN
		"\nfield.setting.timeout=\n\n" DEFINITION),
	  "'setting.timeout' is not a time" },
	{ BYTES("password=" FIXTURE_TOKEN
		"\nfield.setting.timeout=99999999999\n\n" DEFINITION),
	  "'setting.timeout' is not a time" },
};

START_TEST(refuses)
{
	struct inquiry q = { 0 };
	struct error e = { 0 };

	ck_assert_int_eq(fixture_read(malformed[_i].text, malformed[_i].length,
				      &q, &e),
			 STATUS_MALFORMED);
	ck_assert_msg(strstr(e.message, malformed[_i].message), "%s",
		      e.message);
	ck_assert_ptr_null(strstr(e.message, "canary"));
	inquiry_clear(&q);
}
END_TEST

START_TEST(reads)
{
	struct inquiry q = { 0 };

	fixture_inquiry("username=x\n"
			"field.setting.timeout=1500\n"
			"field.setting.ca-file=/ca.pem\n"
			"field.setting.file=sample.conf\n"
			"field.site=eu\n",
			"", &q);
	ck_assert_str_eq(q.provider->name, "sample");
	ck_assert_str_eq(credential_token(&q.given), FIXTURE_TOKEN);
	ck_assert_str_eq(q.given.values[FIELD_USERNAME], "x");
	ck_assert_int_eq(q.timeout, 1500);
	ck_assert_str_eq(q.ca_file, "/ca.pem");
	/* Of the extras only the provider's own are left. */
	ck_assert_uint_eq(q.given.extra_count, 1);
	ck_assert_str_eq(credential_extra(&q.given, "site"), "eu");
	inquiry_clear(&q);
	ck_assert_ptr_null(q.provider);
}
END_TEST

START_TEST(has_defaults)
{
	struct inquiry q = { 0 };

	fixture_inquiry("", "", &q);
	ck_assert_int_eq(q.timeout, 5000);
	ck_assert_ptr_null(q.ca_file);
	inquiry_clear(&q);
}
END_TEST

static const struct {
	const char *template;
	const char *raw;   /* NULL: not known */
	const char *shown; /* the same, if NULL */
} templates[] = {
	{ "plain", "plain", NULL },
	{ "{token}", FIXTURE_TOKEN, NULL },
	{ "v{version}", "v" RINGBEARER_VERSION, NULL },
	{ "{username}", "user", NULL },
	{ "{email}", "learnt@example.org", NULL },
	{ "{site}", "learnt", NULL },
	{ "{other}", NULL, NULL },
	{ "{password}", NULL, NULL },
	{ "{/name}", "Ann", NULL },
	{ "{/name} <{email}>", "Ann <learnt@example.org>", NULL },
	{ "{/absent}", NULL, NULL },
	{ "{/empty}", NULL, NULL },
	{ "{/bidi}", "a\xe2\x80\xae", "a\\u{202e}" },
	{ "{/token}", FIXTURE_TOKEN, "(the token)" },
};

START_TEST(renders)
{
	const char *raw = templates[_i].raw;
	const char *shown = templates[_i].shown;
	struct buffer out = { 0 };
	struct inquiry q = { 0 };
	struct answer a;

	fixture_inquiry("username=user\nfield.site=given\n", "", &q);
	credential_set(&q.learnt, FIELD_EMAIL, "learnt@example.org");
	credential_set_extra(&q.learnt, "site", "learnt", false);
	fixture_answer(200, "",
		       "{\"name\":\"Ann\",\"empty\":\"\","
		       "\"bidi\":\"a\\u202e\",\"token\":\"" FIXTURE_TOKEN "\"}",
		       &a);
	ck_assert_int_eq(inquiry_render(&q, &a, templates[_i].template, &out),
			 raw != NULL);
	ck_assert_str_eq(out.data ? out.data : "", raw ? raw : "");
	buffer_clear(&out);
	ck_assert_int_eq(inquiry_render_shown(&q, &a, templates[_i].template,
					      &out),
			 raw != NULL);
	ck_assert_str_eq(out.data ? out.data : "", shown ? shown
						   : raw ? raw
							 : "");
	buffer_clear(&out);
	answer_clear(&a);
	inquiry_clear(&q);
}
END_TEST

START_TEST(has_no_pointers_without_an_answer)
{
	struct buffer out = { 0 };
	struct inquiry q = { 0 };

	fixture_inquiry("", "", &q);
	ck_assert(!inquiry_render(&q, NULL, "{/name}", &out));
	buffer_clear(&out);
	inquiry_clear(&q);
}
END_TEST

static const struct {
	const char *text;
	const char *shown;
} shown_cases[] = {
	{ "", "" },
	{ "plain", "plain" },
	{ "a\x1b[31m\r\n\x7f", "a\\x1b[31m\\x0d\\x0a\\x7f" },
	{ FIXTURE_TOKEN, "(the token)" },
	{ "<" FIXTURE_TOKEN "><" FIXTURE_TOKEN ">",
	  "<(the token)><(the token)>" },
	{ "refresh-canary-1 and cookie-canary-1",
	  "(the token) and (the token)" },
	/* Too short to be told from a word. */
	{ "short", "short" },
};

START_TEST(shows)
{
	char shown[SHOWN_MAX + 1];
	struct inquiry q = { 0 };

	fixture_inquiry("oauth_refresh_token=refresh-canary-1\n"
			"secret.cookie=cookie-canary-1\n"
			"secret.word=short\n",
			"", &q);
	inquiry_show(&q, shown_cases[_i].text, shown);
	ck_assert_str_eq(shown, shown_cases[_i].shown);
	inquiry_clear(&q);
}
END_TEST

/* What repeats the token is found before the text is cut. */
START_TEST(hides_before_it_cuts)
{
	char text[SHOWN_MAX + 64];
	char shown[SHOWN_MAX + 1];
	struct inquiry q = { 0 };
	size_t before = SHOWN_MAX - 8;

	memset(text, 'x', before);
	memcpy(text + before, FIXTURE_TOKEN, sizeof(FIXTURE_TOKEN));
	fixture_inquiry("", "", &q);
	inquiry_show(&q, text, shown);
	ck_assert_ptr_null(strstr(shown, "canary"));
	inquiry_clear(&q);
}
END_TEST

START_TEST(learns_only_notes)
{
	struct inquiry q = { 0 };

	fixture_inquiry("", "", &q);
	inquiry_learn(&q, "password", "stolen");
	inquiry_learn(&q, "host", "evil.example");
	inquiry_learn(&q, "verdict", "ok");
	inquiry_learn(&q, "stored", "1");
	for (int f = 0; f < FIELD_COUNT; f++)
		ck_assert_ptr_null(q.learnt.values[f]);
	ck_assert_uint_eq(q.learnt.extra_count, 0);
	inquiry_learn(&q, "name", "Ann");
	ck_assert_str_eq(q.learnt.values[FIELD_NAME], "Ann");
	inquiry_clear(&q);
}
END_TEST

#define LOOP(c, test, table) \
	tcase_add_loop_test(c, test, 0, sizeof(table) / sizeof(table[0]))

Suite *inquiry_suite(void)
{
	Suite *suite = suite_create("verifier/inquiry");
	TCase *c = tcase_create("inquiry");

	LOOP(c, refuses, malformed);
	tcase_add_test(c, reads);
	tcase_add_test(c, has_defaults);
	LOOP(c, renders, templates);
	tcase_add_test(c, has_no_pointers_without_an_answer);
	LOOP(c, shows, shown_cases);
	tcase_add_test(c, hides_before_it_cuts);
	tcase_add_test(c, learns_only_notes);
	suite_add_tcase(suite, c);
	return suite;
}
