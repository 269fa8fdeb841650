#include "protocol/core/search.h"
#include "tests/unit/protocol/suites.h"

static struct credential pattern;
static struct credential record;

static void set_up(void)
{
	credential_set(&pattern, FIELD_PROTOCOL, "https");
	credential_set(&pattern, FIELD_HOST, "h");
	credential_set(&record, FIELD_PROTOCOL, "https");
	credential_set(&record, FIELD_HOST, "h");
	credential_set(&record, FIELD_USERNAME, "ann");
	credential_set(&record, FIELD_PASSWORD, "canary");
}

static void tear_down(void)
{
	credential_clear(&pattern);
	credential_clear(&record);
}

/* Sees one record, whose back-end it notes, and wants no more. */
static bool see_one(const struct credential *seen, void *argument)
{
	credential_copy(seen, argument);
	return false;
}

START_TEST(shows_a_record_with_its_backend)
{
	struct credential seen = { 0 };
	struct search s = { .pattern = &pattern,
			    .backend = "file",
			    .visit = see_one,
			    .argument = &seen };

	ck_assert(!search_show(&s, &record));
	ck_assert_uint_eq(s.found, 1);
	ck_assert(s.stopped);
	ck_assert_str_eq(seen.values[FIELD_BACKEND], "file");
	credential_clear(&seen);
}
END_TEST

/* Who gives no visitor counts, and wants all. */
START_TEST(counts_what_is_looked_for)
{
	struct search s = { .pattern = _i == 0 ? NULL : &pattern,
			    .erases = _i == 2 };

	ck_assert(search_pass(&record, &s));
	ck_assert_uint_eq(s.found, 1);
	/* A secret is looked at by who erases alone. */
	credential_set(&pattern, FIELD_PASSWORD, "other");
	ck_assert(search_pass(&record, &s));
	ck_assert_uint_eq(s.found, _i == 2 ? 1 : 2);
	credential_set(&pattern, FIELD_HOST, "i");
	ck_assert(search_pass(&record, &s));
	ck_assert_uint_eq(s.found, _i == 0 ? 3 : _i == 1 ? 2 : 1);
	ck_assert(!s.stopped);
}
END_TEST

START_TEST(passes_on_to_another_search)
{
	struct search inner = { .pattern = &pattern, .erases = true };
	struct search outer = { .visit = search_pass, .argument = &inner };

	ck_assert(search_pass(&record, &outer));
	credential_set(&pattern, FIELD_PASSWORD, "other");
	ck_assert(search_pass(&record, &outer));
	ck_assert_uint_eq(outer.found, 2);
	ck_assert_uint_eq(inner.found, 1);
}
END_TEST

static const struct {
	bool all;	     /* without a pattern */
	enum status failed;  /* of a record */
	enum status at_once; /* what becomes of the search then */
	enum status status;  /* how it went on */
	size_t found;
	enum status end;
	const char *message;
} ends[] = {
	{ false, 0, 0, STATUS_OK, 1, STATUS_OK, "" },
	{ false, 0, 0, STATUS_OK, 0, STATUS_NOT_FOUND, "" },
	{ false, 0, 0, STATUS_LOCKED, 1, STATUS_LOCKED, "" },
	{ false, STATUS_FAILED, STATUS_FAILED, STATUS_FAILED, 1, STATUS_FAILED,
	  "" },
	{ true, 0, 0, STATUS_OK, 0, STATUS_OK, "" },
	{ true, 0, 0, STATUS_NOT_FOUND, 0, STATUS_OK, "" },
	{ true, STATUS_FAILED, STATUS_OK, STATUS_OK, 1, STATUS_FAILED, "bad" },
	{ true, STATUS_FAILED, STATUS_OK, STATUS_LOCKED, 1, STATUS_LOCKED, "" },
};

START_TEST(ends_as_it_went)
{
	struct search s = { .pattern = ends[_i].all ? NULL : &pattern,
			    .found = ends[_i].found };
	struct error bad = { 0 };
	struct error worse = { 0 };
	struct error e = { 0 };

	(void)error_set(&bad, ends[_i].failed, "bad");
	(void)error_set(&worse, STATUS_FAILED, "worse");
	ck_assert_int_eq(search_pass_over(&s, ends[_i].failed, &bad),
			 ends[_i].at_once);
	if (ends[_i].failed && ends[_i].all)
		ck_assert_int_eq(search_pass_over(&s, STATUS_LOCKED, &worse),
				 STATUS_OK);
	ck_assert_int_eq(search_end(&s, ends[_i].status, &e), ends[_i].end);
	ck_assert_str_eq(e.message, ends[_i].message);
}
END_TEST

START_TEST(finds_an_exact_address)
{
	struct credential copy = { 0 };
	struct search_exact exact = { .address = &pattern, .out = &copy };

	/* It matches, and is another's. */
	ck_assert(search_exact(&record, &exact));
	ck_assert(!exact.found);
	ck_assert_ptr_null(copy.values[FIELD_HOST]);
	credential_set(&pattern, FIELD_USERNAME, "ann");
	ck_assert(!search_exact(&record, &exact));
	ck_assert(exact.found);
	ck_assert_str_eq(copy.values[FIELD_PASSWORD], "canary");
	exact = (struct search_exact){ .address = &pattern };
	ck_assert(!search_exact(&record, &exact));
	ck_assert(exact.found);
	credential_clear(&copy);
}
END_TEST

START_TEST(tells_the_worse)
{
	static const struct {
		enum status a, b, worse;
	} pairs[] = {
		{ STATUS_OK, STATUS_NOT_FOUND, STATUS_OK },
		{ STATUS_NOT_FOUND, STATUS_UNAVAILABLE, STATUS_NOT_FOUND },
		{ STATUS_FAILED, STATUS_OK, STATUS_FAILED },
		{ STATUS_FAILED, STATUS_LOCKED, STATUS_LOCKED },
	};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct error a = { 0 };
		struct error e = { 0 };

		(void)error_set(&a, pairs[i].a, "a");
		(void)error_set(&e, pairs[i].b, "b");
		ck_assert_int_eq(search_worse(pairs[i].a, &a, pairs[i].b, &e),
				 pairs[i].worse);
		ck_assert_str_eq(e.message,
				 pairs[i].worse == pairs[i].b ? "b" : "a");
	}
}
END_TEST

Suite *search_suite(void)
{
	Suite *suite = suite_create("search");
	TCase *tc = tcase_create("search");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, shows_a_record_with_its_backend);
	tcase_add_loop_test(tc, counts_what_is_looked_for, 0, 3);
	tcase_add_test(tc, passes_on_to_another_search);
	tcase_add_loop_test(tc, ends_as_it_went, 0,
			    sizeof(ends) / sizeof(ends[0]));
	tcase_add_test(tc, finds_an_exact_address);
	tcase_add_test(tc, tells_the_worse);
	suite_add_tcase(suite, tc);
	return suite;
}
