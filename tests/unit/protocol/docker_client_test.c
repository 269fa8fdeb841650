#include <string.h>

#include "protocol/docker-client.h"
#include "tests/unit/protocol/suites.h"

START_TEST(tells_a_store)
{
	struct buffer out = { 0 };

	docker_ask_store("https://a@h/p", "a", "p\"\\\n\x01\xc3\xa9", &out);
	ck_assert_str_eq(out.data,
			 "{\"ServerURL\":\"https://a@h/p\",\"Username\":\"a\","
			 "\"Secret\":\"p\\\"\\\\\\u000a\\u0001\xc3\xa9\"}");
	buffer_clear(&out);
}
END_TEST

#define SERVER "{\"ServerURL\":\"s\","

static const struct {
	const char *answer;
	enum status status;
	const char *username;
	const char *secret;
} answers[] = {
	{ SERVER "\"Username\":\"ann\",\"Secret\":\"pw\"}\n", STATUS_OK, "ann",
	  "pw" },
	/* some leave it out */
	{ "{\"Username\":\"<token>\",\"Secret\":\"p\\nw\"}", STATUS_OK,
	  "<token>", "p\nw" },
	{ "{\"ServerURL\":\"\",\"Username\":\"ann\",\"Secret\":\"pw\"}",
	  STATUS_OK, "ann", "pw" },
	{ SERVER "\"Username\":\"\",\"Secret\":\"\"}", STATUS_OK, NULL, NULL },
	{ SERVER "\"Username\":\"ann\"}", STATUS_OK, "ann", NULL },
	{ SERVER "\"Username\":\"\",\"Secret\":\"pw\"}", STATUS_OK, "", "pw" },
	{ SERVER "\"Username\":7,\"Secret\":\"pw\"}", STATUS_MALFORMED, NULL,
	  NULL },
	{ "{\"ServerURL\":7,\"Username\":\"ann\",\"Secret\":\"pw\"}",
	  STATUS_MALFORMED, NULL, NULL },
	{ "{\"ServerURL\":\"t\",\"Username\":\"ann\",\"Secret\":\"pw\"}",
	  STATUS_MALFORMED, NULL, NULL },
	{ SERVER "\"Username\":\"ann\",\"Secret\":7}", STATUS_MALFORMED, NULL,
	  NULL },
	{ SERVER "\"Username\":\"ann\",\"Secret\":\"p\\u0000w\"}",
	  STATUS_MALFORMED, NULL, NULL },
	{ SERVER "\"Username\":\"ann\",\"Secret\":\"pw\"", STATUS_MALFORMED,
	  NULL, NULL },
	{ SERVER "\"Username\":\"ann\",\"Secret\":\"\xff\"}", STATUS_MALFORMED,
	  NULL, NULL },
	/* whatever json-c says of them */
	{ SERVER "\"Username\":\"zo\xc3\xab\",\"\xc3\xa9\":1,"
		 "\"Secret\":\"p\xe2\x82\xacw\xf0\x9d\xa0\x80\"}",
	  STATUS_OK, "zo\xc3\xab", "p\xe2\x82\xacw\xf0\x9d\xa0\x80" },
	{ SERVER "\"Username\":\"12345678901234567890\",\"more\":"
		 "[12345678901234567890123,-12345678901234567890123,"
		 "1.12345678901234567890123],\"Secret\":\"pw\"}",
	  STATUS_OK, "12345678901234567890", "pw" },
	{ SERVER "\t\"Username\":\"a\\\"\tb\\\\\",\t\"Secret\":\"p\x01w\"}",
	  STATUS_OK, "a\"\tb\\", "p\x01w" },
	{ SERVER "\x01\"Username\":\"ann\",\"Secret\":\"pw\"}",
	  STATUS_MALFORMED, NULL, NULL },
	{ SERVER "\"Username\":\"a\\\xc3\xab\",\"Secret\":\"pw\"}",
	  STATUS_MALFORMED, NULL, NULL },
	{ SERVER "\xc3\xab\"Username\":\"ann\",\"Secret\":\"pw\"}",
	  STATUS_MALFORMED, NULL, NULL },
	{ SERVER "\"Username\":'ann',\"Secret\":\"pw\"}", STATUS_MALFORMED,
	  NULL, NULL },
	{ SERVER "/**/\"Username\":\"ann\",\"Secret\":\"pw\"}",
	  STATUS_MALFORMED, NULL, NULL },
	{ SERVER "\"Username\":\"ann\",\"Secret\":\"pw\",}", STATUS_MALFORMED,
	  NULL, NULL },
	{ SERVER "\"Username\":\"ann\",\"Secret\":\"pw\"}x", STATUS_MALFORMED,
	  NULL, NULL },
	{ SERVER "\"Username\":\"ann\",\"Secret\":NaN}", STATUS_MALFORMED, NULL,
	  NULL },
	{ "null", STATUS_MALFORMED, NULL, NULL },
	{ "[\"pw\"]", STATUS_MALFORMED, NULL, NULL },
	{ "pw", STATUS_MALFORMED, NULL, NULL },
	{ "", STATUS_MALFORMED, NULL, NULL },
};

static void set_text(struct buffer *text, const char *value)
{
	buffer_add(text, "", 0);
	buffer_add_text(text, value);
}

START_TEST(reads_an_answer)
{
	struct buffer text = { 0 };
	struct credential answer = { 0 };
	struct error e = { 0 };

	set_text(&text, answers[_i].answer);
	ck_assert_int_eq(docker_read_answer(&text, "s", &answer, &e),
			 answers[_i].status);
	if (answers[_i].status == STATUS_OK) {
		ck_assert_pstr_eq(answer.values[FIELD_USERNAME],
				  answers[_i].username);
		ck_assert_pstr_eq(answer.values[FIELD_PASSWORD],
				  answers[_i].secret);
	}
	ck_assert_ptr_null(strstr(e.message, "pw"));
	credential_clear(&answer);
	buffer_clear(&text);
}
END_TEST

START_TEST(knows_not_found)
{
	static const struct {
		const char *text;
		bool is;
	} rows[] = {
		{ "credentials not found in native keychain", true },
		{ "credentials not found in native keychain\r\n", true },
		{ "credentials not found in native keychain, yet", false },
		{ "Credentials not found in native keychain", false },
		{ "error: credentials not found in native keychain", false },
		{ "", false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buffer text = { 0 };

		set_text(&text, rows[i].text);
		ck_assert_int_eq(docker_says_not_found(&text), rows[i].is);
		buffer_clear(&text);
	}
}
END_TEST

static bool gather(const char *server, const char *username, void *argument)
{
	struct buffer *seen = argument;

	buffer_add_text(seen, server);
	buffer_add_text(seen, "=");
	buffer_add_text(seen, username);
	buffer_add_text(seen, ";");
	return strcmp(server, "end") != 0;
}

static const struct {
	const char *answer;
	enum status status;
	const char *seen;
} lists[] = {
	{ "{}", STATUS_OK, "" },
	{ "{\"a\":\"ann\",\"b\":\"bob\"}\n", STATUS_OK, "a=ann;b=bob;" },
	{ "{\"a\":\"ann\",\"x\":1,\"b\":\"bob\"}", STATUS_OK, "a=ann;b=bob;" },
	{ "{\"end\":\"ann\",\"b\":\"bob\"}", STATUS_OK, "end=ann;" },
	{ "{\"a\":\"ann\\u0000x\",\"b\":\"bob\"}", STATUS_OK, "b=bob;" },
	{ "no list", STATUS_MALFORMED, "" },
};

START_TEST(reads_a_list)
{
	struct buffer text = { 0 };
	struct buffer seen = { 0 };
	struct error e = { 0 };

	set_text(&text, lists[_i].answer);
	set_text(&seen, "");
	ck_assert_int_eq(docker_read_list(&text, gather, &seen, &e),
			 lists[_i].status);
	ck_assert_str_eq(seen.data, lists[_i].seen);
	buffer_clear(&seen);
	buffer_clear(&text);
}
END_TEST

Suite *docker_asking_suite(void)
{
	Suite *suite = suite_create("docker, asking");
	TCase *test = tcase_create("docker-asking.c");

	tcase_add_test(test, tells_a_store);
	tcase_add_loop_test(test, reads_an_answer, 0,
			    sizeof(answers) / sizeof(answers[0]));
	tcase_add_test(test, knows_not_found);
	tcase_add_loop_test(test, reads_a_list, 0,
			    sizeof(lists) / sizeof(lists[0]));
	suite_add_tcase(suite, test);
	return suite;
}
