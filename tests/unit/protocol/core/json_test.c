#include <json-c/json.h>
#include <stdbool.h>
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

/* What is JSON, and in which line it is not, whichever json-c there is. */
static const struct {
	const char *text;
	size_t line; /* 0: it is JSON */
} texts[] = {
	{ "{}", 0 },
	{ "[1, \"a\", null, true]", 0 },
	{ "\"Zo\xc3\xab\"", 0 },
	{ "{\"n\": 123456789012345678901234567890}", 0 },
	{ "\"a\tb\"", 0 },
	{ "{\n\"a\": tru\n}", 2 },
	{ "['a']", 1 },
	{ "{\"a\": 1} x", 1 },
	{ "{\n\n\"a\": Zo\xc3\xab}", 3 },
	/* bytes that are no UTF-8 */
	{ "\"a\xff\"", 1 },
	{ "[[[[1]]]]", 1 },
};

START_TEST(parses_json)
{
	struct json_object *object;
	struct json_fault fault = { 0 };
	bool good = json_parse(texts[_i].text, strlen(texts[_i].text), 4,
			       &object, &fault);

	ck_assert_int_eq(good, texts[_i].line == 0);
	if (!good) {
		ck_assert_ptr_nonnull(fault.why);
		ck_assert_uint_eq(fault.line, texts[_i].line);
	}
	json_object_put(object);
}
END_TEST

Suite *json_suite(void)
{
	Suite *suite = suite_create("json");
	TCase *tc = tcase_create("json");

	tcase_add_test(tc, takes_what_is_of_its_kind);
	tcase_add_test(tc, takes_nothing_of_no_object);
	tcase_add_loop_test(tc, parses_json, 0,
			    sizeof(texts) / sizeof(texts[0]));
	suite_add_tcase(suite, tc);
	return suite;
}
