#include "helper/broker/recheck.h"
#include "tests/unit/helper/suites.h"

static const struct {
	bool asked;
	enum verdict verdict;
	bool refused, open;
} verdicts[] = {
	{ true, VERDICT_OK, false, false },
	{ true, VERDICT_LIMITED, false, false },
	{ true, VERDICT_INVALID, true, false },
	{ true, VERDICT_EXPIRED, true, false },
	{ true, VERDICT_REVOKED, true, false },
	{ true, VERDICT_WRONG_PLACE, true, false },
	{ true, VERDICT_THROTTLED, false, true },
	{ true, VERDICT_UNAVAILABLE, false, true },
	{ true, VERDICT_UNKNOWN, false, true },
	{ false, VERDICT_REVOKED, false, false },
	{ false, VERDICT_UNKNOWN, false, false },
};

START_TEST(sorts_verdicts)
{
	struct rechecked item = {
		.asked = verdicts[_i].asked,
		.v = { .verdict = verdicts[_i].verdict },
	};

	ck_assert_int_eq(rechecked_is_refused(&item), verdicts[_i].refused);
	ck_assert_int_eq(rechecked_is_open(&item), verdicts[_i].open);
}
END_TEST

static const struct {
	const char *expiry;
	bool asked;
	enum verdict verdict;
	bool ends; /* now is 1000, and 1100 is near enough */
} ends[] = {
	{ NULL, false, VERDICT_OK, false },
	{ "1101", false, VERDICT_OK, false },
	{ "1100", false, VERDICT_OK, true },
	{ "1001", true, VERDICT_OK, true },
	{ "1000", false, VERDICT_OK, true },
	{ "1", false, VERDICT_OK, true },
	/* Its provider has just taken it. */
	{ "1000", true, VERDICT_OK, false },
	{ "1", true, VERDICT_LIMITED, false },
	/* Nobody said anything. */
	{ "1000", true, VERDICT_UNAVAILABLE, true },
};

START_TEST(finds_ends)
{
	struct rechecked item = {
		.asked = ends[_i].asked,
		.v = { .verdict = ends[_i].verdict },
	};

	credential_set(&item.record, FIELD_PASSWORD_EXPIRY_UTC,
		       ends[_i].expiry);
	ck_assert_int_eq(rechecked_ends(&item, 1100, 1000), ends[_i].ends);
	credential_clear(&item.record);
}
END_TEST

/* Hosts are nobody's here; each place is checked once. */
START_TEST(adds_each_entry_once)
{
	static const char *const names[] = { "a", "b", "a" };
	char nowhere[] = "/nonexistent";
	struct config config = { .providers_directory = nowhere };
	const struct store store = { .config = &config };
	struct recheck checking = { .store = &store };
	struct error e = { 0 };

	for (int i = 0; i < 6; i++) {
		struct credential record = { 0 };

		credential_set(&record, FIELD_PROTOCOL, "https");
		credential_set(&record, FIELD_HOST, "git.example");
		credential_set(&record, FIELD_USERNAME, names[i % 3]);
		credential_set(&record, FIELD_BACKEND, i < 3 ? "file" : "x");
		ck_assert_int_eq(recheck_add(&checking, &record, &e),
				 STATUS_OK);
		credential_clear(&record);
	}
	ck_assert_uint_eq(checking.count, 4);
	ck_assert_uint_eq(checking.host_count, 1);
	ck_assert_ptr_null(checking.items[0].provider);
	recheck_clear(&checking);
	ck_assert_uint_eq(checking.count, 0);
}
END_TEST

#define LOOP(c, test, table) \
	tcase_add_loop_test(c, test, 0, sizeof(table) / sizeof(table[0]))

Suite *recheck_suite(void)
{
	Suite *suite = suite_create("checking");
	TCase *c = tcase_create("checking");

	LOOP(c, sorts_verdicts, verdicts);
	LOOP(c, finds_ends, ends);
	tcase_add_test(c, adds_each_entry_once);
	suite_add_tcase(suite, c);
	return suite;
}
