#include <string.h>

#include "helper/commands/prompt/fields.h"
#include "helper/definition/fields.h"
#include "tests/unit/helper/definition/definition.h"
#include "tests/unit/helper/suites.h"

static const char definition[] =
	"provider test {\n"
	"title = Test\n"
	"hosts = {api.example.com}\n"
	"field pin { title = PIN from = typed secret = true }\n"
	"field site { title = Site from = typed }\n"
	"field door { title = Door from = typed secret = true optional = true "
	"}\n"
	"field team { title = Team from = typed optional = true }\n"
	"}\n";

static struct provider *provider;
static struct credential request;

static void set_up(void)
{
	provider = definition_read(definition);
}

static void tear_down(void)
{
	provider_free(provider);
	credential_clear(&request);
}

static const struct {
	const char *words[3];
	int count;
	const char *site;
	const char *team;
	const char *message; /* NULL: they are taken */
} arguments[] = {
	{ { NULL }, 0, NULL, NULL, NULL },
	{ { "site=north" }, 1, "north", NULL, NULL },
	{ { "team=a=b", "site=n o" }, 2, "n o", "a=b", NULL },
	{ { "site=a", "site=b" }, 2, "b", NULL, NULL },
	{ { "site=\xc3\xa4" }, 1, "\xc3\xa4", NULL, NULL },
	{ { "site=" }, 1, NULL, NULL, "the field 'site' is empty" },
	{ { "site=\xe4" },
	  1,
	  NULL,
	  NULL,
	  "the field 'site' holds what is no text" },
	{ { "site=a\rb" },
	  1,
	  NULL,
	  NULL,
	  "the field 'site' holds what is no text" },
	{ { "pin=canary" },
	  1,
	  NULL,
	  NULL,
	  "the field 'pin' is secret, and an argument can be seen by all" },
	{ { "site" },
	  1,
	  NULL,
	  NULL,
	  "behind the provider there may be fields of Test alone, as "
	  "'FIELD=VALUE'" },
	{ { "sit=north" },
	  1,
	  NULL,
	  NULL,
	  "behind the provider there may be fields of Test alone, as "
	  "'FIELD=VALUE'" },
	{ { "=canary" },
	  1,
	  NULL,
	  NULL,
	  "behind the provider there may be fields of Test alone, as "
	  "'FIELD=VALUE'" },
};

START_TEST(takes_arguments)
{
	struct error e = { 0 };
	enum status status =
		field_input_arguments(provider, (char **)arguments[_i].words,
				      arguments[_i].count, &request, &e);

	ck_assert_int_eq(status,
			 arguments[_i].message ? STATUS_USAGE : STATUS_OK);
	ck_assert_str_eq(e.message,
			 arguments[_i].message ? arguments[_i].message : "");
	ck_assert_ptr_null(strstr(e.hint, "canary"));
	ck_assert_pstr_eq(credential_extra(&request, "site"),
			  arguments[_i].site);
	ck_assert_pstr_eq(credential_extra(&request, "team"),
			  arguments[_i].team);
	ck_assert_ptr_null(credential_extra(&request, "pin"));
}
END_TEST

static const struct {
	const char *lines;
	const char *pin;
	const char *door;
	enum status status;
} behind[] = {
	{ "", NULL, NULL, STATUS_OK },
	{ "canary-1", "canary-1", NULL, STATUS_OK },
	{ "canary-1\n", "canary-1", NULL, STATUS_OK },
	{ "canary-1\ncanary-2", "canary-1", "canary-2", STATUS_OK },
	{ "canary-1\ncanary-2\n", "canary-1", "canary-2", STATUS_OK },
	{ "\ncanary-2\n", NULL, "canary-2", STATUS_OK },
	{ "canary-1\n\n", "canary-1", NULL, STATUS_OK },
	{ "canary-1\ncanary-2\n\n", "canary-1", "canary-2", STATUS_USAGE },
	{ "canary-1\ncanary-2\ncanary-3", "canary-1", "canary-2",
	  STATUS_USAGE },
	{ "canary\r\n", NULL, NULL, STATUS_USAGE },
};

START_TEST(takes_lines)
{
	struct error e = { 0 };

	ck_assert(field_input_wants_lines(provider, &request));
	ck_assert_int_eq(field_input_lines(provider, behind[_i].lines, &request,
					   &e),
			 behind[_i].status);
	ck_assert_ptr_null(strstr(e.message, "canary"));
	ck_assert_pstr_eq(credential_extra(&request, "pin"), behind[_i].pin);
	ck_assert_pstr_eq(credential_extra(&request, "door"), behind[_i].door);
}
END_TEST

START_TEST(secret_ones_are_kept_secret)
{
	struct error e = { 0 };
	struct credential copy = { 0 };

	ck_assert_int_eq(field_input_lines(provider, "canary", &request, &e),
			 STATUS_OK);
	ck_assert_int_eq(typed_field_set(&provider->fields[1], "north",
					 &request, &e),
			 STATUS_OK);
	credential_set_extra(&request, "other", "x", false);
	typed_field_copy(provider, &request, &copy);
	ck_assert_uint_eq(copy.extra_count, 2);
	ck_assert_str_eq(copy.extras[0].key, "pin");
	ck_assert(copy.extras[0].secret);
	ck_assert(!copy.extras[1].secret);
	/* What is set is not read again. */
	credential_set_extra(&request, "door", "canary", true);
	ck_assert(!field_input_wants_lines(provider, &request));
	credential_clear(&copy);
}
END_TEST

START_TEST(names_what_is_missing)
{
	struct error e = { 0 };

	ck_assert_int_eq(typed_field_check(provider, &request, &e),
			 STATUS_USAGE);
	ck_assert_str_eq(e.message, "a token of Test needs more: pin, site");
	ck_assert_str_eq(e.hint,
			 "run 'ringbearer connect test site=VALUE', with "
			 "lines behind the token: pin");
	credential_set_extra(&request, "site", "north", false);
	ck_assert_int_eq(typed_field_check(provider, &request, &e),
			 STATUS_USAGE);
	ck_assert_str_eq(e.message, "a token of Test needs more: pin");
	credential_set_extra(&request, "pin", "canary", true);
	ck_assert_int_eq(typed_field_check(provider, &request, &e), STATUS_OK);
}
END_TEST

Suite *typed_suite(void)
{
	Suite *suite = suite_create("typed");
	TCase *tc = tcase_create("typed");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_loop_test(tc, takes_arguments, 0,
			    sizeof(arguments) / sizeof(arguments[0]));
	tcase_add_loop_test(tc, takes_lines, 0,
			    sizeof(behind) / sizeof(behind[0]));
	tcase_add_test(tc, secret_ones_are_kept_secret);
	tcase_add_test(tc, names_what_is_missing);
	suite_add_tcase(suite, tc);
	return suite;
}
