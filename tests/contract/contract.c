#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/backends/open.h"
#include "helper/config/load.h"
#include "tests/contract/contract.h"

enum {
	/* gnome-keyring, and a server, are slow with many at once. */
	TEST_SECONDS = 300
};

const struct backend *backend;
struct config config;

void entry_set(const struct entry *entry, struct credential *c)
{
	credential_set(c, FIELD_PROTOCOL, entry->protocol);
	credential_set(c, FIELD_HOST, entry->host);
	credential_set(c, FIELD_PATH, entry->path);
	credential_set(c, FIELD_USERNAME, entry->username);
	credential_set(c, FIELD_PASSWORD, entry->password);
}

void keep(const struct credential *record)
{
	struct error e = { 0 };
	enum status status = backend->store(backend, &config, record, &e);

	ck_assert_msg(status == STATUS_OK, "store: %d %s", status, e.message);
}

void keep_entry(const struct entry *entry)
{
	struct credential record = { 0 };

	entry_set(entry, &record);
	keep(&record);
	credential_clear(&record);
}

bool see(const struct credential *record, void *argument)
{
	struct seen *seen = argument;

	seen->count++;
	credential_copy(record, &seen->last);
	return !seen->stop_at_first;
}

struct seen look_for(const struct entry *pattern)
{
	struct credential request = { 0 };
	struct seen seen = { 0 };
	struct error e = { 0 };
	enum status status;

	entry_set(pattern, &request);
	status = backend->search(backend, &config, &request, see, &seen, &e);
	credential_clear(&request);
	ck_assert_msg(status == (seen.count ? STATUS_OK : STATUS_NOT_FOUND),
		      "get: %d with %zu found: %s", status, seen.count,
		      e.message);
	return seen;
}

size_t count_matches(const struct entry *pattern)
{
	struct seen seen = look_for(pattern);

	credential_clear(&seen.last);
	return seen.count;
}

void expect_password(const struct entry *pattern, const char *password)
{
	struct seen seen = look_for(pattern);

	ck_assert_uint_eq(seen.count, 1);
	ck_assert_pstr_eq(seen.last.values[FIELD_PASSWORD], password);
	credential_clear(&seen.last);
}

bool drop_entry(const struct entry *pattern)
{
	struct credential request = { 0 };
	struct error e = { 0 };
	enum status status;

	entry_set(pattern, &request);
	status = backend->erase(backend, &config, &request, &e);
	credential_clear(&request);
	ck_assert_msg(status == STATUS_OK || status == STATUS_NOT_FOUND,
		      "erase: %d %s", status, e.message);
	return status == STATUS_OK;
}

static struct seen list_all(bool stop_at_first)
{
	struct seen seen = { .stop_at_first = stop_at_first };
	struct error e = { 0 };
	enum status status =
		backend->search(backend, &config, NULL, see, &seen, &e);

	ck_assert_msg(status == STATUS_OK, "list: %d %s", status, e.message);
	return seen;
}

size_t count_all(void)
{
	struct seen seen = list_all(false);

	credential_clear(&seen.last);
	return seen.count;
}

static void erase_all(void)
{
	struct seen seen = list_all(true);
	struct error e = { 0 };

	while (seen.count > 0) {
		enum status status =
			backend->erase(backend, &config, &seen.last, &e);

		ck_assert_msg(status == STATUS_OK, "erase: %d %s", status,
			      e.message);
		credential_clear(&seen.last);
		seen = list_all(true);
	}
}

static Suite *contract_suite(void)
{
	static void (*const add[])(TCase *) = {
		add_keep_tests,	    add_match_tests,  add_erase_tests,
		add_parallel_tests, add_damage_tests,
	};
	Suite *suite = suite_create("contract");
	TCase *test = tcase_create(backend->name);

	tcase_set_timeout(test, TEST_SECONDS);
	tcase_add_checked_fixture(test, erase_all, NULL);
	for (size_t i = 0; i < sizeof(add) / sizeof(add[0]); i++)
		add[i](test);
	suite_add_tcase(suite, test);
	return suite;
}

int main(int argc, char **argv)
{
	struct error e = { 0 };
	SRunner *runner;
	int failures;

	if (argc != 2) {
		fputs("usage: contract BACKEND\n", stderr);
		return 2;
	}
	if (backend_configure(NULL, argv[1], &config, &e) != STATUS_OK ||
	    backend_find(argv[1], &backend, &e) != STATUS_OK) {
		fprintf(stderr, "contract: %s\n", e.message);
		return 2;
	}
	runner = srunner_create(contract_suite());
	srunner_run_all(runner, CK_NORMAL);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	config_clear(&config);
	return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
