#include "helper/broker/compose.h"
#include "tests/unit/helper/definition/definition.h"
#include "tests/unit/helper/suites.h"

static const char definition[] = "provider test {\n"
				 "title = Test\n"
				 "hosts = {api.example.com}\n"
				 "field site { title = S from = typed }\n"
				 "field plan { title = P from = learnt }\n"
				 "type test { pattern = '^t_' }\n"
				 "type live { pattern = '^(t|l)_' }\n"
				 "verify user {\n"
				 "get = 'https://api.example.com/me'\n"
				 "headers = {'A: {token}'}\n"
				 "outcome { status = 200 pointer = '/id' "
				 "verdict = ok }\n"
				 "learn plan { from = {'{/plan}'} }\n"
				 "}\n"
				 "}\n";

static struct provider *provider;

static void set_up(void)
{
	provider = definition_read(definition);
}

static void tear_down(void)
{
	provider_free(provider);
}

static const struct {
	const char *old; /* NULL: there was none */
	const char *token;
	const char *noted; /* with the old one */
	const char *type;
} types[] = {
	{ NULL, "l_canary", NULL, "live" },
	/* The first one counts. */
	{ NULL, "t_canary", NULL, "test" },
	{ NULL, "canary", NULL, NULL },
	{ "t_canary", "l_canary", "test", "live" },
	{ "t_canary", "canary", "test", NULL },
	{ "t_canary", "t_canary-2", "test", "test" },
	/* What a person noted stays. */
	{ "t_canary", "l_canary", "mine", "mine" },
	{ "canary", "l_canary", "test", "test" },
	{ NULL, "l_canary", "mine", "mine" },
};

START_TEST(notes_the_type)
{
	struct credential old = { 0 };
	struct credential record = { 0 };

	credential_set(&old, FIELD_PASSWORD, types[_i].old);
	credential_set(&record, FIELD_PASSWORD, types[_i].token);
	credential_set_note(&record, "type", types[_i].noted);
	compose_type(provider, &old, &record);
	ck_assert_pstr_eq(credential_note(&record, "type"), types[_i].type);
	ck_assert_ptr_null(credential_extra(&record, "type"));
	credential_clear(&old);
	credential_clear(&record);
}
END_TEST

START_TEST(notes_no_type_without_a_provider)
{
	struct credential old = { 0 };
	struct credential record = { 0 };

	credential_set(&record, FIELD_PASSWORD, "t_canary");
	compose_type(NULL, &old, &record);
	ck_assert_ptr_null(credential_note(&record, "type"));
	credential_set_note(&record, "type", "mine");
	compose_type(NULL, &old, &record);
	ck_assert_str_eq(credential_note(&record, "type"), "mine");
	credential_clear(&record);
}
END_TEST

START_TEST(keeps_what_was_typed)
{
	struct credential request = { 0 };
	struct credential record = { 0 };

	credential_set(&request, FIELD_PASSWORD, "canary");
	credential_set_extra(&request, "site", "north", false);
	credential_set_extra(&request, "plan", "free", false);
	credential_set_extra(&request, "other", "x", false);
	compose_request(&request, provider, &record);
	ck_assert_str_eq(credential_extra(&record, "site"), "north");
	ck_assert_ptr_null(credential_extra(&record, "plan"));
	ck_assert_ptr_null(credential_extra(&record, "other"));
	compose_request(&request, NULL, &record);
	ck_assert_ptr_null(credential_extra(&record, "site"));
	credential_clear(&request);
	credential_clear(&record);
}
END_TEST

static const struct {
	const char *old, *own; /* labels */
	const char *password;  /* of the new one; the old one's is canary-a */
	const char *label, *disabled, *previous; /* what comes of it */
} heirs[] = {
	{ "l", NULL, "canary-a", "l", "1", "canary-p" },
	{ "l", NULL, "canary-b", "l", NULL, NULL },
	{ "l", "m", "canary-b", "m", NULL, NULL },
	{ "l", "", "canary-b", NULL, NULL, NULL },
	{ NULL, "", "canary-a", NULL, "1", "canary-p" },
};

START_TEST(inherits)
{
	struct credential old = { 0 };
	struct credential record = { 0 };

	credential_set(&old, FIELD_PASSWORD, "canary-a");
	credential_set(&old, FIELD_LABEL, heirs[_i].old);
	credential_set(&old, FIELD_DISABLED, "1");
	credential_set(&old, FIELD_PREVIOUS, "canary-p");
	credential_set_note(&old, "team", "billing");
	credential_set(&record, FIELD_PASSWORD, heirs[_i].password);
	credential_set(&record, FIELD_LABEL, heirs[_i].own);
	compose_inherit(&old, &record);
	ck_assert_pstr_eq(record.values[FIELD_LABEL], heirs[_i].label);
	ck_assert_pstr_eq(record.values[FIELD_DISABLED], heirs[_i].disabled);
	ck_assert_pstr_eq(record.values[FIELD_PREVIOUS], heirs[_i].previous);
	ck_assert_str_eq(credential_note(&record, "team"), "billing");
	credential_clear(&old);
	credential_clear(&record);
}
END_TEST

Suite *compose_suite(void)
{
	Suite *suite = suite_create("compose");
	TCase *tc = tcase_create("compose");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_loop_test(tc, notes_the_type, 0,
			    sizeof(types) / sizeof(types[0]));
	tcase_add_test(tc, notes_no_type_without_a_provider);
	tcase_add_test(tc, keeps_what_was_typed);
	tcase_add_loop_test(tc, inherits, 0, sizeof(heirs) / sizeof(heirs[0]));
	suite_add_tcase(suite, tc);
	return suite;
}
