#include <stdlib.h>
#include <string.h>

#include "tests/unit/protocol/rows.h"
#include "tests/unit/protocol/stand-in.h"
#include "tests/unit/protocol/suites.h"

#define K &protocol_keyring
#define GIT &protocol_git
#define P &protocol_askpass
#define N &protocol_netrc
#define A &protocol_ansible
#define O &protocol_openclaw
#define HTTP "protocol=http\nhost=h.example:8446\nusername=ann\npassword=pw\n\n"
#define CLAW(values, errors)                                                 \
	"{\"protocolVersion\":1,\"values\":{" values "},\"errors\":{" errors \
	"}}\n"
#define ASKS "{\"protocolVersion\":1,\"provider\":\"P\",\"ids\":"

static const struct row rows[] = {
	{ K, ANN, "get https://h.example/simple/ ann", NULL, "pw\n" },
	{ K, ANN, "--mode=creds --output=json get https://h.example/simple/",
	  NULL, "{\"username\":\"ann\",\"password\":\"pw\"}\n" },
	{ K, ANN, "get h.example --mode creds", NULL, "ann\npw\n" },
	{ K, ANN, "get h.example --output json", NULL,
	  "{\"password\":\"pw\"}\n" },
	{ K, ANN, "get --mode=password --output=plain h.example", NULL,
	  "pw\n" },
	{ K, BEARER, "get --mode=creds h.example", NULL, "\npw\n" },
	{ K, ANN, "get h.example bob", NULL, NULL, STATUS_NOT_FOUND },
	{ K, ANN, "get x.example", NULL, NULL, STATUS_NOT_FOUND },
	/* uv goes on with the host, then with its protocol */
	{ K, HTTP, "get http://h.example:8446/simple/ ann", NULL, "pw\n" },
	{ K, HTTP, "get h.example:8446 ann", NULL, NULL, STATUS_NOT_FOUND },
	{ K, HTTP, "get http://h.example:8446 ann", NULL, "pw\n" },
	{ K, HTTP, "get http://h.example:8446 --mode creds", NULL,
	  "ann\npw\n" },
	{ K, LINES, "get h.example", NULL, NULL, STATUS_MALFORMED, "lines" },
	{ K, BYTES, "get h.example --output=json", NULL, NULL, STATUS_MALFORMED,
	  "UTF-8" },
	{ K, ANN, "get h.example --mode=x", NULL, NULL, STATUS_USAGE,
	  "--mode" },
	{ K, ANN, "get h.example --output=x", NULL, NULL, STATUS_USAGE,
	  "--mode" },
	{ K, ANN, "get h.example --mode", NULL, NULL, STATUS_USAGE, "--mode" },
	{ K, ANN, "get h.example --moderate=1", NULL, NULL, STATUS_USAGE,
	  "--mode" },
	{ K, ANN, "get h.example --list-backends", NULL, NULL, STATUS_USAGE,
	  "--mode" },
	{ K, ANN, "get a b c", NULL, NULL, STATUS_USAGE, "too many" },
	{ K, ANN, "get", NULL, NULL, STATUS_USAGE, "too few" },
	{ K, ANN, "frob h.example", NULL, NULL, STATUS_USAGE, "no such word" },
	{ K, ANN, "get ftp://h.example", NULL, NULL, STATUS_MALFORMED,
	  "https" },
	{ K, ANN, "set h.example ann", "new\n", .after = "new" },
	{ K, NULL, "set h.example ann", "new", .after = "new" },
	{ K, ANN, "set h.example ann", "\n", NULL, STATUS_MALFORMED, "empty",
	  "pw" },
	{ K, ANN, "set h.example ann", "", NULL, STATUS_MALFORMED, "empty",
	  "pw" },
	{ K, ANN, "set h.example ann", "n\0w\n", NULL, STATUS_MALFORMED, "NUL",
	  "pw", .length = 4 },
	{ K, ANN, "get --mode=x h.example", NULL, NULL, STATUS_USAGE,
	  "--mode" },
	{ K, ANN, "set h.example ann", "new\nmore\n", NULL, STATUS_MALFORMED,
	  "several lines", "pw" },
	{ K, ANN, "set h.example", "new\n", NULL, STATUS_USAGE, "no username",
	  "pw" },
	{ K, ANN, "del h.example ann", .after = "" },
	{ K, ANN, "del h.example bob", NULL, NULL, STATUS_NOT_FOUND,
	  .after = "pw" },
	{ K, ANN, "del h.example", NULL, NULL, STATUS_USAGE, "no username",
	  "pw" },

	{ N, ANN, "h.example", NULL,
	  "machine h.example login ann password pw\n" },
	{ N, "protocol=https\nhost=h.example:8443\nusername=a\npassword=p\n\n",
	  "https://h.example:8443/x --force", NULL,
	  "machine h.example login a password p\n" },
	{ N, "protocol=https\nhost=[::1]\nusername=a\npassword=p\n\n", "[::1]",
	  NULL, NULL, STATUS_MALFORMED, "machine" },
	{ N, "protocol=https\nhost=[::1]:8443\nusername=a\npassword=p\n\n",
	  "[::1]:8443", NULL, NULL, STATUS_USAGE, "ports" },
	{ N, NOBODY, "h.example", NULL, NULL, STATUS_MALFORMED, "login" },
	{ N, LINES, "h.example", NULL, NULL, STATUS_MALFORMED, "login" },
	{ N, AT_HOST "username=a\npassword=p q\n\n", "h.example", NULL, NULL,
	  STATUS_MALFORMED, "password" },
	{ N, ANN, "x.example", NULL, NULL, STATUS_NOT_FOUND, "'x.example'" },
	{ N, ANN, "ftp://x", NULL, NULL, STATUS_MALFORMED, "https" },
	{ N, ANN, "h.example", NULL, NULL, STATUS_LOCKED, "away",
	  .fails = STATUS_LOCKED },
	{ N, ANN, "h.example", NULL, NULL, STATUS_NOT_FOUND, "away",
	  .fails = STATUS_NOT_FOUND },
	{ N, ANN, NULL, NULL, NULL, STATUS_USAGE, "more" },

	{ GIT, ANN, "get", AT_HOST, "username=ann\npassword=pw\n" },
	{ GIT, ANN, "get", "protocol=https\nhost=x.example\n", NULL },
	{ GIT, LINES, "get", AT_HOST, NULL, STATUS_MALFORMED, "" },

	{ A, ANN, "--vault-id h.example/ann", NULL, "pw\n" },
	{ A, ANN, "--vault-id=h.example", NULL, "pw\n" },
	{ A, ANN, "--vault-id nobody", NULL, NULL, STATUS_NOT_FOUND, "nobody" },
	{ A, ANN, NULL, NULL, NULL, STATUS_USAGE, "no vault id" },
	{ A, ANN, "h.example", NULL, NULL, STATUS_USAGE, "no vault id" },
	{ A, ANN, "--vault-idh.example", NULL, NULL, STATUS_USAGE, "vault id" },
	{ A, ANN, "--vault h.example", NULL, NULL, STATUS_USAGE, "vault id" },

	{ O, ANN, NULL, ASKS "[\"h.example/ann\",\"x\",\"y\"]}",
	  CLAW("\"h.example/ann\":\"pw\"",
	       "\"x\":{\"message\":\"nothing is stored as 'x'\"},\"y\":"
	       "{\"message\":\"nothing is stored as 'y'\"}") },
	{ O, ANN, NULL, ASKS "[]}", CLAW("", "") },
	/* each once, be it there or not */
	{ O, ANN, NULL,
	  ASKS "[\"h.example\",\"x\",\"h.example\",\"h.\\u0065xample\","
	       "\"x\",\"h.example/ann\"]}",
	  CLAW("\"h.example\":\"pw\",\"h.example/ann\":\"pw\"",
	       "\"x\":{\"message\":\"nothing is stored as 'x'\"}") },
	/* what is wrong with one is nothing of the others */
	{ O, ANN "protocol=https\nhost=b.example\npassword=%FF\n\n", NULL,
	  ASKS "[\"b.example\",\"a\\u0000b\",\"h.example\",\"\"]}",
	  CLAW("\"h.example\":\"pw\"",
	       "\"a\\u0000b\":{\"message\":\"the id holds a NUL\"},"
	       "\"b.example\":{\"message\":\"what is kept is not UTF-8, as "
	       "JSON must be\"},\"\":{\"message\":\"nothing is stored as "
	       "''\"}") },
	{ O, ANN, NULL, ASKS "[\"h.example\",\"x\"]}",
	  CLAW("", "\"h.example\":{\"message\":\"the store is away\"},"
		   "\"x\":{\"message\":\"the store is away\"}"),
	  .fails = STATUS_LOCKED },
	{ O, ANN, NULL, ASKS "{}}", NULL, STATUS_MALFORMED, "'ids'" },
	{ O, ANN, NULL, ASKS "[1]}", NULL, STATUS_MALFORMED, "'ids'" },
	{ O, ANN, NULL, "{\"ids\":[]}", NULL, STATUS_MALFORMED,
	  "'protocolVersion'" },
	{ O, ANN, NULL, "{\"protocolVersion\":2,\"ids\":[]}", NULL,
	  STATUS_MALFORMED, "'protocolVersion'" },
	{ O, ANN, NULL, "", NULL, STATUS_MALFORMED, NOT_JSON },
	{ O, ANN, "x", NULL, NULL, STATUS_USAGE, "fewer" },
};

/* A prompt has blanks: { what is kept, the prompt, the answer }. */
static const struct {
	const char *records;
	const char *prompt;
	const char *output;
	enum status status;
	const char *variable;
} prompts[] = {
	{ ANN, "Password for 'https://ann@h.example': ", "pw\n" },
	{ ANN, "Username for 'https://h.example': ", "ann\n" },
	{ AT_HOST "path=a/b.git\nusername=ann\npassword=pw\n\n",
	  "Password for 'https://ann@h.example/a/b.git': ", "pw\n" },
	{ ANN, "Password for 'https://bob@h.example': ", "", STATUS_NOT_FOUND },
	{ ANN, "Password for 'https://ann@h.example/a/b.git': ", "",
	  STATUS_NOT_FOUND },
	{ ANN, "Password for 'https://x.example': ", "", STATUS_NOT_FOUND },
	{ ANN, "Password for 'https://a:b@h.example': ", "", STATUS_NOT_FOUND },
	{ ANN, "Password for 'https://a..b': ", "", STATUS_NOT_FOUND },
	/* only the whole of it */
	{ ANN, "Password for 'https://ann@h.example':", "", STATUS_NOT_FOUND },
	{ ANN, "xPassword for 'https://ann@h.example': ", "",
	  STATUS_NOT_FOUND },
	{ ANN, "Password for 'https://ann@h.example'? ", "", STATUS_NOT_FOUND },
	{ ANN, "Password for 'https://ann@h.example'?: ", "",
	  STATUS_NOT_FOUND },
	{ ANN, "Password for 'h.example': ", "", STATUS_NOT_FOUND },
	{ ANN, "Password for '': ", "", STATUS_NOT_FOUND },
	{ ANN, "Enter passphrase for h.example: ", "", STATUS_NOT_FOUND },
	{ ANN, "[sudo] password for ann: ", "", STATUS_NOT_FOUND },
	{ ANN, "", "", STATUS_NOT_FOUND },
	/* ssh takes anything for a yes then */
	{ ANN, "Password for 'https://ann@h.example': ", "", STATUS_NOT_FOUND,
	  "SSH_ASKPASS_PROMPT" },
	{ LINES, "Password for 'https://h.example': ", "", STATUS_MALFORMED },
	{ BEARER, "Username for 'https://h.example': ", "", STATUS_MALFORMED },
};

START_TEST(answers)
{
	check_row(&rows[_i]);
	check_closed(&rows[_i]);
	check_deaf(&rows[_i]);
}
END_TEST

START_TEST(answers_git_alone)
{
	struct stand_in s;
	struct error e = { 0 };
	const char *variable = prompts[_i].variable;

	stand_in_open(&s, prompts[_i].records, NULL);
	stand_in_word(&s, prompts[_i].prompt);
	if (variable)
		ck_assert_int_eq(setenv(variable, "confirm", 1), 0);
	ck_assert_int_eq(protocol_askpass.serve(&s.call, &e),
			 prompts[_i].status);
	if (variable)
		(void)unsetenv(variable);
	ck_assert_str_eq(s.output.data, prompts[_i].output);
	ck_assert((prompts[_i].status == STATUS_OK) == (e.message[0] == '\0'));
	stand_in_close(&s);
}
END_TEST

START_TEST(wants_one_prompt)
{
	static const struct row row = {
		P, ANN, NULL, NULL, NULL, STATUS_USAGE, "more arguments"
	};

	check_row(&row);
}
END_TEST

/* Some have no words at all. */
START_TEST(shows_its_usage_without_a_blank_behind)
{
	struct stand_in s;
	struct error e = { 0 };

	stand_in_open(&s, NULL, "x");
	ck_assert_int_eq(protocol_openclaw.serve(&s.call, &e), STATUS_USAGE);
	ck_assert_str_eq(e.hint, "usage: ringbearer openclaw");
	stand_in_close(&s);
}
END_TEST

/* What ansible and pip make of exit codes. */
START_TEST(has_the_clients_exit_codes)
{
	static const struct {
		const struct protocol *protocol;
		enum status status;
		int code;
	} codes[] = {
		{ A, STATUS_OK, 0 },
		{ A, STATUS_NOT_FOUND, 2 },
		{ A, STATUS_LOCKED, 1 },
		{ K, STATUS_OK, 0 },
		{ K, STATUS_NOT_FOUND, 1 },
		{ K, STATUS_USAGE, 1 },
		{ &protocol_docker, STATUS_OK, 0 },
		{ &protocol_docker, STATUS_NOT_FOUND, 1 },
		{ &protocol_docker, STATUS_LOCKED, 1 },
	};

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		ck_assert_int_eq(codes[i].protocol->exit_code(codes[i].status),
				 codes[i].code);
}
END_TEST

Suite *passwords_suite(void)
{
	Suite *suite = row_suite("bare passwords", answers,
				 sizeof(rows) / sizeof(rows[0]));
	TCase *tcase = tcase_create("askpass");

	tcase_add_loop_test(tcase, answers_git_alone, 0,
			    sizeof(prompts) / sizeof(prompts[0]));
	tcase_add_test(tcase, wants_one_prompt);
	tcase_add_test(tcase, has_the_clients_exit_codes);
	tcase_add_test(tcase, shows_its_usage_without_a_blank_behind);
	suite_add_tcase(suite, tcase);
	return suite;
}
