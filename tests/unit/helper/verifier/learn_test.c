#include <stdio.h>
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

#define CHOICE                                                         \
	"verify accounts {\n"                                          \
	"	get = \"https://api.example.org/accounts\"\n"                \
	"	outcome { status = 200 pointer = \"/list\" verdict = ok }\n" \
	"	choose account-id { list = \"/list\"\n"                      \
	"		where = \"/kind\" equals = \"good\"\n"                      \
	"		value = \"/id\" label = \"/name\"\n"                        \
	"		into = organization none = \"no good one\" }\n"             \
	"}\n"

#define ONE "{\"id\":1,\"name\":\"One\",\"kind\":\"good\"}"
#define TWO "{\"id\":\"2\",\"name\":\"Two\\u001b\",\"kind\":\"good\"}"
#define THREE "{\"id\":3,\"kind\":\"good\"}"
#define BAD "{\"id\":9,\"name\":\"Bad\",\"kind\":\"bad\"}"
#define LIST(items) "{\"list\":[" items "]}"

/* `choices`: each VALUE=label; in the order of the list. */
static const struct {
	const char *username;
	const char *body;
	enum verdict verdict;
	const char *chosen;
	const char *label;
	const char *reason;
	const char *choices;
} choice_cases[] = {
	{ NULL, LIST(ONE), VERDICT_OK, "1", "One", "", "" },
	{ "", LIST(ONE), VERDICT_OK, "1", "One", "", "" },
	{ NULL, LIST(BAD "," ONE "," BAD), VERDICT_OK, "1", "One", "", "" },
	{ NULL, LIST(THREE), VERDICT_OK, "3", NULL, "", "" },
	{ "2", LIST(ONE "," TWO), VERDICT_OK, "2", "Two\\x1b", "", "" },
	{ "1", LIST(ONE), VERDICT_OK, "1", "One", "", "" },
	{ NULL, LIST(ONE "," BAD "," TWO "," THREE), VERDICT_WRONG_PLACE, NULL,
	  NULL, "the token reaches 3 accounts", "1=One;2=Two\\x1b;3=;" },
	{ "9", LIST(ONE "," BAD), VERDICT_WRONG_PLACE, NULL, NULL,
	  "the token does not reach the account '9'", "1=One;" },
	{ "1x", LIST(ONE "," TWO), VERDICT_WRONG_PLACE, NULL, NULL,
	  "the token does not reach the account '1x'", "1=One;2=Two\\x1b;" },
	{ "a%1Bb", LIST(ONE), VERDICT_WRONG_PLACE, NULL, NULL,
	  "the token does not reach the account 'a\\x1bb'", "1=One;" },
	{ NULL, LIST(BAD), VERDICT_WRONG_PLACE, NULL, NULL, "no good one", "" },
	{ NULL, LIST(""), VERDICT_WRONG_PLACE, NULL, NULL, "no good one", "" },
	{ "1", LIST(BAD), VERDICT_WRONG_PLACE, NULL, NULL, "no good one", "" },
	{ NULL, LIST("1, null, [], \"x\""), VERDICT_WRONG_PLACE, NULL, NULL,
	  "no good one", "" },
	/* Never take the only one that we understand. */
	{ NULL, LIST(ONE ",{\"id\":{},\"kind\":\"good\"}"), VERDICT_UNKNOWN,
	  NULL, NULL, "answered with a list that has an unusable entry",
	  "1=One;" },
	{ NULL, LIST("{\"id\":\"1\\r\\nX: y\",\"kind\":\"good\"}"),
	  VERDICT_UNKNOWN, NULL, NULL,
	  "answered with a list that has an unusable entry", "" },
	{ NULL, LIST("{\"id\":\"a=b\",\"kind\":\"good\"}"), VERDICT_UNKNOWN,
	  NULL, NULL, "answered with a list that has an unusable entry", "" },
	{ NULL, LIST("{\"id\":\"\",\"kind\":\"good\"}"), VERDICT_UNKNOWN, NULL,
	  NULL, "answered with a list that has an unusable entry", "" },
	{ "1", LIST(ONE ",{\"id\":{},\"kind\":\"good\"}"), VERDICT_OK, "1",
	  "One", "", "" },
	{ NULL, "{\"list\":{}}", VERDICT_UNKNOWN, NULL, NULL,
	  "answered without the list to choose from", "" },
	{ NULL, "[]", VERDICT_UNKNOWN, NULL, NULL,
	  "answered without the list to choose from", "" },
};

static void join_choices(const struct inquiry *q, char *out, size_t size)
{
	*out = '\0';
	for (size_t i = 0; i < q->learnt.extra_count; i++) {
		const struct extra *e = &q->learnt.extras[i];
		size_t used = strlen(out);

		if (strncmp(e->key, "choice.", 7) == 0)
			(void)snprintf(out + used, size - used, "%s=%s;",
				       e->key + 7, e->value);
	}
}

START_TEST(chooses)
{
	struct inquiry q = { 0 };
	struct finding f = { 0 };
	char record[64] = "";
	char choices[256];
	struct answer a;

	if (choice_cases[_i].username)
		(void)snprintf(record, sizeof(record), "username=%s\n",
			       choice_cases[_i].username);
	fixture_inquiry(record, CHOICE, &q);
	fixture_answer(200, "", choice_cases[_i].body, &a);
	choose(&q, &q.provider->steps[0], &a, &f);
	ck_assert_int_eq(f.verdict, choice_cases[_i].verdict);
	ck_assert_str_eq(f.reason, choice_cases[_i].reason);
	ck_assert_pstr_eq(credential_extra(&q.learnt, "account-id"),
			  choice_cases[_i].chosen);
	ck_assert_pstr_eq(q.learnt.values[FIELD_ORGANIZATION],
			  choice_cases[_i].label);
	join_choices(&q, choices, sizeof(choices));
	ck_assert_str_eq(choices, choice_cases[_i].choices);
	answer_clear(&a);
	inquiry_clear(&q);
}
END_TEST

/* With nothing but what a choice has to have. */
#define PLAIN                                                          \
	"verify accounts {\n"                                          \
	"	get = \"https://api.example.org/accounts\"\n"                \
	"	outcome { status = 200 pointer = \"/list\" verdict = ok }\n" \
	"	choose account-id { list = \"/list\" value = \"/id\" }\n"    \
	"}\n"

static const struct {
	const char *body;
	enum verdict verdict;
	const char *chosen;
	const char *reason;
	const char *choices;
} plain_cases[] = {
	{ LIST(ONE), VERDICT_OK, "1", "", "" },
	{ LIST(BAD), VERDICT_OK, "9", "", "" },
	{ LIST(ONE "," BAD), VERDICT_WRONG_PLACE, NULL,
	  "the token reaches 2 accounts", "1=;9=;" },
	{ LIST(""), VERDICT_WRONG_PLACE, NULL, "the token reaches no account",
	  "" },
};

START_TEST(chooses_among_all)
{
	struct inquiry q = { 0 };
	struct finding f = { 0 };
	char choices[64];
	struct answer a;

	fixture_inquiry("", PLAIN, &q);
	fixture_answer(200, "", plain_cases[_i].body, &a);
	choose(&q, &q.provider->steps[0], &a, &f);
	ck_assert_int_eq(f.verdict, plain_cases[_i].verdict);
	ck_assert_str_eq(f.reason, plain_cases[_i].reason);
	ck_assert_pstr_eq(credential_extra(&q.learnt, "account-id"),
			  plain_cases[_i].chosen);
	ck_assert_ptr_null(q.learnt.values[FIELD_ORGANIZATION]);
	join_choices(&q, choices, sizeof(choices));
	ck_assert_str_eq(choices, plain_cases[_i].choices);
	answer_clear(&a);
	inquiry_clear(&q);
}
END_TEST

START_TEST(leaves_a_step_without_choice)
{
	struct step step = { 0 };
	struct inquiry q = { 0 };
	struct finding f = { 0 };
	struct answer a;

	fixture_inquiry("", "", &q);
	fixture_answer(200, "", "{}", &a);
	choose(&q, &step, &a, &f);
	ck_assert_int_eq(f.verdict, VERDICT_OK);
	ck_assert_uint_eq(q.learnt.extra_count, 0);
	answer_clear(&a);
	inquiry_clear(&q);
}
END_TEST

static void make_long_list(struct buffer *body)
{
	buffer_add_text(body, "{\"list\":[" ONE);
	for (int i = 100; i < 1100; i++) {
		char item[64];

		(void)snprintf(item, sizeof(item),
			       ",{\"id\":%d,\"kind\":\"good\"}", i);
		buffer_add_text(body, item);
	}
	buffer_add_text(body, "]}");
}

START_TEST(lists_only_so_many)
{
	struct buffer body = { 0 };
	struct inquiry q = { 0 };
	struct finding f = { 0 };
	struct answer a;

	make_long_list(&body);
	fixture_inquiry("", CHOICE, &q);
	fixture_answer(200, "", body.data, &a);
	choose(&q, &q.provider->steps[0], &a, &f);
	ck_assert_str_eq(f.reason, "the token reaches 1001 accounts");
	ck_assert_uint_eq(q.learnt.extra_count, CHOICES_MAX);
	credential_set(&q.given, FIELD_USERNAME, "1099");
	f = (struct finding){ 0 };
	choose(&q, &q.provider->steps[0], &a, &f);
	ck_assert_int_eq(f.verdict, VERDICT_OK);
	answer_clear(&a);
	inquiry_clear(&q);
	buffer_clear(&body);
}
END_TEST

Suite *learn_suite(void)
{
	Suite *suite = suite_create("verifier/learn");
	TCase *c = tcase_create("learn");
	TCase *choice = tcase_create("choice");

	tcase_add_loop_test(c, learns, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(c, keeps_what_it_knows);
	tcase_add_test(c, cuts_long_texts);
	suite_add_tcase(suite, c);
	tcase_add_loop_test(choice, chooses, 0,
			    sizeof(choice_cases) / sizeof(choice_cases[0]));
	tcase_add_loop_test(choice, chooses_among_all, 0,
			    sizeof(plain_cases) / sizeof(plain_cases[0]));
	tcase_add_test(choice, leaves_a_step_without_choice);
	tcase_add_test(choice, lists_only_so_many);
	suite_add_tcase(suite, choice);
	return suite;
}
