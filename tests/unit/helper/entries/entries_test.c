#include <check.h>
#include <stdio.h>
#include <string.h>

#include "helper/entries/entries.h"
#include "tests/unit/helper/backends/memory_backend.h"
#include "tests/unit/helper/suites.h"

/* What was said of each name: `NAME:STATUS:USERNAME:MESSAGE;`. */
static char said[1024];

static void note(const char *name, const struct credential *record,
		 enum status status, const struct error *e, void *argument)
{
	size_t used = strlen(said);

	ck_assert_ptr_eq(argument, said);
	ck_assert_int_eq(record != NULL, status == STATUS_OK);
	(void)snprintf(said + used, sizeof(said) - used,
		       "%.20s:%d:%.20s:%.80s;", name, status,
		       record ? record->values[FIELD_USERNAME] : "",
		       record ? "" : e->message);
}

/* A back-end whose list counts, and may end badly. */
static size_t listed;
static enum status ends;

static enum status count(const struct backend *self,
			 const struct config *config,
			 const struct credential *pattern, search_visit *visit,
			 void *argument, struct error *e)
{
	listed++;
	(void)memory_backend.search(self, config, pattern, visit, argument, e);
	return ends ? error_set(e, ends, "it is away") : STATUS_OK;
}

static const struct {
	enum status ends;
	const char *said;
} cases[] = {
	{ STATUS_OK, "h/ann:0:ann:;"
		     "x:1::nothing is stored as 'x';"
		     "h:2::'h' fits 2 entries;"
		     "h/bob:0:bob:;" },
	/* what could be read is given, unless more may be behind a lock */
	{ STATUS_FAILED, "h/ann:0:ann:;"
			 "x:9::it is away;"
			 "h:2::'h' fits 2 entries;"
			 "h/bob:0:bob:;" },
	{ STATUS_LOCKED, "h/ann:7::it is away;"
			 "x:7::it is away;"
			 "h:7::it is away;"
			 "h/bob:7::it is away;" },
};

START_TEST(looks_once_for_all_names)
{
	static const char *const names[] = { "h/ann", "x", "h", "h/bob" };
	const struct backend backend = { .name = "counting", .search = count };
	const struct store store = { memory_store.config, &backend };

	memory_keep("ann", "p", 1);
	memory_keep("bob", "q", 2);
	listed = 0;
	said[0] = '\0';
	ends = cases[_i].ends;
	entries_find_each(&store, names, 4, note, said);
	ck_assert_str_eq(said, cases[_i].said);
	ck_assert_uint_eq(listed, 1);
	credentials_clear(&memory_records);
}
END_TEST

static const struct {
	const char *path, *username;	     /* of the entry */
	const char *asked_path, *asked_user; /* by the request */
	bool any_user;
	bool fits;
} places[] = {
	{ NULL, "ann", NULL, "ann", false, true },
	{ NULL, "ann", NULL, "bob", true, false },
	{ NULL, "ann", NULL, NULL, true, true },
	{ NULL, "ann", NULL, "", true, true },
	{ NULL, "ann", NULL, "", false, false },
	{ NULL, "", NULL, NULL, false, true },
	{ NULL, NULL, NULL, "", false, true },
	{ NULL, NULL, NULL, "ann", true, false },
	{ "p", "ann", NULL, "ann", true, false },
	{ NULL, "ann", "p", NULL, true, false },
	{ "p", "ann", "p", "ann", false, true },
};

START_TEST(knows_what_a_request_is_for)
{
	struct credential entry = { 0 };
	struct credential request = { 0 };

	credential_set(&entry, FIELD_PATH, places[_i].path);
	credential_set(&entry, FIELD_USERNAME, places[_i].username);
	credential_set(&request, FIELD_PATH, places[_i].asked_path);
	credential_set(&request, FIELD_USERNAME, places[_i].asked_user);
	ck_assert_int_eq(entry_is_for(&entry, &request, places[_i].any_user),
			 places[_i].fits);
	credential_clear(&entry);
	credential_clear(&request);
}
END_TEST

Suite *entries_suite(void)
{
	Suite *suite = suite_create("entries");
	TCase *tc = tcase_create("find");

	tcase_add_loop_test(tc, looks_once_for_all_names, 0,
			    sizeof(cases) / sizeof(cases[0]));
	tcase_add_loop_test(tc, knows_what_a_request_is_for, 0,
			    sizeof(places) / sizeof(places[0]));
	suite_add_tcase(suite, tc);
	return suite;
}
