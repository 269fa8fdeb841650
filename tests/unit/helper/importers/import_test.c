#include <stdio.h>
#include <string.h>

#include "helper/importers/import.h"
#include "tests/unit/helper/suites.h"

enum {
	SEEN_SIZE = 2048
};

static char nowhere[] = "/nonexistent";
static const struct config config = { .providers_directory = nowhere };

/* What a reader visited, in words. */
static char seen[SEEN_SIZE];

static const char *or_none(const char *text)
{
	return text ? text : "-";
}

static void note(const struct import_item *item, void *argument)
{
	static const char *const kinds[] = { "take", "skip", "bad" };
	static const struct credential none;
	const struct credential *c =
		item->credential ? item->credential : &none;
	size_t used = strlen(seen);

	(void)argument;
	used += (size_t)snprintf(seen + used, SEEN_SIZE - used, "%zu %s",
				 item->line, kinds[item->kind]);
	if (item->credential)
		used += (size_t)snprintf(seen + used, SEEN_SIZE - used,
					 " %s://%s/%s %s",
					 or_none(c->values[FIELD_PROTOCOL]),
					 or_none(c->values[FIELD_HOST]),
					 or_none(c->values[FIELD_PATH]),
					 or_none(c->values[FIELD_USERNAME]));
	if (item->kind == IMPORT_CREDENTIAL)
		used += (size_t)snprintf(seen + used, SEEN_SIZE - used,
					 " %s %s",
					 or_none(c->values[FIELD_AUTHTYPE]),
					 or_none(credential_token(c)));
	(void)snprintf(seen + used, SEEN_SIZE - used, "\n");
}

static enum status read_text(const char *source, const char *text,
			     import_visit *visit)
{
	const struct importing in = { .config = &config,
				      .text = text,
				      .visit = visit };
	struct error e = { 0 };

	return import_find(source)->read(&in, &e);
}

static const struct {
	const char *source;
	const char *text;
	const char *visits; /* NULL: it is of another form */
} files[] = {
	{ "git-credential-store", "", "" },
	{ "git-credential-store", "# canary\n\n", "" },
	{ "git-credential-store", "https://a:canary%40%25@H.example:443/",
	  "1 take https://h.example/- a - canary@%\n" },
	{ "git-credential-store", "\nhttp://a:canary+%C3%B6@h:81/p%20q\n",
	  "2 take http://h:81/p q a - canary+\303\266\n" },
	{ "git-credential-store", "smtp://a:canary@h:465\n",
	  "1 take smtp://h:465/- a - canary\n" },
	{ "git-credential-store", "https://h.example\n", "1 bad\n" },
	{ "git-credential-store", "https://canary@h.example\n", "1 bad\n" },
	{ "git-credential-store", "https://a:1234/canary@h\n", "1 bad\n" },
	{ "git-credential-store", "https://a:canary@canary@h\n", "1 bad\n" },
	{ "git-credential-store", "https://a:canary@h\r\n", "1 bad\n" },
	{ "git-credential-store", "\r\nhttp://a:canary@h/p\r\n",
	  "1 bad\n2 bad\n" },
	{ "git-credential-store", "https://a:canary%0d@h\n", "1 bad\n" },
	{ "git-credential-store", "https://a:canary%0a@h\n", "1 bad\n" },
	{ "git-credential-store", "https://a:@h\n", "1 skip https://h/- -\n" },
	{ "git-credential-store", "https://canary:x-oauth-basic@h\n",
	  "1 skip https://h/- -\n" },

	{ "netrc", "machine h login a password canary",
	  "1 take https://h/- a - canary\n" },
	{ "netrc", "\nmachine\th\r\n\tpassword\n\tcanary login a\r\n",
	  "2 take https://h/- a - canary\n" },
	{ "netrc", "machine h password canary\nmachine i password canary-2",
	  "1 take https://h/- - - canary\n2 take https://i/- - - canary-2\n" },
	{ "netrc", "machine h login machine password login",
	  "1 take https://h/- machine - login\n" },
	{ "netrc", "machine h password \"can\\\"ary \\\\ #1\" login a",
	  "1 take https://h/- a - can\"ary \\ #1\n" },
	{ "netrc", "#machine i password canary\nmachine h password #canary",
	  "2 take https://h/- - - #canary\n" },
	{ "netrc", "machine h login a", "1 skip https://h/- a\n" },
	{ "netrc", "machine h password \"canary", "1 bad\n" },
	{ "netrc", "machine h password", "1 bad\n" },
	{ "netrc", "machine", "1 bad\n" },
	{ "netrc", "password canary", "1 bad\n" },
	{ "netrc", "machine h password canary canary-2\nmachine i password c",
	  "1 bad\n2 take https://i/- - - c\n" },
	{ "netrc", "default login a password canary", "1 skip\n" },
	{ "netrc",
	  "machine h password canary\nmacdef m\nmachine i password canary-2\n"
	  "\nmachine j password canary-3",
	  "2 skip\n1 take https://h/- - - canary\n"
	  "5 take https://j/- - - canary-3\n" },

	{ "docker", "{}", "" },
	{ "docker", "{\"auths\":{}}", "" },
	{ "docker", "[]", NULL },
	{ "docker", "{\"auths\":{\"h\":{\"auth\":\"YTpjYW5hcnk=\"}}", NULL },
	{ "docker", "{\"auths\":{\"h\":{\"auth\":\"YTpjYW5hcnk=\"}}}",
	  "0 take https://h/- a - canary\n" },
	{ "docker",
	  "{\"auths\":{\"https://h/v1/\":{\"auth\":\"YTpjYW5hcnk=\"}}}",
	  "0 take https://h/v1 a - canary\n" },
	{ "docker", "{\"auths\":{\"h\":{\"auth\":\"YTpjYW5hcnk\"}}}",
	  "0 bad\n" },
	{ "docker", "{\"auths\":{\"h\":{\"auth\":\"Y2FuYXJ5\"}}}", "0 bad\n" },
	{ "docker", "{\"auths\":{\"h\":{\"auth\":7},\"i\":[]}}",
	  "0 bad\n0 bad\n" },
	{ "docker", "{\"auths\":{\"a:canary@h\":{}}}", "0 bad\n" },
	{ "docker", "{\"auths\":{\"h\":{\"identitytoken\":\"canary\"}}}",
	  "0 skip https://h/- -\n" },
	{ "docker",
	  "{\"auths\":{\"h\":{\"username\":\"a\",\"password\":\"canary\"}}}",
	  "0 take https://h/- a - canary\n" },

	{ "env", "OTHER=canary\n\n# x\nexport OTHER\n", "4 bad\n" },
	{ "env", "NOTION_TOKEN=canary",
	  "1 take https://api.notion.com/- - - canary\n" },
	{ "env", " export NOTION_TOKEN = can#ary # x\r\n",
	  "1 take https://api.notion.com/- - - can#ary\n" },
	{ "env", "NOTION_TOKEN='can$ary' # x",
	  "1 take https://api.notion.com/- - - can$ary\n" },
	{ "env", "NOTION_TOKEN=\"can\\\"\\$ary #\\q\"",
	  "1 take https://api.notion.com/- - - can\"$ary #\\q\n" },
	{ "env", "NOTION_TOKEN=", "1 skip https://api.notion.com/- -\n" },
	{ "env", "NOTION_TOKEN=canary$OTHER",
	  "1 skip https://api.notion.com/- -\n" },
	{ "env", "NOTION_TOKEN=\"canary\nX=1", "1 bad\n" },
	{ "env", "NOTION_TOKEN='canary' canary", "1 bad\n" },
	{ "env", "=canary\ncanary canary", "1 bad\n2 bad\n" },
	{ "env", "HARVEST_ACCOUNT_ID=7\nHARVEST_ACCESS_TOKEN=canary",
	  "2 take https://api.harvestapp.com/- 7 - canary\n" },
	/* What is learnt says nothing of where it belongs. */
	{ "env", "CALENDLY_USER=7\nCALENDLY_TOKEN=canary",
	  "2 take https://api.calendly.com/- - - canary\n" },

	{ "headers", "curl -H 'Authorization: Bearer canary' https://h/x",
	  "1 take https://h/- - Bearer canary\n" },
	{ "headers", "\nhttps://h\nauthorization:  Basic YTpjYW5hcnk=\n",
	  "3 take https://h/- a - canary\n" },
	{ "headers",
	  "curl \\\n --header=Authorization:\\ Bearer\\ canary \\\n"
	  " https://api.notion.com",
	  "1 take https://api.notion.com/- - - canary\n" },
	{ "headers",
	  "curl https://api.harvestapp.com -H 'harvest-account-id: 7' "
	  "-H\"authorization: bearer canary\"",
	  "1 take https://api.harvestapp.com/- 7 - canary\n" },
	{ "headers", "curl -H 'X-Key: canary' https://h",
	  "1 skip https://h/- -\n" },
	{ "headers",
	  "curl -H 'Authorization: Bearer canary' https://h "
	  "https://i",
	  "1 bad\n" },
	{ "headers", "Authorization: Bearer canary", "1 bad\n" },
	{ "headers", "curl -H 'Authorization: canary", "1 bad\n" },
	{ "headers", "curl -H canary https://h", "1 bad\n" },
	{ "headers", "curl -H 'A: canary' https://a:canary@h", "1 bad\n" },
};

START_TEST(reads_what_others_wrote)
{
	enum status status;

	seen[0] = '\0';
	status = read_text(files[_i].source, files[_i].text, note);
	ck_assert_int_eq(status,
			 files[_i].visits ? STATUS_OK : STATUS_MALFORMED);
	ck_assert_str_eq(seen, files[_i].visits ? files[_i].visits : "");
}
END_TEST

/* All that a report may show. */
static void expect_no_canary(const struct import_item *item, void *argument)
{
	const struct credential *c = item->credential;

	(void)argument;
	ck_assert(item->kind == IMPORT_CREDENTIAL || item->why);
	if (item->why)
		ck_assert_ptr_null(strstr(item->why, "canary"));
	if (c && c->values[FIELD_HOST] && item->kind != IMPORT_CREDENTIAL)
		ck_assert_ptr_null(strstr(c->values[FIELD_HOST], "canary"));
}

static void read_in_secret(const char *source, const char *text)
{
	(void)read_text(source, text, expect_no_canary);
}

/* Each is cut off anywhere, and has any byte of it changed. */
START_TEST(survives_what_is_broken)
{
	static const char bytes[] = "\n\"'\\ #:@/%={}\r\x80";
	size_t length = strlen(files[_i].text);
	char text[256];

	ck_assert_uint_lt(length, sizeof(text));
	for (size_t i = 0; i < length; i++) {
		memcpy(text, files[_i].text, length + 1);
		text[i] = '\0';
		read_in_secret(files[_i].source, text);
		text[i] = files[_i].text[i];
		for (size_t b = 0; bytes[b]; b++) {
			text[i] = bytes[b];
			read_in_secret(files[_i].source, text);
		}
	}
}
END_TEST

START_TEST(every_source_has_its_row)
{
	for (size_t i = 0; import_sources[i]; i++) {
		ck_assert_ptr_eq(import_find(import_sources[i]->name),
				 import_sources[i]);
		ck_assert_str_ne(import_sources[i]->remedy, "");
	}
	ck_assert_ptr_null(import_find("git"));
}
END_TEST

Suite *import_suite(void)
{
	enum {
		FILES = sizeof(files) / sizeof(files[0])
	};
	Suite *suite = suite_create("import");
	TCase *tests = tcase_create("import");

	tcase_set_timeout(tests, 60);
	tcase_add_loop_test(tests, reads_what_others_wrote, 0, FILES);
	tcase_add_loop_test(tests, survives_what_is_broken, 0, FILES);
	tcase_add_test(tests, every_source_has_its_row);
	suite_add_tcase(suite, tests);
	return suite;
}
