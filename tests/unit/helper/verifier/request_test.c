#include <string.h>

#include "helper/verifier/request.h"
#include "tests/unit/helper/verifier/fixture.h"
#include "tests/unit/helper/verifier/suites.h"

#define KEYS                                                         \
	"field account-id { title = \"Account\" from = typed }\n"    \
	"verify one {\n"                                             \
	"	get = \"https://api.example.org/one\"\n"                   \
	"	outcome { status = 200 pointer = \"/id\" verdict = ok }\n" \
	"}\n"                                                        \
	"verify two {\n"                                             \
	"	get = \"https://api.example.org/two\"\n"                   \
	"	headers = {\"X-Token: {token}\",\n"                        \
	"		\"X-Account: {account-id}\"}\n"                           \
	"	outcome { status = 200 pointer = \"/id\" verdict = ok }\n" \
	"	learn site { from = {\"{/site}\"} }\n"                     \
	"}\n"                                                        \
	"verify three {\n"                                           \
	"	get = \"https://api.example.org/?a={site}\"\n"             \
	"	outcome { status = 200 pointer = \"/id\" verdict = ok }\n" \
	"}\n"

START_TEST(takes_the_providers_headers)
{
	struct request r = { 0 };
	struct inquiry q = { 0 };
	struct finding f = { 0 };

	fixture_inquiry("field.setting.ca-file=/ca.pem\n", KEYS, &q);
	ck_assert(request_make(&q, &q.provider->steps[0], &r, &f));
	ck_assert_str_eq(r.url, "https://api.example.org/one");
	ck_assert_str_eq(r.ca_file, "/ca.pem");
	ck_assert(!r.loopback);
	ck_assert_uint_eq(r.header_count, 1);
	ck_assert_str_eq(r.headers[0], "Authorization: Bearer " FIXTURE_TOKEN);
	request_clear(&r);
	ck_assert_ptr_null(r.text.data);
	inquiry_clear(&q);
}
END_TEST

START_TEST(takes_the_steps_own_instead)
{
	struct request r = { 0 };
	struct inquiry q = { 0 };
	struct finding f = { 0 };

	fixture_inquiry("", KEYS, &q);
	credential_set_extra(&q.learnt, "account-id", "12", false);
	ck_assert(request_make(&q, &q.provider->steps[1], &r, &f));
	ck_assert_uint_eq(r.header_count, 2);
	ck_assert_str_eq(r.headers[0], "X-Token: " FIXTURE_TOKEN);
	ck_assert_str_eq(r.headers[1], "X-Account: 12");
	request_clear(&r);
	inquiry_clear(&q);
}
END_TEST

START_TEST(leaves_out_what_it_does_not_know)
{
	struct request r = { 0 };
	struct inquiry q = { 0 };
	struct finding f = { 0 };

	fixture_inquiry("", KEYS, &q);
	ck_assert(request_make(&q, &q.provider->steps[1], &r, &f));
	ck_assert_uint_eq(r.header_count, 1);
	request_clear(&r);
	inquiry_clear(&q);
}
END_TEST

START_TEST(escapes_what_is_in_a_query)
{
	struct request r = { 0 };
	struct inquiry q = { 0 };
	struct finding f = { 0 };

	fixture_inquiry("", KEYS, &q);
	credential_set_extra(&q.learnt, "site", "\r\n&b= #%/\xff", false);
	ck_assert(request_make(&q, &q.provider->steps[2], &r, &f));
	ck_assert_str_eq(r.url, "https://api.example.org/"
				"?a=%0D%0A%26b%3D%20%23%25%2F%FF");
	ck_assert_uint_eq(r.header_count, 1);
	ck_assert_str_eq(r.headers[0], "Authorization: Bearer " FIXTURE_TOKEN);
	request_clear(&r);
	inquiry_clear(&q);
}
END_TEST

START_TEST(needs_the_values_of_its_query)
{
	struct request r = { 0 };
	struct inquiry q = { 0 };
	struct finding f = { 0 };

	fixture_inquiry("", KEYS, &q);
	ck_assert(!request_make(&q, &q.provider->steps[2], &r, &f));
	ck_assert_int_eq(f.verdict, VERDICT_UNKNOWN);
	ck_assert_str_eq(f.reason, "its URL needs a value that is not known");
	request_clear(&r);
	inquiry_clear(&q);
}
END_TEST

/* A header cannot be broken out of, and nothing is asked without the token. */
START_TEST(sends_nothing_without_the_token)
{
	struct request r = { 0 };
	struct inquiry q = { 0 };
	struct finding f = { 0 };

	fixture_inquiry("", KEYS, &q);
	credential_set(&q.given, FIELD_PASSWORD, "canary\r\nX-Evil: 1");
	ck_assert(!request_make(&q, &q.provider->steps[0], &r, &f));
	ck_assert_int_eq(f.verdict, VERDICT_UNKNOWN);
	ck_assert_str_eq(f.reason, "the token does not fit into a header");
	request_clear(&r);
	inquiry_clear(&q);
}
END_TEST

Suite *request_suite(void)
{
	Suite *suite = suite_create("verifier/request");
	TCase *c = tcase_create("request");

	tcase_add_test(c, takes_the_providers_headers);
	tcase_add_test(c, takes_the_steps_own_instead);
	tcase_add_test(c, leaves_out_what_it_does_not_know);
	tcase_add_test(c, escapes_what_is_in_a_query);
	tcase_add_test(c, needs_the_values_of_its_query);
	tcase_add_test(c, sends_nothing_without_the_token);
	suite_add_tcase(suite, c);
	return suite;
}
