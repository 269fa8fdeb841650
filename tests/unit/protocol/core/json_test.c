#include <json-c/json.h>
#include <string.h>

#include "protocol/core/json.h"
#include "tests/unit/protocol/suites.h"

static struct json_object *read_json(const char *text)
{
	struct json_object *object;
	struct error e = { 0 };

	ck_assert_int_eq(json_read(text, strlen(text), &object, &e), STATUS_OK);
	return object;
}

/* Of each kind there is one, and every other kind of value is none. */
START_TEST(takes_what_is_of_its_kind)
{
	struct json_object *object = read_json(
		"{\"text\":\"a\",\"list\":[1,2],\"object\":{\"n\":\"12\"},"
		"\"true\":true,\"number\":9007199254740993,\"none\":null,"
		"\"cut\":\"a\\u0000b\",\"empty\":[]}");
	static const char *const keys[] = { "text", "list",   "object",
					    "true", "number", "none",
					    "cut",  "gone",   "empty" };
	size_t count;

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const char *k = keys[i];
		bool list = strcmp(k, "list") == 0 || strcmp(k, "empty") == 0;

		count = 7;
		ck_assert((json_text_at(object, k) != NULL) ==
			  (strcmp(k, "text") == 0));
		ck_assert((json_object_at(object, k) != NULL) ==
			  (strcmp(k, "object") == 0));
		ck_assert((json_list_at(object, k, &count) != NULL) == list);
		ck_assert_uint_eq(count, strcmp(k, "list") == 0 ? 2 : 0);
	}
	ck_assert_str_eq(json_text_at(object, "text"), "a");
	ck_assert(json_true_at(object, "true"));
	ck_assert(!json_true_at(object, "gone"));
	ck_assert(json_number_at(object, "number") == 9007199254740993LL);
	ck_assert(json_number_at(json_object_at(object, "object"), "n") == 12);
	ck_assert(json_number_at(object, "gone") == 0);
	ck_assert(json_number_at(object, "list") == 0);
	json_object_put(object);
}
END_TEST

START_TEST(takes_nothing_of_no_object)
{
	size_t count = 7;

	ck_assert_ptr_null(json_text_at(NULL, "a"));
	ck_assert_ptr_null(json_object_at(NULL, "a"));
	ck_assert_ptr_null(json_list_at(NULL, "a", &count));
	ck_assert_uint_eq(count, 0);
	ck_assert(!json_true_at(NULL, "a"));
	ck_assert(json_number_at(NULL, "a") == 0);
}
END_TEST

Suite *json_suite(void)
{
	Suite *suite = suite_create("json");
	TCase *tc = tcase_create("json");

	tcase_add_test(tc, takes_what_is_of_its_kind);
	tcase_add_test(tc, takes_nothing_of_no_object);
	suite_add_tcase(suite, tc);
	return suite;
}
