#include <string.h>

#include "protocol/core/text.h"
#include "protocol/protocols.h"
#include "tests/unit/protocol/suites.h"

START_TEST(lists_every_protocol_once)
{
	for (size_t i = 0; protocols[i]; i++)
		for (size_t j = 0; j < i; j++) {
			ck_assert_str_ne(protocols[i]->name,
					 protocols[j]->name);
			ck_assert(!protocols[i]->program ||
				  !text_equal(protocols[i]->program,
					      protocols[j]->program));
		}
	ck_assert_ptr_eq(protocols[0], &protocol_git);
}
END_TEST

START_TEST(finds_each_by_its_own_names)
{
	for (size_t i = 0; protocols[i]; i++) {
		const char *program = protocols[i]->program;

		ck_assert_ptr_eq(protocol_find(protocols[i]->name),
				 protocols[i]);
		if (program)
			ck_assert_ptr_eq(protocol_of_program(program),
					 protocols[i]);
	}
	ck_assert_ptr_null(protocol_find(""));
	ck_assert_ptr_null(protocol_find("gi"));
	ck_assert_ptr_null(protocol_of_program(""));
	ck_assert_ptr_null(protocol_of_program("git"));
}
END_TEST

Suite *protocols_suite(void)
{
	Suite *suite = suite_create("protocols");
	TCase *tc = tcase_create("protocols");

	tcase_add_test(tc, lists_every_protocol_once);
	tcase_add_test(tc, finds_each_by_its_own_names);
	suite_add_tcase(suite, tc);
	return suite;
}
