#include <stdio.h>
#include <string.h>

#include "helper/verifier/choose.h"
#include "tests/unit/helper/verifier/fixture.h"
#include "tests/unit/helper/verifier/suites.h"

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
} cases[] = {
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

	if (cases[_i].username)
		(void)snprintf(record, sizeof(record), "username=%s\n",
			       cases[_i].username);
	fixture_inquiry(record, CHOICE, &q);
	fixture_answer(200, "", cases[_i].body, &a);
	choose(&q, &q.provider->steps[0], &a, &f);
	ck_assert_int_eq(f.verdict, cases[_i].verdict);
	ck_assert_str_eq(f.reason, cases[_i].reason);
	ck_assert_pstr_eq(credential_extra(&q.learnt, "account-id"),
			  cases[_i].chosen);
	ck_assert_pstr_eq(q.learnt.values[FIELD_ORGANIZATION], cases[_i].label);
	join_choices(&q, choices, sizeof(choices));
	ck_assert_str_eq(choices, cases[_i].choices);
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

Suite *choose_suite(void)
{
	Suite *suite = suite_create("verifier/choose");
	TCase *c = tcase_create("choose");

	tcase_add_loop_test(c, chooses, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_loop_test(c, chooses_among_all, 0,
			    sizeof(plain_cases) / sizeof(plain_cases[0]));
	tcase_add_test(c, leaves_a_step_without_choice);
	tcase_add_test(c, lists_only_so_many);
	suite_add_tcase(suite, c);
	return suite;
}
