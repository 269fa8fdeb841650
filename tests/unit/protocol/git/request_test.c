#include <stdio.h>
#include <string.h>

#include "protocol/git/git.h"
#include "tests/unit/protocol/suites.h"

#define BASE "protocol=https\nhost=h\n"
#define BYTES(text) text, sizeof(text) - 1

static enum status read_text(enum operation operation, const char *text,
			     size_t length, struct credential *c,
			     struct error *e)
{
	return git_read(operation, text, length, c, e);
}

static const struct {
	const char *word;
	enum operation operation;
} words[] = {
	{ "get", OPERATION_GET },      { "store", OPERATION_STORE },
	{ "erase", OPERATION_ERASE },  { "capability", OPERATION_CAPABILITY },
	{ "", OPERATION_UNKNOWN },     { "Get", OPERATION_UNKNOWN },
	{ "gets", OPERATION_UNKNOWN }, { "ge", OPERATION_UNKNOWN },
	{ "list", OPERATION_UNKNOWN }, { "get ", OPERATION_UNKNOWN },
};

START_TEST(knows_its_operations)
{
	ck_assert_int_eq(git_operation(words[_i].word), words[_i].operation);
}
END_TEST

/* A request, and what one of its fields must be; NULL: not given. */
static const struct {
	const char *text;
	enum field field;
	const char *value;
} fields[] = {
	{ BASE, FIELD_PROTOCOL, "https" },
	{ "protocol=HTTPS\nhost=h\n", FIELD_PROTOCOL, "https" },
	{ BASE, FIELD_HOST, "h" },
	{ "protocol=https\nhost=H.Example.:443\n", FIELD_HOST, "h.example" },
	{ "host=h:80\nprotocol=http\n", FIELD_HOST, "h" },
	{ "host=h:80\nprotocol=https\n", FIELD_HOST, "h:80" },
	{ "protocol=https\nhost=[2001:DB8::A]:9\n", FIELD_HOST,
	  "[2001:db8::a]:9" },
	{ BASE, FIELD_PATH, NULL },
	{ BASE "path=a/B c.git\n", FIELD_PATH, "a/B c.git" },
	{ BASE "path=\n", FIELD_PATH, "" },
	{ BASE, FIELD_USERNAME, NULL },
	{ BASE "username=\n", FIELD_USERNAME, "" },
	{ BASE "username=Me=You\n", FIELD_USERNAME, "Me=You" },
	{ BASE "username= me \n", FIELD_USERNAME, " me " },
	{ BASE "username=m\xc3\xa9\n", FIELD_USERNAME, "m\xc3\xa9" },
	{ BASE "username=m\xe9\n", FIELD_USERNAME, "m\xe9" },
	{ BASE "password=\n", FIELD_PASSWORD, "" },
	{ BASE "password=a=b \t\x1b%0a\n", FIELD_PASSWORD, "a=b \t\x1b%0a" },
	{ BASE "password=a\npassword=b\n", FIELD_PASSWORD, "b" },
	{ BASE "password=\xff\xfe\n", FIELD_PASSWORD, "\xff\xfe" },
	{ BASE "Password=a\nPASSWORD=b\n", FIELD_PASSWORD, NULL },
	{ BASE "password[]=a\n", FIELD_PASSWORD, NULL },
	{ BASE " password=a\n", FIELD_PASSWORD, NULL },
	{ BASE "password =a\n", FIELD_PASSWORD, NULL },
	{ BASE "oauth_refresh_token=r\n", FIELD_OAUTH_REFRESH_TOKEN, "r" },
	{ BASE "authtype=Bearer\n", FIELD_AUTHTYPE, "Bearer" },
	{ BASE "credential=c=\n", FIELD_CREDENTIAL, "c=" },
	{ BASE "ephemeral=1\n", FIELD_EPHEMERAL, "1" },
	{ BASE "continue=true\n", FIELD_CONTINUE, "true" },
	{ BASE "quit=foo\n", FIELD_QUIT, "foo" },
	/* what is no time, or none any more, never expires */
	{ BASE "password_expiry_utc=1893456000\n", FIELD_PASSWORD_EXPIRY_UTC,
	  "1893456000" },
	{ BASE "password_expiry_utc=1\n", FIELD_PASSWORD_EXPIRY_UTC, "1" },
	{ BASE "password_expiry_utc=007\n", FIELD_PASSWORD_EXPIRY_UTC, "7" },
	{ BASE "password_expiry_utc=0\n", FIELD_PASSWORD_EXPIRY_UTC, NULL },
	{ BASE "password_expiry_utc=\n", FIELD_PASSWORD_EXPIRY_UTC, NULL },
	{ BASE "password_expiry_utc=-1\n", FIELD_PASSWORD_EXPIRY_UTC, NULL },
	{ BASE "password_expiry_utc=soon\n", FIELD_PASSWORD_EXPIRY_UTC, NULL },
	{ BASE "password_expiry_utc=99999999999999999999\n",
	  FIELD_PASSWORD_EXPIRY_UTC, NULL },
	/* lists */
	{ BASE "capability[]=authtype\ncapability[]=state\n", FIELD_CAPABILITY,
	  "authtype\nstate" },
	{ "capability[]=new\n" BASE, FIELD_CAPABILITY, "new" },
	{ BASE "capability=authtype\n", FIELD_CAPABILITY, NULL },
	{ BASE "capability[0]=authtype\n", FIELD_CAPABILITY, NULL },
	{ BASE "capability{}=authtype\n", FIELD_CAPABILITY, NULL },
	{ BASE "capability[]=authtype\ncapability[]=\n", FIELD_CAPABILITY,
	  NULL },
	{ BASE "state[]=a:1\nstate[]=b:2\nstate[]=\nstate[]=c:3\n", FIELD_STATE,
	  "c:3" },
	{ BASE "wwwauth[]=Basic realm=\"x\"\nwwwauth[]=\nwwwauth[]=Bearer\n"
	       "wwwauth[]=Digest host=evil.com\n",
	  FIELD_WWWAUTH, "Bearer\nDigest host=evil.com" },
	{ BASE "wwwauth=Basic\n", FIELD_WWWAUTH, NULL },
	/* what a newer git may send, and what only a record holds */
	{ BASE "newer=1\nnewer[]=2\n", FIELD_HOST, "h" },
	{ BASE "provider=x\n", FIELD_PROVIDER, NULL },
	{ BASE "verified=1\n", FIELD_VERIFIED, NULL },
	{ BASE "default=1\n", FIELD_DEFAULT, NULL },
	{ BASE "secret.k=1\nfield.k=1\n", FIELD_ACCOUNT, NULL },
	/* the end: a blank line, or that of the text */
	{ BASE "\npassword=x\nhost=evil.com\n", FIELD_PASSWORD, NULL },
	{ BASE "\ncanary", FIELD_HOST, "h" },
	{ BASE "\n", FIELD_HOST, "h" },
	/* url */
	{ "url=https://me:pw@H:443/x\n", FIELD_HOST, "h" },
	{ "url=https://me:pw@H:443/x\n", FIELD_USERNAME, "me" },
	{ "url=https://me:pw@H:443/x\n", FIELD_PASSWORD, "pw" },
	{ "url=https://me:pw@H:443/x\n", FIELD_PATH, NULL },
	{ "url=https://me@h\npassword=x\n", FIELD_PASSWORD, "x" },
	{ "password=x\nurl=https://h\n", FIELD_PASSWORD, "x" },
	{ "url=ftp://h/a/b\n", FIELD_PATH, "a/b" },
	{ "url[]=https://h\n" BASE, FIELD_HOST, "h" },
	/* a certificate's password: a path in place of the host */
	{ "protocol=cert\nhost=\nusername=\npath=key.pem\n", FIELD_HOST, "" },
	{ "url=cert:///key.pem\n", FIELD_PATH, "key.pem" },
};

START_TEST(reads_every_attribute)
{
	static const enum operation operations[] = { OPERATION_GET,
						     OPERATION_STORE,
						     OPERATION_ERASE };
	const char *text = fields[_i].text;
	struct error e = { 0 };

	for (size_t i = 0; i < 3; i++) {
		struct credential c = { 0 };
		enum status status =
			read_text(operations[i], text, strlen(text), &c, &e);

		ck_assert_msg(status == STATUS_OK, "%s", e.message);
		ck_assert_str_eq(e.message, "");
		ck_assert_pstr_eq(c.values[fields[_i].field], fields[_i].value);
		ck_assert_uint_eq(c.extra_count, 0);
		credential_clear(&c);
	}
}
END_TEST

#define PW "password=canary\n"

static const struct {
	const char *text;
	size_t length;
	const char *message;
} malformed[] = {
	/* blank and partial patterns: CVE-2020-11008 */
	{ BYTES(""), "the request has no 'protocol' line" },
	{ BYTES("\n"), "the request has no 'protocol' line" },
	{ BYTES("\n" BASE), "the request has no 'protocol' line" },
	{ BYTES(PW), "the request has no 'protocol' line" },
	{ BYTES("username=canary\n"), "the request has no 'protocol' line" },
	{ BYTES("host=canary\n"), "the request has no 'protocol' line" },
	{ BYTES("protocol=https\n"), "the request has no 'host' line" },
	{ BYTES("protocol=https\n\nhost=canary\n"),
	  "the request has no 'host' line" },
	{ BYTES("protocol=\nhost=canary\n"), "'protocol' is empty" },
	{ BYTES("protocol=https\nhost=\n"),
	  "line 2: the host is no host name" },
	{ BYTES("protocol=https\nhost=\npath=canary\n"),
	  "line 2: the host is no host name" },
	{ BYTES("protocol=cert\nhost=\n" PW), "line 2: 'host' is empty" },
	{ BYTES("host=canary@h\n" PW "protocol=https\n"),
	  "line 1: the host is no host name" },
	{ BYTES("protocol=https\nhost=canary:0\n"),
	  "line 2: the host has a port that is no number from 1 to 65535" },
	/* a second address: CVE-2020-5260 */
	{ BYTES(BASE PW "host=canary\n"), "line 4: 'host' is given twice" },
	{ BYTES(BASE "host=h\n"), "line 3: 'host' is given twice" },
	{ BYTES("host=\n" BASE), "line 3: 'host' is given twice" },
	{ BYTES(BASE "protocol=canary\n"),
	  "line 3: 'protocol' is given twice" },
	{ BYTES(BASE "path=a\npath=canary\n"),
	  "line 4: 'path' is given twice" },
	{ BYTES(BASE "username=a\n" PW "username=canary\n"),
	  "line 5: 'username' is given twice" },
	{ BYTES("url=https://h\nhost=canary\n"),
	  "line 2: 'host' is given twice" },
	{ BYTES("url=https://h\nprotocol=canary\n"),
	  "line 2: 'protocol' is given twice" },
	{ BYTES("url=https://a@h\nusername=canary\n"),
	  "line 2: 'username' is given twice" },
	{ BYTES("url=ftp://h/a\npath=canary\n"),
	  "line 2: 'path' is given twice" },
	{ BYTES(BASE "url=https://canary\n"),
	  "line 3: 'url' behind a part of an address" },
	{ BYTES("host=a\nurl=https://canary\n"),
	  "line 2: 'url' behind a part of an address" },
	{ BYTES("username=a\nurl=https://canary\n"),
	  "line 2: 'url' behind a part of an address" },
	{ BYTES("path=a\nurl=https://canary\n"),
	  "line 2: 'url' behind a part of an address" },
	{ BYTES("url=https://h\nurl=https://canary\n"),
	  "line 2: 'url' behind a part of an address" },
	{ BYTES("url=canary\n"), "line 1: the url is not PROTOCOL://HOST" },
	{ BYTES("url=\n"), "line 1: the url is not PROTOCOL://HOST" },
	{ BYTES(PW "url=https://canary%0ahost=x\n"),
	  "line 2: the url holds a '%' that encodes no text" },
	{ BYTES(PW "url=https://canary..x\n"),
	  "line 2: the host is no host name" },
	/* CR: CVE-2024-50338, CVE-2024-52006 */
	{ BYTES("protocol=https\r\nhost=canary\r\n"),
	  "line 1: 'protocol' holds a control byte" },
	{ BYTES("protocol=https\nhost=canary\r\n"),
	  "line 2: 'host' holds a control byte" },
	{ BYTES(BASE "path=canary\r\n"),
	  "line 3: 'path' holds a control byte" },
	{ BYTES(BASE "username=canary\r\n"),
	  "line 3: 'username' holds a control byte" },
	{ BYTES(BASE "username=a\rhost=canary\n"),
	  "line 3: 'username' holds a control byte" },
	{ BYTES(BASE "password=canary\r\n"),
	  "line 3: 'password' holds a carriage return" },
	{ BYTES(BASE "credential=canary\r\n"),
	  "line 3: 'credential' holds a carriage return" },
	{ BYTES(BASE "oauth_refresh_token=canary\r\n"),
	  "line 3: 'oauth_refresh_token' holds a carriage return" },
	{ BYTES(BASE "authtype=Bearer\r\n"),
	  "line 3: 'authtype' holds a control byte" },
	{ BYTES(BASE "\r\n" PW), "line 3: no '=' in it" },
	{ BYTES(BASE PW "\r\n"), "line 4: no '=' in it" },
	/* NUL */
	{ BYTES("protocol=https\nhost=h\0.canary\n"), "line 2: a NUL byte" },
	{ BYTES(BASE "username=a\0canary\n"), "line 3: a NUL byte" },
	{ BYTES(BASE "password=a\0canary\n"), "line 3: a NUL byte" },
	{ BYTES(BASE "newer=a\0canary\n"), "line 3: a NUL byte" },
	{ BYTES("url=https://h\0canary\n"), "line 1: a NUL byte" },
	/* no attribute */
	{ BYTES(BASE "canary\n"), "line 3: no '=' in it" },
	{ BYTES(BASE "=canary\n"), "line 3: no key before '='" },
	{ BYTES("canary\n" BASE), "line 1: no '=' in it" },
};

START_TEST(refuses_what_is_malformed)
{
	static const enum operation operations[] = { OPERATION_GET,
						     OPERATION_STORE,
						     OPERATION_ERASE };

	for (size_t i = 0; i < 3; i++) {
		struct credential c = { 0 };
		struct error e = { 0 };

		ck_assert_int_eq(read_text(operations[i], malformed[_i].text,
					   malformed[_i].length, &c, &e),
				 STATUS_MALFORMED);
		ck_assert_str_eq(e.message, malformed[_i].message);
		ck_assert(!strstr(e.hint, "canary"));
		credential_clear(&c);
	}
}
END_TEST

/* Each control byte but LF, in each field of the address. */
START_TEST(refuses_control_bytes_in_the_address)
{
	static const char *const starts[] = {
		"host=h\nprotocol=a", "protocol=https\nhost=a", BASE "path=a",
		BASE "username=a",    BASE "authtype=a",
	};

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		struct credential c = { 0 };
		struct error e = { 0 };
		char text[64];
		int length =
			snprintf(text, sizeof(text), "%s%cb\n", starts[i], _i);
		bool control = (_i < 0x20 && _i != '\n') || _i == 0x7f;

		if (!control)
			continue;
		ck_assert_int_eq(read_text(OPERATION_GET, text, (size_t)length,
					   &c, &e),
				 STATUS_MALFORMED);
		credential_clear(&c);
	}
}
END_TEST

Suite *git_request_suite(void)
{
	Suite *suite = suite_create("git requests");
	TCase *tc = tcase_create("git requests");

	tcase_add_loop_test(tc, knows_its_operations, 0,
			    sizeof(words) / sizeof(words[0]));
	tcase_add_loop_test(tc, reads_every_attribute, 0,
			    sizeof(fields) / sizeof(fields[0]));
	tcase_add_loop_test(tc, refuses_what_is_malformed, 0,
			    sizeof(malformed) / sizeof(malformed[0]));
	tcase_add_loop_test(tc, refuses_control_bytes_in_the_address, 0, 128);
	suite_add_tcase(suite, tc);
	return suite;
}
