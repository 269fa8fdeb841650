/*
 * backend_chain over two back-ends of our own, as auto_test.c has them, under
 * the names `secret-service` and `file`.
 */
#define backend_chain tested_chain
#define registry_find fake_find
#define backend_all tested_all
#define backends_have tested_have
#define chain_members tested_members
#define chain_all tested_chain_all
#define chain_check tested_chain_check
#define chain_section tested_chain_section
#include "helper/backends/chain-members.c"
#include "helper/backends/chain.c"

#include "tests/unit/helper/backends/auto_fakes.h"
#include "tests/unit/helper/suites.h"

static struct config config;
static struct backend chain;

static void set_up(void)
{
	fake_keyring = (struct fake){ 0 };
	fake_files = (struct fake){ 0 };
	config = (struct config){ 0 };
	chain = tested_chain;
	chain.argument = "secret-service, file";
}

static bool visit(const struct credential *record, void *argument)
{
	(void)record;
	(*(size_t *)argument)++;
	return true;
}

static const struct {
	enum status of_keyring;
	enum status of_files;
	const char *in_keyring;
	const char *in_files;
	enum status status;
	size_t in_first; /* so many are visited in each */
	size_t in_second;
	const char *message;
} searches[] = {
	{ 0, 0, "a:1", "a:2", STATUS_OK, 1, 0, "" },
	{ 0, 0, NULL, "a:2", STATUS_OK, 0, 1, "" },
	{ 0, 0, NULL, NULL, STATUS_NOT_FOUND, 0, 0, "" },
	{ STATUS_UNAVAILABLE, 0, NULL, NULL, STATUS_NOT_FOUND, 0, 0, "" },
	{ 0, STATUS_UNAVAILABLE, NULL, NULL, STATUS_NOT_FOUND, 0, 0, "" },
	{ STATUS_UNAVAILABLE, STATUS_UNAVAILABLE, NULL, NULL,
	  STATUS_UNAVAILABLE, 0, 0, "keyring is at fault" },
	/* What it holds is not known: "nothing" would be a lie. */
	{ STATUS_LOCKED, 0, NULL, NULL, STATUS_LOCKED, 0, 0,
	  "keyring is at fault" },
	{ 0, STATUS_TIMEOUT, NULL, NULL, STATUS_TIMEOUT, 0, 0,
	  "files is at fault" },
	{ STATUS_UNAVAILABLE, STATUS_FAILED, NULL, NULL, STATUS_FAILED, 0, 0,
	  "files is at fault" },
	/* The one that is given may not be the one that is wanted. */
	{ STATUS_LOCKED, 0, NULL, "a:2", STATUS_OK, 0, 1,
	  "keyring is at fault" },
	{ STATUS_UNAVAILABLE, 0, NULL, "a:2", STATUS_OK, 0, 1, "" },
	/* It is not asked, so nothing is wrong with it. */
	{ 0, STATUS_FAILED, "a:1", NULL, STATUS_OK, 1, 0, "" },
};

START_TEST(reads_in_order)
{
	struct credential pattern = { 0 };
	struct error e = { 0 };
	size_t seen = 0;
	enum status status;

	fake_keyring.fault = searches[_i].of_keyring;
	fake_keyring.records[0] = searches[_i].in_keyring;
	fake_files.fault = searches[_i].of_files;
	fake_files.records[0] = searches[_i].in_files;
	credential_set(&pattern, FIELD_PROTOCOL, "https");
	credential_set(&pattern, FIELD_HOST, "h");
	status = chain.search(&chain, &config, &pattern, visit, &seen, &e);
	ck_assert_int_eq(status, searches[_i].status);
	ck_assert_uint_eq(fake_keyring.visited, searches[_i].in_first);
	ck_assert_uint_eq(fake_files.visited, searches[_i].in_second);
	ck_assert_str_eq(e.message, searches[_i].message);
	credential_clear(&pattern);
}
END_TEST

static const struct {
	enum status of_keyring;
	enum status of_files;
	const char *in_files;
	const char *section; /* back-ends of the host's own, or NULL */
	enum status status;
	size_t in_first;
	size_t in_second;
} stores[] = {
	{ 0, 0, NULL, NULL, STATUS_OK, 1, 0 },
	{ STATUS_UNAVAILABLE, 0, NULL, NULL, STATUS_OK, 0, 1 },
	{ STATUS_LOCKED, 0, NULL, NULL, STATUS_LOCKED, 0, 0 },
	/* It stays where it is. */
	{ 0, 0, "a:2", NULL, STATUS_OK, 0, 1 },
	{ 0, 0, "b:2", NULL, STATUS_OK, 1, 0 },
	/* There may be one that cannot be seen. */
	{ 0, STATUS_FAILED, NULL, NULL, STATUS_FAILED, 0, 0 },
	{ 0, 0, NULL, "file", STATUS_OK, 0, 1 },
	/* Only what a section names takes what is new. */
	{ 0, STATUS_UNAVAILABLE, NULL, "file", STATUS_UNAVAILABLE, 0, 0 },
	{ STATUS_UNAVAILABLE, STATUS_UNAVAILABLE, NULL, NULL,
	  STATUS_UNAVAILABLE, 0, 0 },
};

START_TEST(stores_where_it_belongs)
{
	struct config_store section = { (char *)"h", (char *)stores[_i].section,
					false };
	struct credential record = { 0 };
	struct error e = { 0 };

	config.stores = &section;
	config.store_count = stores[_i].section != NULL;
	fake_keyring.fault = stores[_i].of_keyring;
	fake_files.fault = stores[_i].of_files;
	fake_files.records[0] = stores[_i].in_files;
	fake_record("a:1", &record);
	ck_assert_int_eq(chain.store(&chain, &config, &record, &e),
			 stores[_i].status);
	ck_assert_uint_eq(fake_keyring.stored, stores[_i].in_first);
	ck_assert_uint_eq(fake_files.stored, stores[_i].in_second);
	ck_assert_int_eq(e.message[0] != '\0', stores[_i].status != STATUS_OK);
	credential_clear(&record);
}
END_TEST

/* The title is a provider's name, which the host or the record tells. */
START_TEST(knows_sections_of_providers)
{
	struct config_store sections[] = { { (char *)"calendly", (char *)"file",
					     false } };
	struct credential record = { 0 };
	struct error e = { 0 };

	config.stores = sections;
	config.store_count = 1;
	config.providers_directory = (char *)"/nonexistent";
	fake_record("a:1", &record);
	if (_i == 0)
		credential_set(&record, FIELD_HOST, "api.calendly.com");
	else if (_i == 1)
		credential_set(&record, FIELD_PROVIDER, "calendly");
	ck_assert_int_eq(chain.store(&chain, &config, &record, &e), STATUS_OK);
	ck_assert_uint_eq(fake_files.stored, _i < 2);
	ck_assert_uint_eq(fake_keyring.stored, _i == 2);
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
} erasures[] = {
	{ 0, 0, "a:1", "a:2", STATUS_OK, 2 },
	{ 0, 0, NULL, "a:2", STATUS_OK, 1 },
	{ 0, 0, "a:1", NULL, STATUS_OK, 1 },
	{ 0, 0, NULL, NULL, STATUS_NOT_FOUND, 0 },
	{ STATUS_UNAVAILABLE, 0, NULL, "a:2", STATUS_OK, 1 },
	{ 0, STATUS_UNAVAILABLE, "a:1", NULL, STATUS_OK, 1 },
	/* Before anything goes. */
	{ 0, STATUS_LOCKED, "a:1", NULL, STATUS_LOCKED, 0 },
	{ STATUS_FAILED, 0, NULL, "a:2", STATUS_FAILED, 0 },
};

START_TEST(erases_from_all)
{
	struct credential pattern = { 0 };
	struct error e = { 0 };

	fake_keyring.fault = erasures[_i].of_keyring;
	fake_keyring.records[0] = erasures[_i].in_keyring;
	fake_files.fault = erasures[_i].of_files;
	fake_files.records[0] = erasures[_i].in_files;
	credential_set(&pattern, FIELD_PROTOCOL, "https");
	credential_set(&pattern, FIELD_HOST, "h");
	ck_assert_int_eq(chain.erase(&chain, &config, &pattern, &e),
			 erasures[_i].status);
	ck_assert_uint_eq(fake_keyring.erased + fake_files.erased,
			  erasures[_i].erased);
	credential_clear(&pattern);
}
END_TEST

/* Each once, though two sections name it; the failure of one is told. */
START_TEST(lists_all)
{
	struct config_store sections[] = {
		{ (char *)"h", (char *)"file", false },
		{ (char *)"i", (char *)"file", false }
	};
	struct error e = { 0 };
	size_t seen = 0;

	config.stores = sections;
	config.store_count = 2;
	fake_keyring.records[0] = "a:1";
	fake_files.records[0] = "b:2";
	ck_assert_int_eq(chain.search(&chain, &config, NULL, visit, &seen, &e),
			 STATUS_OK);
	ck_assert_uint_eq(seen, 2);
	fake_keyring.fault = STATUS_LOCKED;
	ck_assert_int_eq(chain.search(&chain, &config, NULL, visit, &seen, &e),
			 STATUS_LOCKED);
	ck_assert_uint_eq(seen, 3);
	ck_assert_str_eq(e.message, "keyring is at fault");
}
END_TEST

Suite *chain_suite(void)
{
	Suite *suite = suite_create("chain");
	TCase *tc = tcase_create("chain");

	tcase_add_checked_fixture(tc, set_up, NULL);
	tcase_add_loop_test(tc, reads_in_order, 0,
			    sizeof(searches) / sizeof(searches[0]));
	tcase_add_loop_test(tc, stores_where_it_belongs, 0,
			    sizeof(stores) / sizeof(stores[0]));
	tcase_add_loop_test(tc, knows_sections_of_providers, 0, 3);
	tcase_add_loop_test(tc, erases_from_all, 0,
			    sizeof(erasures) / sizeof(erasures[0]));
	tcase_add_test(tc, lists_all);
	suite_add_tcase(suite, tc);
	return suite;
}
