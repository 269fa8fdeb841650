#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "helper/commands/display/json.h"
#include "helper/commands/display/table.h"
#include "helper/commands/output.h"
#include "tests/unit/helper/suites.h"

static json_object *make(void)
{
	json_object *object = json_object_new_object();

	json_set_text(object, "text", "a/\"b");
	json_set_text(object, "none", NULL);
	json_set_number(object, "number", true, -5000000000LL);
	json_set_number(object, "unknown", false, 7);
	json_set_flag(object, "yes", true);
	json_set_flag(object, "no", false);
	return object;
}

START_TEST(sets_members)
{
	json_object *object = make();

	ck_assert_str_eq(json_pretty(object),
			 "{\n  \"text\": \"a/\\\"b\",\n  \"none\": null,\n"
			 "  \"number\": -5000000000,\n  \"unknown\": null,\n"
			 "  \"yes\": true,\n  \"no\": false\n}");
	json_object_put(object);
}
END_TEST

/* What stands on standard output from now on. */
static int redirect(void)
{
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(dup2(ends[1], STDOUT_FILENO), STDOUT_FILENO);
	return ends[0];
}

START_TEST(writes_with_a_newline)
{
	char text[16] = "";
	int fd = redirect();
	struct error e = { 0 };

	ck_assert_int_eq(json_write(json_object_new_int(7), "it", &e),
			 STATUS_OK);
	ck_assert_int_eq(output_write("it", "more", 3, &e), STATUS_OK);
	ck_assert_int_ge(read(fd, text, sizeof(text) - 1), 0);
	ck_assert_str_eq(text, "7\nmor");
}
END_TEST

START_TEST(says_what_cannot_be_written)
{
	static const struct table_column columns[] = { { "A", 1, 0, 0 } };
	struct table table = { .columns = columns, .column_count = 1 };
	int fd = open("/dev/full", O_WRONLY);
	struct error e[3] = { 0 };

	table_add(&table, "text", TONE_PLAIN);
	ck_assert_int_eq(dup2(fd, STDOUT_FILENO), STDOUT_FILENO);
	ck_assert_int_eq(json_write(make(), "it", &e[0]), STATUS_FAILED);
	ck_assert_int_eq(output_write("it", "text", 4, &e[1]), STATUS_FAILED);
	ck_assert_int_eq(table_show(&table, "it", &e[2]), STATUS_FAILED);
	for (size_t i = 0; i < 3; i++)
		ck_assert_str_eq(e[i].message,
				 "cannot write it: No space left on device");
	ck_assert_int_eq(table.cell_count, 0);
}
END_TEST

Suite *json_suite(void)
{
	Suite *suite = suite_create("json");
	TCase *tc = tcase_create("json");

	tcase_add_test(tc, sets_members);
	tcase_add_test(tc, writes_with_a_newline);
	tcase_add_test(tc, says_what_cannot_be_written);
	suite_add_tcase(suite, tc);
	return suite;
}
