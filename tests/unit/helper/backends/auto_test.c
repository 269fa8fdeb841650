#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/seal/place.h"
#include "tests/unit/helper/backends/auto_fakes.h"
#include "tests/unit/helper/suites.h"

/*
 * backend_auto between two back-ends of our own: the source is taken in under
 * other names, so that it finds these in the place of the real ones.
 */
#define backend_auto tested_auto
#define backend_file fake_file_backend
#define backend_secret_service fake_keyring_backend
#include "helper/backends/auto.c"

static const struct config config;

static void set_up(void)
{
	fake_keyring = (struct fake){ 0 };
	fake_files = (struct fake){ 0 };
	(void)setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", 1);
}

static void tear_down(void)
{
	(void)unsetenv("DBUS_SESSION_BUS_ADDRESS");
	(void)unsetenv("XDG_RUNTIME_DIR");
}

static bool visit_all(const struct credential *record, void *argument)
{
	(void)record;
	(*(size_t *)argument)++;
	return true;
}

static bool visit_one(const struct credential *record, void *argument)
{
	(void)visit_all(record, argument);
	return false;
}

/* What the two say to a search or a listing, and what comes of it. */
static const struct {
	enum status of_keyring;
	enum status of_files;
	const char *in_keyring;
	const char *in_files;
	enum status get;
	enum status list;
	size_t seen;
	const char *message;
} searches[] = {
	{ STATUS_OK, STATUS_OK, "a:1", "b:2", STATUS_OK, STATUS_OK, 2, "" },
	{ STATUS_OK, STATUS_OK, "a:1", NULL, STATUS_OK, STATUS_OK, 1, "" },
	{ STATUS_OK, STATUS_OK, NULL, "b:2", STATUS_OK, STATUS_OK, 1, "" },
	{ STATUS_OK, STATUS_OK, NULL, NULL, STATUS_NOT_FOUND, STATUS_OK, 0,
	  "" },
	/* no keyring: the files alone */
	{ STATUS_UNAVAILABLE, STATUS_OK, NULL, "b:2", STATUS_OK, STATUS_OK, 1,
	  "" },
	{ STATUS_UNAVAILABLE, STATUS_OK, NULL, NULL, STATUS_NOT_FOUND,
	  STATUS_OK, 0, "" },
	/* locked, silent: never "not found" */
	{ STATUS_LOCKED, STATUS_OK, NULL, NULL, STATUS_LOCKED, STATUS_LOCKED, 0,
	  "keyring is at fault" },
	{ STATUS_TIMEOUT, STATUS_OK, NULL, NULL, STATUS_TIMEOUT, STATUS_TIMEOUT,
	  0, "keyring is at fault" },
	{ STATUS_FAILED, STATUS_OK, NULL, NULL, STATUS_FAILED, STATUS_FAILED, 0,
	  "keyring is at fault" },
	{ STATUS_OK, STATUS_FAILED, NULL, NULL, STATUS_FAILED, STATUS_FAILED, 0,
	  "files is at fault" },
	{ STATUS_UNAVAILABLE, STATUS_FAILED, NULL, NULL, STATUS_FAILED,
	  STATUS_FAILED, 0, "files is at fault" },
};

START_TEST(looks_in_both)
{
	struct credential pattern = { 0 };
	struct error e = { 0 };
	size_t seen = 0;

	fake_keyring.fault = searches[_i].of_keyring;
	fake_keyring.records[0] = searches[_i].in_keyring;
	fake_files.fault = searches[_i].of_files;
	fake_files.records[0] = searches[_i].in_files;
	credential_set(&pattern, FIELD_PROTOCOL, "https");
	credential_set(&pattern, FIELD_HOST, "h");
	ck_assert_int_eq(tested_auto.search(&tested_auto, &config, &pattern,
					    visit_all, &seen, &e),
			 searches[_i].get);
	ck_assert_uint_eq(seen, searches[_i].seen);
	if (searches[_i].get != STATUS_OK)
		ck_assert_str_eq(e.message, searches[_i].message);
	e = (struct error){ 0 };
	seen = 0;
	ck_assert_int_eq(tested_auto.search(&tested_auto, &config, NULL,
					    visit_all, &seen, &e),
			 searches[_i].list);
	ck_assert_uint_eq(seen, searches[_i].seen);
	if (searches[_i].list != STATUS_OK)
		ck_assert_str_eq(e.message, searches[_i].message);
	credential_clear(&pattern);
}
END_TEST

/* With STATUS_OK a message would be a note for the person. */
START_TEST(says_nothing_of_what_went_well)
{
	struct credential pattern = { 0 };
	struct error e = { 0 };
	size_t seen = 0;

	fake_keyring.fault = _i ? STATUS_UNAVAILABLE : STATUS_LOCKED;
	fake_files.records[0] = "a:1";
	credential_set(&pattern, FIELD_PROTOCOL, "https");
	credential_set(&pattern, FIELD_HOST, "h");
	ck_assert_int_eq(tested_auto.search(&tested_auto, &config, &pattern,
					    visit_all, &seen, &e),
			 STATUS_OK);
	ck_assert_str_eq(e.message, "");
	credential_clear(&pattern);
}
END_TEST

START_TEST(ends_a_search_when_told)
{
	struct error e = { 0 };
	size_t seen = 0;

	fake_keyring.records[0] = "a:1";
	fake_files.records[0] = "b:2";
	ck_assert_int_eq(tested_auto.search(&tested_auto, &config, NULL,
					    visit_one, &seen, &e),
			 STATUS_OK);
	ck_assert_uint_eq(seen, 1);
	ck_assert_uint_eq(fake_keyring.visited + fake_files.visited, 1);
}
END_TEST

static const struct {
	enum status of_keyring;
	enum status of_files;
	enum status status;
	size_t in_keyring;
	size_t in_files;
	const char *message;
} stores[] = {
	{ STATUS_OK, STATUS_OK, STATUS_OK, 1, 0, "" },
	{ STATUS_UNAVAILABLE, STATUS_OK, STATUS_OK, 0, 1, "" },
	/* there, but not now: what it holds must not be hidden by a file */
	{ STATUS_LOCKED, STATUS_OK, STATUS_LOCKED, 0, 0,
	  "keyring is at fault" },
	{ STATUS_TIMEOUT, STATUS_OK, STATUS_TIMEOUT, 0, 0,
	  "keyring is at fault" },
	{ STATUS_FAILED, STATUS_OK, STATUS_FAILED, 0, 0,
	  "keyring is at fault" },
	{ STATUS_UNAVAILABLE, STATUS_FAILED, STATUS_FAILED, 0, 0,
	  "files is at fault" },
	{ STATUS_OK, STATUS_FAILED, STATUS_OK, 1, 0, "" },
};

START_TEST(stores_in_one)
{
	struct credential record = { 0 };
	struct error e = { 0 };

	fake_keyring.fault = stores[_i].of_keyring;
	fake_files.fault = stores[_i].of_files;
	fake_record("a:1", &record);
	ck_assert_int_eq(tested_auto.store(&tested_auto, &config, &record, &e),
			 stores[_i].status);
	ck_assert_uint_eq(fake_keyring.stored, stores[_i].in_keyring);
	ck_assert_uint_eq(fake_files.stored, stores[_i].in_files);
	ck_assert_str_eq(e.message, stores[_i].message);
	credential_clear(&record);
}
END_TEST

START_TEST(moves_an_older_copy_out_of_the_files)
{
	struct credential record = { 0 };
	struct error e = { 0 };

	fake_files.records[0] = "a:old";
	fake_files.records[1] = "b:old";
	fake_record("a:new", &record);
	ck_assert_int_eq(tested_auto.store(&tested_auto, &config, &record, &e),
			 STATUS_OK);
	ck_assert_ptr_null(fake_files.records[0]);
	ck_assert_str_eq(fake_files.records[1], "b:old");
	credential_clear(&record);
}
END_TEST

/* A record that names no path or name must take no other with it. */
START_TEST(spares_copies_at_other_addresses)
{
	struct credential record = { 0 };
	struct error e = { 0 };

	fake_files.records[0] = "a:old";
	fake_files.records[1] = "b:old";
	fake_record("a:new", &record);
	credential_set(&record, FIELD_USERNAME, NULL);
	ck_assert_int_eq(tested_auto.store(&tested_auto, &config, &record, &e),
			 STATUS_OK);
	ck_assert_uint_eq(fake_files.erased, 0);
	credential_clear(&record);
}
END_TEST

static const struct {
	enum status of_keyring;
	enum status of_files;
	const char *in_keyring;
	const char *in_files;
	enum status status;
	size_t erased;
	const char *message;
} erasures[] = {
	{ STATUS_OK, STATUS_OK, "a:1", "a:2", STATUS_OK, 2, "" },
	{ STATUS_OK, STATUS_OK, "a:1", NULL, STATUS_OK, 1, "" },
	{ STATUS_OK, STATUS_OK, NULL, "a:2", STATUS_OK, 1, "" },
	{ STATUS_OK, STATUS_OK, NULL, NULL, STATUS_NOT_FOUND, 0, "" },
	{ STATUS_UNAVAILABLE, STATUS_OK, NULL, "a:2", STATUS_OK, 1, "" },
	{ STATUS_UNAVAILABLE, STATUS_OK, NULL, NULL, STATUS_NOT_FOUND, 0, "" },
	/* "erased" must not be said of what is still in a locked keyring */
	{ STATUS_LOCKED, STATUS_OK, NULL, "a:2", STATUS_LOCKED, 0,
	  "keyring is at fault" },
	{ STATUS_TIMEOUT, STATUS_OK, NULL, "a:2", STATUS_TIMEOUT, 0,
	  "keyring is at fault" },
	{ STATUS_FAILED, STATUS_OK, NULL, "a:2", STATUS_FAILED, 0,
	  "keyring is at fault" },
	/* nor may half of it go before a fault that could be foreseen */
	{ STATUS_OK, STATUS_FAILED, "a:1", NULL, STATUS_FAILED, 0,
	  "files is at fault" },
	{ STATUS_UNAVAILABLE, STATUS_FAILED, NULL, NULL, STATUS_FAILED, 0,
	  "files is at fault" },
};

START_TEST(erases_from_both)
{
	struct credential pattern = { 0 };
	struct error e = { 0 };
	enum status status;

	fake_keyring.fault = erasures[_i].of_keyring;
	fake_keyring.records[0] = erasures[_i].in_keyring;
	fake_files.fault = erasures[_i].of_files;
	fake_files.records[0] = erasures[_i].in_files;
	credential_set(&pattern, FIELD_PROTOCOL, "https");
	credential_set(&pattern, FIELD_HOST, "h");
	status = tested_auto.erase(&tested_auto, &config, &pattern, &e);
	ck_assert_int_eq(status, erasures[_i].status);
	ck_assert_uint_eq(fake_keyring.erased + fake_files.erased,
			  erasures[_i].erased);
	ck_assert_str_eq(e.message, erasures[_i].message);
	credential_clear(&pattern);
}
END_TEST

/* Without a bus, or the module, it is the files alone. */
START_TEST(does_without_a_keyring)
{
	struct credential record = { 0 };
	struct error e = { 0 };

	if (_i == 0)
		fake_keyring.fault = STATUS_UNAVAILABLE;
	else
		(void)unsetenv("DBUS_SESSION_BUS_ADDRESS");
	if (_i == 2)
		(void)setenv("XDG_RUNTIME_DIR", "/nonexistent", 1);
	fake_record("a:1", &record);
	ck_assert_int_eq(tested_auto.store(&tested_auto, &config, &record, &e),
			 STATUS_OK);
	ck_assert_str_eq(e.message, "");
	ck_assert_uint_eq(fake_files.stored, 1);
	ck_assert_uint_eq(fake_keyring.stored, 0);
	credential_clear(&record);
}
END_TEST

/* Once the keyring has kept something, its absence is never "nothing". */
START_TEST(tells_of_a_keyring_out_of_reach)
{
	char root[] = "/tmp/ringbearer-auto.XXXXXX";
	char folder[sizeof(root) + sizeof("/ringbearer")];
	struct buffer place = { 0 };
	struct credential record = { 0 };
	struct error e = { 0 };
	size_t seen = 0;
	char *note;

	ck_assert_ptr_nonnull(mkdtemp(root));
	(void)setenv("XDG_STATE_HOME", root, 1);
	fake_record("a:1", &record);
	ck_assert_int_eq(tested_auto.store(&tested_auto, &config, &record, &e),
			 STATUS_OK);
	fake_keyring.fault = STATUS_UNAVAILABLE;
	if (_i == 1)
		(void)unsetenv("DBUS_SESSION_BUS_ADDRESS");
	ck_assert_int_eq(tested_auto.search(&tested_auto, &config, &record,
					    visit_all, &seen, &e),
			 STATUS_UNAVAILABLE);
	ck_assert_ptr_nonnull(strstr(e.message, "'secret-service' keeps"));
	ck_assert_int_eq(tested_auto.search(&tested_auto, &config, NULL,
					    visit_all, &seen, &e),
			 STATUS_UNAVAILABLE);
	ck_assert_int_eq(tested_auto.erase(&tested_auto, &config, &record, &e),
			 STATUS_UNAVAILABLE);
	/* What the files have is given, and what is new is kept there. */
	fake_files.records[0] = "a:2";
	ck_assert_int_eq(tested_auto.search(&tested_auto, &config, &record,
					    visit_all, &seen, &e),
			 STATUS_OK);
	ck_assert_uint_eq(seen, 1);
	ck_assert_int_eq(tested_auto.store(&tested_auto, &config, &record, &e),
			 STATUS_OK);
	ck_assert_uint_eq(fake_files.stored, 1);

	place_describe(&config, &fake_keyring_backend, &place);
	note = place_path(place.data, place.length);
	ck_assert_int_eq(unlink(note), 0);
	(void)snprintf(folder, sizeof(folder), "%s/ringbearer", root);
	ck_assert_int_eq(rmdir(folder) | rmdir(root), 0);
	(void)unsetenv("XDG_STATE_HOME");
	free(note);
	buffer_clear(&place);
	credential_clear(&record);
}
END_TEST

Suite *auto_suite(void)
{
	Suite *suite = suite_create("auto");
	TCase *tc = tcase_create("auto");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_loop_test(tc, looks_in_both, 0,
			    sizeof(searches) / sizeof(searches[0]));
	tcase_add_loop_test(tc, says_nothing_of_what_went_well, 0, 2);
	tcase_add_test(tc, ends_a_search_when_told);
	tcase_add_loop_test(tc, stores_in_one, 0,
			    sizeof(stores) / sizeof(stores[0]));
	tcase_add_test(tc, moves_an_older_copy_out_of_the_files);
	tcase_add_test(tc, spares_copies_at_other_addresses);
	tcase_add_loop_test(tc, erases_from_both, 0,
			    sizeof(erasures) / sizeof(erasures[0]));
	tcase_add_loop_test(tc, does_without_a_keyring, 0, 3);
	tcase_add_loop_test(tc, tells_of_a_keyring_out_of_reach, 0, 2);
	suite_add_tcase(suite, tc);
	return suite;
}
