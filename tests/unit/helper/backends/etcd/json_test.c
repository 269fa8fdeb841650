#include <string.h>

#include "helper/backends/etcd/json.h"
#include "protocol/core/json.h"
#include "tests/unit/helper/suites.h"

/* "/r/" and "/r0" in base64: all keys that begin with the first. */
START_TEST(asks_for_a_range)
{
	static const struct {
		struct etcd_range range;
		const char *text;
	} ranges[] = {
		{ { .from = "/r/a" }, "{\"key\":\"L3IvYQ==\"}" },
		{ { .from = "/r/",
		    .prefix = true,
		    .top = "/r/",
		    .count = true },
		  "{\"key\":\"L3Iv\",\"range_end\":\"L3Iw\","
		  "\"count_only\":true}" },
		{ { .from = "/r/a",
		    .behind = true,
		    .prefix = true,
		    .top = "/r/",
		    .limit = 2,
		    .revision = 7 },
		  "{\"key\":\"L3IvYQA=\",\"range_end\":\"L3Iw\","
		  "\"limit\":\"2\",\"revision\":\"7\"}" },
	};
	struct buffer out = { 0 };

	etcd_add_range(&ranges[_i].range, &out);
	ck_assert_str_eq(out.data, ranges[_i].text);
	buffer_clear(&out);
}
END_TEST

START_TEST(puts_only_what_nobody_changed)
{
	struct buffer value = { 0 };
	struct buffer out = { 0 };

	buffer_add(&value, "a\0b", 3);
	etcd_add_put("/r/a", &value, 12, NULL, _i ? "99" : NULL, &out);
	ck_assert_str_eq(
		out.data,
		_i ? "{\"compare\":[{\"target\":\"MOD\",\"result\":\"EQUAL\","
		     "\"key\":\"L3IvYQ==\",\"mod_revision\":\"12\"}],"
		     "\"success\":[{\"request_put\":{\"key\":\"L3IvYQ==\","
		     "\"value\":\"YQBi\",\"lease\":\"99\"}},"
		     "{\"request_range\":{\"key\":\"L3IvYQ==\"}}]}"
		   : "{\"compare\":[{\"target\":\"MOD\",\"result\":\"EQUAL\","
		     "\"key\":\"L3IvYQ==\",\"mod_revision\":\"12\"}],"
		     "\"success\":[{\"request_put\":{\"key\":\"L3IvYQ==\","
		     "\"value\":\"YQBi\"}},"
		     "{\"request_range\":{\"key\":\"L3IvYQ==\"}}]}");
	buffer_clear(&value);
	buffer_clear(&out);
}
END_TEST

START_TEST(puts_the_first_one_where_there_is_none)
{
	struct buffer value = { 0 };
	struct buffer out = { 0 };

	etcd_add_put("/r/a", &value, 0, "/r/", NULL, &out);
	ck_assert_str_eq(
		out.data,
		"{\"compare\":[{\"target\":\"MOD\",\"result\":\"EQUAL\","
		"\"key\":\"L3IvYQ==\",\"mod_revision\":\"0\"},"
		"{\"target\":\"CREATE\",\"result\":\"EQUAL\","
		"\"key\":\"L3Iv\",\"range_end\":\"L3Iw\","
		"\"create_revision\":\"0\"}],"
		"\"success\":[{\"request_put\":{\"key\":\"L3IvYQ==\","
		"\"value\":\"\"}},"
		"{\"request_range\":{\"key\":\"L3IvYQ==\"}}]}");
	buffer_clear(&out);
}
END_TEST

START_TEST(deletes_all_or_none)
{
	struct etcd_pair pairs[2] = { { .revision = 3 }, { .revision = 4 } };
	struct buffer out = { 0 };

	buffer_add_text(&pairs[0].key, "a");
	buffer_add_text(&pairs[1].key, "b");
	etcd_add_delete(pairs, 2, &out);
	ck_assert_str_eq(
		out.data,
		"{\"compare\":[{\"target\":\"MOD\",\"result\":\"EQUAL\","
		"\"key\":\"YQ==\",\"mod_revision\":\"3\"},"
		"{\"target\":\"MOD\",\"result\":\"EQUAL\",\"key\":\"Yg==\","
		"\"mod_revision\":\"4\"}],\"success\":["
		"{\"request_delete_range\":{\"key\":\"YQ==\"}},"
		"{\"request_delete_range\":{\"key\":\"Yg==\"}}]}");
	etcd_pair_clear(&pairs[0]);
	etcd_pair_clear(&pairs[1]);
	buffer_clear(&out);
}
END_TEST

static struct json_object *read_text(const char *text)
{
	struct buffer b = { 0 };
	struct json_object *answer = NULL;
	struct error e = { 0 };

	buffer_add_text(&b, text);
	ck_assert_int_eq(etcd_read(&b, &answer, &e), STATUS_OK);
	buffer_clear(&b);
	return answer;
}

START_TEST(reads_what_a_range_answers)
{
	struct json_object *a = read_text(
		"{\"header\":{\"revision\":\"42\"},\"kvs\":[{\"key\":\"YQ==\","
		"\"mod_revision\":\"5\",\"value\":\"YQBi\"},"
		"{\"key\":\"Yg==\",\"mod_revision\":\"6\"},"
		"{\"key\":\"*\",\"mod_revision\":\"7\"},"
		"{\"key\":\"YQBi\",\"mod_revision\":\"8\"},"
		"{\"key\":\"YQ==\"},3],\"more\":true,\"count\":\"9\"}");
	struct etcd_pair pair = { 0 };

	ck_assert_uint_eq(etcd_pair_count(a), 6);
	ck_assert_int_eq(etcd_revision(a), 42);
	ck_assert_int_eq(etcd_count(a), 9);
	ck_assert(etcd_has_more(a));
	ck_assert(etcd_pair_at(a, 0, &pair));
	ck_assert_str_eq(pair.key.data, "a");
	ck_assert_uint_eq(pair.value.length, 3);
	ck_assert_int_eq(pair.revision, 5);
	ck_assert(etcd_pair_at(a, 1, &pair));
	ck_assert_uint_eq(pair.value.length, 0);
	for (size_t i = 2; i < 7; i++)
		ck_assert(!etcd_pair_at(a, i, &pair));
	etcd_pair_clear(&pair);
	etcd_drop(a);
}
END_TEST

START_TEST(reads_what_a_transaction_answers)
{
	struct json_object *done = read_text(
		"{\"succeeded\":true,\"responses\":[{\"response_put\":{}},"
		"{\"response_range\":{\"kvs\":[{}]}}]}");
	struct json_object *not_done = read_text("{\"header\":{}}");
	struct json_object *error =
		read_text("{\"error\":\"no leader\",\"code\":14}");

	ck_assert(etcd_succeeded(done));
	ck_assert_uint_eq(etcd_pair_count(etcd_last_range(done)), 1);
	ck_assert(!etcd_succeeded(not_done));
	ck_assert_ptr_null(etcd_last_range(not_done));
	ck_assert_str_eq(json_text_at(error, "error"), "no leader");
	ck_assert_int_eq(etcd_error_code(error), 14);
	etcd_drop(done);
	etcd_drop(not_done);
	etcd_drop(error);
}
END_TEST

START_TEST(something_else_is_no_answer)
{
	static const char *const texts[] = { "", "[]", "<html>", "{\"a\":1",
					     "\"x\"" };
	struct buffer b = { 0 };
	struct json_object *answer = NULL;
	struct error e = { 0 };

	buffer_add_text(&b, texts[_i]);
	ck_assert_int_eq(etcd_read(&b, &answer, &e), STATUS_FAILED);
	ck_assert_ptr_null(answer);
	buffer_clear(&b);
}
END_TEST

Suite *etcd_json_suite(void)
{
	Suite *suite = suite_create("etcd-json");
	TCase *tc = tcase_create("json");

	tcase_add_loop_test(tc, asks_for_a_range, 0, 3);
	tcase_add_loop_test(tc, puts_only_what_nobody_changed, 0, 2);
	tcase_add_test(tc, puts_the_first_one_where_there_is_none);
	tcase_add_test(tc, deletes_all_or_none);
	tcase_add_test(tc, reads_what_a_range_answers);
	tcase_add_test(tc, reads_what_a_transaction_answers);
	tcase_add_loop_test(tc, something_else_is_no_answer, 0, 5);
	suite_add_tcase(suite, tc);
	return suite;
}
