#include <stdlib.h>
#include <string.h>

#include "helper/system/allocator.h"
#include "tests/unit/helper/suites.h"

START_TEST(keeps_the_contents)
{
	char *memory = wiping_realloc(NULL, 16);

	memcpy(memory, "0123456789abcdef", 16);
	memory = wiping_realloc(memory, 100000);
	ck_assert_mem_eq(memory, "0123456789abcdef", 16);
	memset(memory + 16, 'x', 100000 - 16);
	memory = wiping_realloc(memory, 8);
	ck_assert_mem_eq(memory, "01234567", 8);
	wiping_free(memory);
	wiping_free(NULL);
}
END_TEST

#ifndef __SANITIZE_ADDRESS__ /* which ends the program instead */
START_TEST(fails_like_realloc)
{
	char *memory = wiping_realloc(NULL, 16);

	memcpy(memory, "0123456789abcdef", 16);
	ck_assert_ptr_null(wiping_realloc(memory, (size_t)-1 / 2));
	ck_assert_mem_eq(memory, "0123456789abcdef", 16);
	wiping_free(memory);
}
END_TEST
#endif

Suite *allocator_suite(void)
{
	Suite *suite = suite_create("allocator");
	TCase *c = tcase_create("allocator");

	tcase_add_test(c, keeps_the_contents);
#ifndef __SANITIZE_ADDRESS__
	tcase_add_test(c, fails_like_realloc);
#endif
	suite_add_tcase(suite, c);
	return suite;
}
