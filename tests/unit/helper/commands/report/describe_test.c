#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "helper/commands/report/describe-json.h"
#include "helper/commands/report/describe.h"
#include "tests/unit/helper/suites.h"

enum {
	NOW = 1000000000,
};

static void make(struct credential *record)
{
	credential_set(record, FIELD_PROTOCOL, "https");
	credential_set(record, FIELD_HOST, "api.notion.com");
	credential_set(record, FIELD_USERNAME, "a\"b\\\033[2J\xff\u202e");
	credential_set(record, FIELD_PASSWORD, "canary-1");
	credential_set(record, FIELD_OAUTH_REFRESH_TOKEN, "canary-2");
	credential_set(record, FIELD_PROVIDER, "notion");
	credential_set(record, FIELD_SCOPES, "users:read, pages:read");
	credential_set(record, FIELD_DEFAULT, "1");
	credential_set(record, FIELD_DISABLED, "1");
	credential_set(record, FIELD_PREVIOUS, "canary-5");
	credential_set(record, FIELD_BACKEND, "file");
	credential_set_number(record, FIELD_STORED,
			      NOW * 1000000000LL + 123456789);
	credential_set_number(record, FIELD_PASSWORD_EXPIRY_UTC, NOW - 1);
	credential_set_extra(record, "region", "eu", false);
	credential_set_note(record, "region", "a\033b");
	credential_set_extra(record, "second-key", "canary-3", true);
	credential_add_foreign(record, "future", "canary-4");
}

/* As strict as json-c can be; the caller gives it to json_object_put(). */
static struct json_object *parse(const struct buffer *text)
{
	struct json_tokener *tokener = json_tokener_new();
	struct json_object *object;

	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT |
						JSON_TOKENER_VALIDATE_UTF8);
	object = json_tokener_parse_ex(tokener, text->data,
				       (int)text->length + 1);
	ck_assert_int_eq(json_tokener_get_error(tokener), json_tokener_success);
	json_tokener_free(tokener);
	return object;
}

static const struct {
	const char *key;
	const char *value; /* in JSON; NULL: null */
} values[] = {
	{ "protocol", "\"https\"" },
	{ "path", NULL },
	{ "username", "\"a\\\"b\\\\\\\\x1b[2J\\\\xff\\\\u{202e}\"" },
	{ "scopes", "[\"users:read\",\"pages:read\"]" },
	{ "missing", "[]" },
	{ "default", "true" },
	{ "stored", "1000000000" },
	{ "created", NULL },
	{ "expires", "999999999" },
	{ "expiry_known", NULL },
	{ "days_left", "-1" },
	{ "changeable", NULL },
	{ "fingerprint", NULL },
	{ "fields", "{\"region\":\"eu\"}" },
	{ "notes", "{\"region\":\"a\\\\x1bb\"}" },
	{ "disabled", "true" },
	{ "hidden",
	  "[\"password\",\"oauth_refresh_token\",\"previous\",\"second-key\","
	  "\"future\"]" },
	{ "backend", "\"file\"" },
};

/* No key for fingerprints can be made there. */
static void set_up(void)
{
	(void)setenv("XDG_STATE_HOME", "/proc/none", 1);
}

START_TEST(tells_in_json)
{
	struct credential record = { 0 };
	struct buffer text = { 0 };
	struct json_object *object;
	struct json_object *value = NULL;

	make(&record);
	describe_json(&record, NOW, &text);
	ck_assert_ptr_null(strstr(text.data, "canary"));
	object = parse(&text);
	ck_assert(json_object_object_get_ex(object, values[_i].key, &value));
	if (values[_i].value)
		ck_assert_str_eq(json_object_to_json_string_ext(
					 value, JSON_C_TO_STRING_PLAIN),
				 values[_i].value);
	else
		ck_assert_ptr_null(value);
	json_object_put(object);
	buffer_clear(&text);
	credential_clear(&record);
}
END_TEST

START_TEST(tells_in_text)
{
	static const char *const lines[] = {
		"\nusername: a\"b\\\\x1b[2J\\xff\\u{202e}\n",
		"\nregion: eu\n",
		"\nscopes: users:read pages:read\n",
		" (expired)\n",
		"\nnote.region: a\\x1bb\n",
		"\ndefault: yes\n",
		"\ndisabled: yes\n",
		"\npassword: (hidden)\noauth_refresh_token: (hidden)\n"
		"previous: (hidden)\n"
		"second-key: (hidden)\nfuture: (hidden)\n",
	};
	struct credential record = { 0 };
	struct buffer text = { 0 };

	make(&record);
	describe_text(&record, NOW, &text);
	ck_assert_ptr_null(strstr(text.data, "canary"));
	ck_assert_ptr_null(strstr(text.data, "\npath:"));
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		ck_assert_msg(strstr(text.data, lines[i]), "no '%s' in '%s'",
			      lines[i], text.data);
	buffer_clear(&text);
	credential_clear(&record);
}
END_TEST

/* An empty one is the least that a back-end may give. */
START_TEST(needs_nothing_but_an_address)
{
	struct credential record = { 0 };
	struct buffer text = { 0 };

	credential_set(&record, FIELD_PROTOCOL, "https");
	credential_set(&record, FIELD_HOST, "h");
	describe_json(&record, NOW, &text);
	json_object_put(parse(&text));
	describe_text(&record, NOW, &text);
	buffer_clear(&text);
	credential_clear(&record);
}
END_TEST

Suite *describe_suite(void)
{
	Suite *suite = suite_create("describe");
	TCase *tc = tcase_create("describe");

	tcase_add_checked_fixture(tc, set_up, NULL);
	tcase_add_loop_test(tc, tells_in_json, 0,
			    sizeof(values) / sizeof(values[0]));
	tcase_add_test(tc, tells_in_text);
	tcase_add_test(tc, needs_nothing_but_an_address);
	suite_add_tcase(suite, tc);
	return suite;
}
