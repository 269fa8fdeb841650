#include <string.h>

#include "protocol/core/record.h"
#include "protocol/git/git.h"
#include "tests/unit/protocol/suites.h"

static void check_answer(enum operation operation, const char *capabilities,
			 const struct credential *answer, const char *expected)
{
	struct credential request = { 0 };
	struct buffer out = { 0 };
	struct error e = { 0 };
	enum status status;

	credential_set(&request, FIELD_CAPABILITY, capabilities);
	status = git_write(operation, &request, answer, &out, &e);
	ck_assert_msg(status == STATUS_OK, "%s", e.message);
	buffer_add(&out, "", 0);
	ck_assert_str_eq(out.data, expected);
	buffer_clear(&out);
	credential_clear(&request);
}

/* A record, the capabilities of the request, and the answer to it. */
static const struct {
	const char *record;
	const char *capabilities;
	const char *answer;
} answers[] = {
	{ "username=me\npassword=pw\n", NULL, "username=me\npassword=pw\n" },
	/* an empty name too, else git asks a person for it */
	{ "username=\npassword=\n", NULL, "username=\npassword=\n" },
	/* never protocol, host and path: git would use and store them */
	{ "protocol=https\nhost=h\npath=p\nusername=me\npassword=pw\n", NULL,
	  "username=me\npassword=pw\n" },
	/* the order of git's own answer, whatever that of the record */
	{ "organization=Acme\naccount=me@x\nprovider=notion\n"
	  "password_expiry_utc=9\noauth_refresh_token=r\npassword=pw\n"
	  "username=me\ncredential=c\nauthtype=Bearer\nfield.extra=1\n",
	  "authtype",
	  "capability[]=authtype\nauthtype=Bearer\ncredential=c\n"
	  "username=me\npassword=pw\noauth_refresh_token=r\n"
	  "password_expiry_utc=9\nprovider=notion\naccount=me@x\n"
	  "organization=Acme\nextra=1\n" },
	/* authtype and credential for those alone who know what they are */
	{ "username=me\nauthtype=Bearer\ncredential=c\n", "authtype",
	  "capability[]=authtype\nauthtype=Bearer\ncredential=c\n"
	  "username=me\n" },
	{ "authtype=Bearer\ncredential=c\n", "new\nauthtype\nstate",
	  "capability[]=authtype\nauthtype=Bearer\ncredential=c\n" },
	{ "username=me\npassword=pw\nauthtype=Bearer\ncredential=c\n", NULL,
	  "username=me\npassword=pw\n" },
	{ "username=me\npassword=pw\nauthtype=Bearer\ncredential=c\n", "state",
	  "username=me\npassword=pw\n" },
	{ "username=me\npassword=pw\ncredential=c\n", "authtypes",
	  "username=me\npassword=pw\n" },
	{ "username=me\npassword=pw\n", "authtype",
	  "capability[]=authtype\nusername=me\npassword=pw\n" },
	/* an expiry that is a guess would make git throw the token away */
	{ "password=pw\npassword_expiry_utc=9\n", NULL,
	  "password=pw\npassword_expiry_utc=9\n" },
	{ "password=pw\npassword_expiry_utc=9\nexpiry-known=told\n", NULL,
	  "password=pw\npassword_expiry_utc=9\n" },
	{ "password=pw\npassword_expiry_utc=9\nexpiry-known=asked\n", NULL,
	  "password=pw\npassword_expiry_utc=9\n" },
	{ "password=pw\npassword_expiry_utc=9\nexpiry-known=computed\n", NULL,
	  "password=pw\n" },
	{ "password=pw\npassword_expiry_utc=9\nexpiry-known=unknown\n", NULL,
	  "password=pw\n" },
	{ "password=pw\npassword_expiry_utc=9\nexpiry-known=never\n", NULL,
	  "password=pw\n" },
	/* the notes that are nobody's business here */
	{ "password=pw\nlabel=l\nname=n\nemail=e\nid=i\nscopes=s\ncreated=1\n"
	  "stored=2\nverified=3\nverdict=ok\ndefault=1\nmissing=m\n"
	  "description=d\ninconclusive=throttled\ndisabled=1\nprevious=p\n"
	  "note.team=x\n",
	  NULL, "password=pw\n" },
	/* extras, but not the lines of a newer version */
	{ "password=pw\nfield.account-id=7\nsecret.key=k\nnewer=1\n", NULL,
	  "password=pw\naccount-id=7\nkey=k\n" },
	{ "password=pw\nfield.note=a%0Ahost=evil\nfield.b=%0D\nfield.c=\n",
	  NULL, "password=pw\nc=\n" },
	/* nor what git itself would act upon */
	{ "password=pw\nfield.host=evil.example\nfield.url=https://evil\n"
	  "field.quit=1\nfield.capability[]=state\nfield.state[]=x\n"
	  "secret.protocol=http\nfield.continue=1\nfield.kind=k\n",
	  NULL, "password=pw\nkind=k\n" },
	{ "password=pw\norganization=a%0Aquit=1\naccount=%0Db\n", NULL,
	  "password=pw\n" },
	{ "password=a=b%25%1B %FF\n", NULL, "password=a=b%\x1b \xff\n" },
	{ "", NULL, "" },
};

START_TEST(answers_a_get)
{
	const char *text = answers[_i].record;
	struct credential answer = { 0 };
	struct error e = { 0 };

	ck_assert_int_eq(record_decode(text, strlen(text), &answer, &e),
			 STATUS_OK);
	check_answer(OPERATION_GET, answers[_i].capabilities, &answer,
		     answers[_i].answer);
	credential_clear(&answer);
}
END_TEST

/* What git knows no quoting for would inject lines of its own. */
static const char *const multiline[] = {
	"host=h\nusername=me\npassword=can%0Aary\n",
	"host=h\nusername=me\npassword=canary%0A\n",
	"host=h\nusername=me\npassword=canary%0D\n",
	"host=h\nusername=me\npassword=a%0Dhost=canary\n",
	"host=h\npassword=pw\noauth_refresh_token=can%0Aary\n",
	"host=h\nauthtype=Bearer\ncredential=can%0Aary\n",
};

START_TEST(refuses_secrets_of_several_lines)
{
	const char *text = multiline[_i];
	struct credential request = { 0 };
	struct credential answer = { 0 };
	struct buffer out = { 0 };
	struct error e = { 0 };

	credential_set(&request, FIELD_CAPABILITY, "authtype");
	ck_assert_int_eq(record_decode(text, strlen(text), &answer, &e),
			 STATUS_OK);
	ck_assert_int_eq(git_write(OPERATION_GET, &request, &answer, &out, &e),
			 STATUS_MALFORMED);
	ck_assert_ptr_nonnull(strstr(e.message, "has several lines"));
	ck_assert(!strstr(e.message, "can") || strstr(e.message, "cannot"));
	ck_assert(!strstr(e.message, "ary"));
	buffer_clear(&out);
	credential_clear(&answer);
	credential_clear(&request);
}
END_TEST

START_TEST(answers_the_rest_in_silence)
{
	static const enum operation silent[] = { OPERATION_GET, OPERATION_STORE,
						 OPERATION_ERASE };

	for (size_t i = 0; i < 3; i++) {
		check_answer(silent[i], NULL, NULL, "");
		check_answer(silent[i], "authtype", NULL, "");
	}
	check_answer(OPERATION_CAPABILITY, NULL, NULL,
		     "version 0\ncapability authtype\n");
}
END_TEST

START_TEST(is_named_as_git_asks)
{
	ck_assert_str_eq(protocol_git.name, "git");
	ck_assert_str_eq(protocol_git.program, "git-credential-ringbearer");
}
END_TEST

Suite *git_answer_suite(void)
{
	Suite *suite = suite_create("git answers");
	TCase *tc = tcase_create("git answers");

	tcase_add_loop_test(tc, answers_a_get, 0,
			    sizeof(answers) / sizeof(answers[0]));
	tcase_add_loop_test(tc, refuses_secrets_of_several_lines, 0,
			    sizeof(multiline) / sizeof(multiline[0]));
	tcase_add_test(tc, answers_the_rest_in_silence);
	tcase_add_test(tc, is_named_as_git_asks);
	suite_add_tcase(suite, tc);
	return suite;
}
