#include <string.h>

#include "helper/verifier/learn.h"
#include "tests/unit/helper/verifier/fixture.h"
#include "tests/unit/helper/verifier/suites.h"

#define KEYS                                                                \
	"account = {\"{email}\", \"{role}@{name}\", \"{id}\"}\n"            \
	"field role { title = \"Role\" from = learnt }\n"                   \
	"field cookie { title = \"Cookie\" from = learnt secret = true }\n" \
	"verify user {\n"                                                   \
	"	get = \"https://api.example.org/me\"\n"                           \
	"	outcome { status = 200 pointer = \"/id\" verdict = ok }\n"        \
	"	learn name { from = {\"{/first} {/last}\", \"{/name}\"} }\n"      \
	"	learn email { from = {\"{/mail/0/address}\", \"{/mail}\"} }\n"    \
	"	learn id { from = {\"{/id}\"} }\n"                                \
	"	learn scopes { from = {\"{/scopes}\"} }\n"                        \
	"	learn role { from = {\"{/role}\"} }\n"                            \
	"	learn cookie { from = {\"{/cookie}\"} }\n"                        \
	"}\n"

/* A body, and a line of our answer that it leads to (NULL: none such). */
static const struct {
	const char *body;
	const char *key;
	const char *value;
} cases[] = {
	{ "{\"first\":\"Ann\",\"last\":\"Archer\"}", "name", "Ann Archer" },
	{ "{\"first\":\"Ann\",\"name\":\"Bob\"}", "name", "Bob" },
	{ "{\"first\":\"Ann\",\"last\":\"\",\"name\":\"Bob\"}", "name", "Bob" },
	{ "{\"first\":\"Ann\",\"last\":null,\"name\":\"Bob\"}", "name", "Bob" },
	{ "{\"first\":\"Ann\"}", "name", NULL },
	{ "[]", "name", NULL },
	{ "null", "name", NULL },
	{ "{\"name\":\"Zo\xc3\xab \xe6\x9d\x8e\"}", "name",
	  "Zo\xc3\xab \xe6\x9d\x8e" },
	{ "{\"name\":\"a\\u001b]0;x\\u0007\\r\\npassword=stolen\"}", "name",
	  "a\\x1b]0;x\\x07\\x0d\\x0apassword=stolen" },
	{ "{\"name\":\"\\u202eevil\\u2066\"}", "name",
	  "\\u{202e}evil\\u{2066}" },
	{ "{\"name\":\"" FIXTURE_TOKEN FIXTURE_TOKEN "\"}", "name",
	  "(the token)(the token)" },
	{ "{\"mail\":[{\"address\":\"a@b\"}]}", "email", "a@b" },
	{ "{\"mail\":\"a@b\"}", "email", "a@b" },
	{ "{\"mail\":12345}", "email", "12345" },
	{ "{\"mail\":null}", "email", NULL },
	{ "{\"id\":12345}", "id", "12345" },
	{ "{\"id\":\"https://x/users/1\"}", "id", "https://x/users/1" },
	{ "{\"scopes\":[\"a:read\",\"b\"]}", "scopes", "a:read b" },
	{ "{\"scopes\":\"a b\"}", "scopes", "a b" },
	{ "{\"scopes\":[]}", "scopes", NULL },
	{ "{\"role\":[\"admin\"]}", "field.role", "admin" },
	{ "{\"cookie\":\"biscuit\"}", "secret.cookie", "biscuit" },
	{ "{\"cookie\":\"a\\u202eb\"}", "secret.cookie", NULL },
	{ "{\"cookie\":\"a\\nb\"}", "secret.cookie", NULL },
	{ "{\"mail\":\"a@b\",\"id\":1}", "account", "a@b" },
	{ "{\"role\":\"x\",\"name\":\"y\",\"id\":1}", "account", "x@y" },
	{ "{\"name\":\"y\",\"id\":1}", "account", "1" },
	{ "{\"name\":\"y\"}", "account", NULL },
};

static const char *find(const struct inquiry *q, const char *key)
{
	for (int f = 0; f < FIELD_COUNT; f++)
		if (strcmp(field_info[f].key, key) == 0)
			return q->learnt.values[f];
	for (size_t i = 0; i < q->learnt.extra_count; i++) {
		const struct extra *e = &q->learnt.extras[i];
		const char *prefix = e->secret ? "secret." : "field.";
		size_t length = strlen(prefix);

		if (strncmp(key, prefix, length) == 0 &&
		    strcmp(key + length, e->key) == 0)
			return e->value;
	}
	return NULL;
}

START_TEST(learns)
{
	struct inquiry q = { 0 };
	struct answer a;

	fixture_inquiry("", KEYS, &q);
	fixture_answer(200, "", cases[_i].body, &a);
	learn_from(&q, &q.provider->steps[0], &a);
	learn_account(&q);
	ck_assert_pstr_eq(find(&q, cases[_i].key), cases[_i].value);
	answer_clear(&a);
	inquiry_clear(&q);
}
END_TEST

START_TEST(keeps_what_it_knows)
{
	struct inquiry q = { 0 };
	struct answer a;

	fixture_inquiry("", KEYS, &q);
	fixture_answer(200, "", "{\"name\":\"Ann\",\"id\":1}", &a);
	learn_from(&q, &q.provider->steps[0], &a);
	answer_clear(&a);
	fixture_answer(200, "", "{\"id\":2}", &a);
	learn_from(&q, &q.provider->steps[0], &a);
	ck_assert_str_eq(q.learnt.values[FIELD_NAME], "Ann");
	ck_assert_str_eq(q.learnt.values[FIELD_ID], "2");
	answer_clear(&a);
	inquiry_clear(&q);
}
END_TEST

START_TEST(cuts_long_texts)
{
	struct buffer body = { 0 };
	struct inquiry q = { 0 };
	struct answer a;

	buffer_add_text(&body, "{\"name\":\"");
	for (int i = 0; i < 50000; i++)
		buffer_add_text(&body, "\xc3\xab");
	buffer_add_text(&body, "\"}");
	fixture_inquiry("", KEYS, &q);
	fixture_answer(200, "", body.data, &a);
	learn_from(&q, &q.provider->steps[0], &a);
	ck_assert_uint_eq(strlen(q.learnt.values[FIELD_NAME]), SHOWN_MAX);
	answer_clear(&a);
	inquiry_clear(&q);
	buffer_clear(&body);
}
END_TEST

Suite *learn_suite(void)
{
	Suite *suite = suite_create("verifier/learn");
	TCase *c = tcase_create("learn");

	tcase_add_loop_test(c, learns, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(c, keeps_what_it_knows);
	tcase_add_test(c, cuts_long_texts);
	suite_add_tcase(suite, c);
	return suite;
}
