#include <string.h>

#include "protocol/git/git.h"
#include "tests/unit/protocol/suites.h"

static void set_asked(struct credential *asked, const char *username)
{
	credential_set(asked, FIELD_PROTOCOL, "https");
	credential_set(asked, FIELD_HOST, "h.example");
	credential_set(asked, FIELD_USERNAME, username);
}

START_TEST(tells_the_address_and_the_password)
{
	struct credential c = { 0 };
	struct buffer out = { 0 };

	set_asked(&c, "ann");
	credential_set(&c, FIELD_PATH, "a=b");
	credential_set(&c, FIELD_PASSWORD, "p=w");
	credential_set(&c, FIELD_OAUTH_REFRESH_TOKEN, "not told");
	credential_set(&c, FIELD_LABEL, "not told");
	git_ask(&c, &out);
	ck_assert_str_eq(out.data, "protocol=https\nhost=h.example\npath=a=b\n"
				   "username=ann\npassword=p=w\n");
	buffer_clear(&out);
	credential_clear(&c);
}
END_TEST

static const struct {
	const char *username; /* that was asked for */
	const char *answer;
	enum status status;
	const char *password;
} answers[] = {
	{ "ann", "username=ann\npassword=pw\n", STATUS_OK, "pw" },
	{ NULL, "username=bob\npassword=p=w \n", STATUS_OK, "p=w " },
	{ "ann", "password=pw\n", STATUS_OK, "pw" },
	/* as git reads it: an end without a newline, a blank line before it */
	{ "ann", "password=pw", STATUS_OK, "pw" },
	{ "ann", "password=pw\n\nhost=evil.example\n", STATUS_OK, "pw" },
	{ "ann", "protocol=https\nhost=h.example\nusername=ann\npassword=pw\n",
	  STATUS_OK, "pw" },
	{ "ann", "protocol=HTTPS\nhost=H.Example:443\npassword=pw\n", STATUS_OK,
	  "pw" },
	{ "ann", "x-newer=1\ncapability[]=authtype\npassword=pw\n", STATUS_OK,
	  "pw" },
	{ "ann", "", STATUS_OK, NULL },
	{ "ann", "password=\n", STATUS_OK, "" },
	{ "ann", "username=eve\npassword=pw\n", STATUS_MALFORMED, NULL },
	{ "ann", "username=\npassword=pw\n", STATUS_MALFORMED, NULL },
	{ "ann", "host=evil.example\npassword=pw\n", STATUS_MALFORMED, NULL },
	{ "ann", "host=h example\npassword=pw\n", STATUS_MALFORMED, NULL },
	{ "ann", "host=h.example:8443\npassword=pw\n", STATUS_MALFORMED, NULL },
	{ "ann", "protocol=http\npassword=pw\n", STATUS_MALFORMED, NULL },
	{ "ann", "url=https://evil.example\npassword=pw\n", STATUS_MALFORMED,
	  NULL },
	{ "ann", "username=ann\r\npassword=pw\r\n", STATUS_MALFORMED, NULL },
	{ "ann", "password=pw\r\n", STATUS_MALFORMED, NULL },
	{ "ann", "username=ann\nusername=ann\n", STATUS_MALFORMED, NULL },
	{ "ann", "fatal: no\n", STATUS_MALFORMED, NULL },
};

START_TEST(reads_an_answer)
{
	struct credential asked = { 0 };
	struct credential answer = { 0 };
	struct error e = { 0 };
	const char *text = answers[_i].answer;

	set_asked(&asked, answers[_i].username);
	ck_assert_int_eq(git_read_answer(text, strlen(text), &asked, &answer,
					 &e),
			 answers[_i].status);
	if (answers[_i].status == STATUS_OK)
		ck_assert_pstr_eq(answer.values[FIELD_PASSWORD],
				  answers[_i].password);
	ck_assert_ptr_null(strstr(e.message, "pw"));
	ck_assert_ptr_null(strstr(e.message, "evil"));
	credential_clear(&answer);
	credential_clear(&asked);
}
END_TEST

START_TEST(a_nul_is_no_answer)
{
	static const char text[] = "password=p\0w\n";
	struct credential asked = { 0 };
	struct credential answer = { 0 };
	struct error e = { 0 };

	set_asked(&asked, "ann");
	ck_assert_int_eq(git_read_answer(text, sizeof(text) - 1, &asked,
					 &answer, &e),
			 STATUS_MALFORMED);
	credential_clear(&answer);
	credential_clear(&asked);
}
END_TEST

START_TEST(knows_a_quit)
{
	static const struct {
		const char *text;
		bool quits;
	} rows[] = {
		{ "", false },	       { "quit=0\n", false },
		{ "quit=\n", false },  { "quit=False\n", false },
		{ "quit=1\n", true },  { "quit=true\n", true },
		{ "quit=on\n", true },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct credential answer = { 0 };
		struct error e = { 0 };

		ck_assert_int_eq(git_read_lines(rows[i].text,
						strlen(rows[i].text), &answer,
						&e),
				 STATUS_OK);
		ck_assert_int_eq(git_says_quit(&answer), rows[i].quits);
		credential_clear(&answer);
	}
}
END_TEST

Suite *git_asking_suite(void)
{
	Suite *suite = suite_create("git, asking");
	TCase *test = tcase_create("git-asking.c");

	tcase_add_test(test, tells_the_address_and_the_password);
	tcase_add_loop_test(test, reads_an_answer, 0,
			    sizeof(answers) / sizeof(answers[0]));
	tcase_add_test(test, a_nul_is_no_answer);
	tcase_add_test(test, knows_a_quit);
	suite_add_tcase(suite, test);
	return suite;
}
