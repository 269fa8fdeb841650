#include "protocol/core/credentials.h"
#include "tests/unit/protocol/suites.h"

enum {
	MANY = 100
};

START_TEST(keeps_copies_in_their_order)
{
	struct credentials list = { 0 };
	struct credential record = { 0 };

	for (int i = 0; i < MANY; i++) {
		credential_set_number(&record, FIELD_ID, i);
		credential_set(&record, FIELD_PASSWORD, "canary");
		ck_assert(i % 2 ? credentials_add(&record, &list)
				: credentials_add_notes(&record, &list));
		credential_clear(&record);
	}
	ck_assert_uint_eq(list.count, MANY);
	for (int i = 0; i < MANY; i++) {
		const struct credential *item = &list.items[i];

		ck_assert_int_eq(credential_number(item, FIELD_ID), i);
		ck_assert_int_eq(item->values[FIELD_PASSWORD] != NULL, i % 2);
	}
	credentials_clear(&list);
	ck_assert_uint_eq(list.count, 0);
	ck_assert_ptr_null(list.items);
	ck_assert(credentials_add(&record, &list));
	ck_assert_uint_eq(list.count, 1);
	credentials_clear(&list);
}
END_TEST

Suite *credentials_suite(void)
{
	Suite *suite = suite_create("credentials");
	TCase *tc = tcase_create("credentials");

	tcase_add_test(tc, keeps_copies_in_their_order);
	suite_add_tcase(suite, tc);
	return suite;
}
