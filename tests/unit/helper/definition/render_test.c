#include <stdlib.h>
#include <string.h>

#include "helper/definition/provider.h"
#include "protocol/core/memory.h"
#include "tests/unit/helper/suites.h"

/* `known` is "value", `empty` is "", `line` has a line feed. */
static const char *variable(const char *name, void *argument)
{
	(void)argument;
	if (strcmp(name, "known") == 0)
		return "value";
	if (strcmp(name, "/user/name") == 0)
		return "Ann";
	if (strcmp(name, "empty") == 0)
		return "";
	if (strcmp(name, "line") == 0)
		return "a\r\nHost: evil.example";
	return NULL;
}

static const struct {
	const char *template;
	const char *text; /* NULL: it cannot be rendered */
} templates[] = {
	{ "plain", "plain" },
	{ "", "" },
	{ "{known}", "value" },
	{ "Bearer {known}", "Bearer value" },
	{ "{known}{known}", "valuevalue" },
	{ "<{known}> {/user/name}!", "<value> Ann!" },
	{ "{unknown}", NULL },
	{ "{known} {unknown}", NULL },
	{ "{/user/email}", NULL },
	{ "{empty}", NULL },
	{ "{known}{empty}", NULL },
	{ "{line}", NULL },
	{ "{}", NULL },
	{ "{known", NULL },
	{ "known}", NULL },
	{ "{{known}}", NULL },
	{ "{Known}", NULL },
};

START_TEST(renders_whole_or_not_at_all)
{
	struct buffer out = { 0 };
	const char *text = templates[_i].text;
	bool done;

	buffer_add_text(&out, "before ");
	done = provider_render(templates[_i].template, variable, NULL, &out);
	ck_assert_int_eq(done, text != NULL);
	ck_assert_int_eq(strncmp(out.data, "before ", 7), 0);
	ck_assert_str_eq(out.data + 7, text ? text : "");
	ck_assert_uint_eq(out.length, strlen(out.data));
	buffer_clear(&out);
}
END_TEST

START_TEST(leaves_an_empty_buffer_empty)
{
	struct buffer out = { 0 };

	ck_assert(!provider_render("{unknown}", variable, NULL, &out));
	ck_assert_uint_eq(out.length, 0);
	ck_assert(!provider_render("x{unknown}", variable, NULL, &out));
	ck_assert_uint_eq(out.length, 0);
	ck_assert_str_eq(out.data, "");
	buffer_clear(&out);
}
END_TEST

static const struct {
	const char *templates[3];
	const char *lines;
} headers[] = {
	{ { NULL }, "" },
	{ { "A: {known}", "B: b" }, "A: value\nB: b\n" },
	{ { "A: {unknown}", "B: b" }, "B: b\n" },
	{ { "A: {line}", "B: b" }, "B: b\n" },
	{ { "U: x ({known})", "U: x" }, "U: x (value)\n" },
	{ { "U: x ({unknown})", "U: x" }, "U: x\n" },
	{ { "User: 1", "USER: 2", "user-id: 3" }, "User: 1\nuser-id: 3\n" },
	{ { "User-Id: 1", "User: 2" }, "User-Id: 1\nUser: 2\n" },
};

START_TEST(one_header_of_a_name)
{
	char *items[3];
	struct strings list = { .items = items };
	struct buffer out = { 0 };

	for (size_t i = 0; i < 3 && headers[_i].templates[i]; i++)
		items[list.count++] =
			memory_copy(headers[_i].templates[i],
				    strlen(headers[_i].templates[i]));
	/* What stands there already is none of this list. */
	buffer_add_text(&out, "A: before\n");
	provider_headers(&list, variable, NULL, &out);
	ck_assert_int_eq(strncmp(out.data, "A: before\n", 10), 0);
	ck_assert_str_eq(out.data + 10, headers[_i].lines);
	buffer_clear(&out);
	for (size_t i = 0; i < list.count; i++)
		free(items[i]);
}
END_TEST

static const struct {
	const char *name;
	const char *value;
} variables[] = {
	{ "token", "canary" },
	{ "username", "ann" },
	{ "email", "ann@example.org" },
	{ "account-id", "12345" },
	{ "version", RINGBEARER_VERSION },
	{ "password", NULL },
	{ "credential", NULL },
	{ "oauth_refresh_token", NULL },
	{ "name", NULL },
	{ "other", NULL },
	{ "foreign", NULL },
	{ "", NULL },
	{ "/email", NULL },
};

START_TEST(knows_what_a_credential_has)
{
	struct credential c = { 0 };
	const char *value;

	credential_set(&c, FIELD_PASSWORD, "canary");
	credential_set(&c, FIELD_OAUTH_REFRESH_TOKEN, "canary");
	credential_set(&c, FIELD_USERNAME, "ann");
	credential_set(&c, FIELD_EMAIL, "ann@example.org");
	credential_set_extra(&c, "account-id", "12345", false);
	credential_add_foreign(&c, "foreign", "x");
	value = provider_credential_variable(variables[_i].name, &c);
	if (variables[_i].value)
		ck_assert_str_eq(value, variables[_i].value);
	else
		ck_assert_ptr_null(value);
	credential_clear(&c);
}
END_TEST

Suite *render_suite(void)
{
	Suite *suite = suite_create("render");
	TCase *tc = tcase_create("render");

	tcase_add_loop_test(tc, renders_whole_or_not_at_all, 0,
			    sizeof(templates) / sizeof(templates[0]));
	tcase_add_test(tc, leaves_an_empty_buffer_empty);
	tcase_add_loop_test(tc, one_header_of_a_name, 0,
			    sizeof(headers) / sizeof(headers[0]));
	tcase_add_loop_test(tc, knows_what_a_credential_has, 0,
			    sizeof(variables) / sizeof(variables[0]));
	suite_add_tcase(suite, tc);
	return suite;
}
