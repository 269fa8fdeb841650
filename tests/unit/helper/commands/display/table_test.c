#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "helper/commands/display/table.h"
#include "helper/commands/display/width.h"
#include "protocol/core/buffer.h"
#include "protocol/core/memory.h"
#include "tests/unit/helper/suites.h"

enum {
	COLUMNS = 3,
	MANY = 30000,
};

static const struct table_column columns[COLUMNS] = {
	{ "NAME", 6, 0, 9 },
	{ "TOWN", 5, 1, 0 },
	{ "NOTE", 5, 2, 0 },
};

static void set_up(void)
{
	(void)setenv("LC_ALL", "C.UTF-8", 1);
	width_prepare();
}

/* Prints it into memory; valid until the next call. */
static const char *print(const struct table *table, int width, bool color)
{
	static struct buffer printed;
	int fd = memfd_create("table", 0);

	buffer_clear(&printed);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(table_print(table, fd, width, color), 0);
	ck_assert_int_eq(lseek(fd, 0, SEEK_SET), 0);
	ck_assert_int_eq(buffer_read(&printed, fd, 1 << 26), 0);
	(void)close(fd);
	return printed.data;
}

static const struct {
	const char *cells[COLUMNS];
	int width;
	const char *printed;
} tables[] = {
	{ { "ann", "Berlin", "x" },
	  0,
	  "NAME  TOWN    NOTE\nann   Berlin  x\n" },
	{ { "ann", "Berlin", "x" },
	  18,
	  "NAME  TOWN    NOTE\nann   Berlin  x\n" },
	{ { "ann", "Berlin", "x" },
	  17,
	  "NAME  TOWN   NOTE\nann   Berl\u2026  x\n" },
	{ { "ann", "Berlin", "x" }, 16, "NAME  TOWN\nann   Berlin\n" },
	{ { "ann", "Berlin", "x" }, 10, "NAME\nann\n" },
	{ { "ann", "Berlin", "x" }, 2, "N\u2026\na\u2026\n" },
	{ { "ann", "Berlin", "x" }, 1, "\u2026\n\u2026\n" },
	{ { "ann", NULL, "x" }, 0, "NAME  NOTE\nann   x\n" },
	{ { "ann", "", NULL }, 0, "NAME\nann\n" },
	{ { "annabella", "Berlin", "x" },
	  22,
	  /* wanted whole */
	  "NAME       TOWN   NOTE\nannabella  Berl\u2026  x\n" },
	{ { "annabella", "Berlin", "x" },
	  18,
	  "NAME       TOWN\nannabella  Berlin\n" },
	{ { "annabella", "Berlin", "x" }, 8, "NAME\nannabel\u2026\n" },
	/* wide, combining, hostile */
	{ { "\u674e\u674e\u674e\u674e\u674e", "B", "x" },
	  9,
	  "NAME\n\u674e\u674e\u674e\u674e\u2026\n" },
	{ { "\u674e\u674e\u674e\u674e\u674e", "B", "x" },
	  8,
	  "NAME\n\u674e\u674e\u674e\u2026 \n" },
	{ { "e\u0301a", "B", "x" },
	  0,
	  "NAME  TOWN  NOTE\ne\u0301a    B     x\n" },
	{ { "\033[2J", "a\nb", "x\xff" },
	  0,
	  "NAME     TOWN    NOTE\n\\x1b[2J  a\\x0ab  x\\xff\n" },
};

START_TEST(fits)
{
	struct table table = { .columns = columns, .column_count = COLUMNS };

	for (size_t c = 0; c < COLUMNS; c++)
		table_add(&table, tables[_i].cells[c], TONE_PLAIN);
	ck_assert_str_eq(print(&table, tables[_i].width, true),
			 tables[_i].printed);
	table_clear(&table);
}
END_TEST

START_TEST(colors_what_stands_there)
{
	struct table table = { .columns = columns, .column_count = COLUMNS };

	table_add(&table, "a", TONE_GOOD);
	table_add(&table, "b", TONE_PLAIN);
	table_add(&table, "c", TONE_BAD);
	ck_assert_str_eq(print(&table, 0, true),
			 "NAME  TOWN  NOTE\n\033[32ma\033[0m     b     "
			 "\033[31mc\033[0m\n");
	ck_assert_str_eq(print(&table, 0, false),
			 "NAME  TOWN  NOTE\na     b     c\n");
	table_clear(&table);
}
END_TEST

START_TEST(cuts_with_dots_without_utf8)
{
	struct table table = { .columns = columns, .column_count = COLUMNS };

	(void)setenv("LC_ALL", "C", 1);
	width_prepare();
	table_add(&table, "\u674e\u674e\u674e\u674e", TONE_PLAIN);
	table_add(&table, NULL, TONE_PLAIN);
	table_add(&table, NULL, TONE_PLAIN);
	ck_assert_str_eq(print(&table, 6, false), "NAME\n\u674e\u674e..\n");
	table_clear(&table);
}
END_TEST

START_TEST(stands_many_and_long_ones)
{
	struct table table = { .columns = columns, .column_count = COLUMNS };
	char *name = memory_alloc(65536, 1);
	const char *printed;
	size_t lines = 0;
	clock_t begin = clock();

	memset(name, 'x', 65535);
	table_add(&table, name, TONE_PLAIN);
	for (int i = 1; i < MANY; i++)
		table_add(&table, "some text", TONE_GOOD);
	printed = print(&table, 80, false);
	for (const char *p = printed; (p = strchr(p, '\n')); p++)
		lines++;
	ck_assert_uint_eq(lines, MANY / COLUMNS + 1);
	ck_assert_int_lt(clock() - begin, 2 * CLOCKS_PER_SEC);
	free(name);
	table_clear(&table);
}
END_TEST

/* Where nothing is cut, one long text does not widen the other rows. */
START_TEST(pads_no_further_than_64)
{
	struct table table = { .columns = columns, .column_count = COLUMNS };
	char wide[1001];
	const char *printed;

	memset(wide, 'x', sizeof(wide) - 1);
	wide[sizeof(wide) - 1] = '\0';
	for (int i = 0; i < 2; i++) {
		table_add(&table, i ? "ann" : wide, TONE_PLAIN);
		table_add(&table, "B", TONE_PLAIN);
		table_add(&table, "x", TONE_PLAIN);
	}
	printed = print(&table, 0, false);
	ck_assert_ptr_nonnull(strstr(printed, wide));
	printed = strstr(printed, "ann");
	ck_assert_uint_eq(strcspn(printed, "B"), 64 + 2);
	table_clear(&table);
}
END_TEST

START_TEST(says_that_it_cannot_write)
{
	struct table table = { .columns = columns, .column_count = COLUMNS };

	for (int i = 0; i < COLUMNS; i++)
		table_add(&table, "x", TONE_PLAIN);
	ck_assert_int_eq(table_print(&table, -1, 0, false), -1);
	table_clear(&table);
}
END_TEST

Suite *table_suite(void)
{
	Suite *suite = suite_create("table");
	TCase *tc = tcase_create("table");

	tcase_add_checked_fixture(tc, set_up, NULL);
	tcase_add_loop_test(tc, fits, 0, sizeof(tables) / sizeof(tables[0]));
	tcase_add_test(tc, colors_what_stands_there);
	tcase_add_test(tc, cuts_with_dots_without_utf8);
	tcase_add_test(tc, stands_many_and_long_ones);
	tcase_add_test(tc, pads_no_further_than_64);
	tcase_add_test(tc, says_that_it_cannot_write);
	suite_add_tcase(suite, tc);
	return suite;
}
