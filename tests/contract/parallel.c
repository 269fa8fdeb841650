#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/contract/contract.h"

enum {
	PROCESSES = 50,
	VALUE_LENGTH = 3000,
	SHORT_LENGTH = 900, /* where that is too long */
	READS = 20,
};

static const struct entry shared = { "https", "shared.example", NULL, "me",
				     NULL };

/* A value that shows if it is torn: one letter, many times. */
static void letters(int number, char *out)
{
	memset(out, 'A' + number % 26, VALUE_LENGTH);
	out[VALUE_LENGTH] = '\0';
	if (is_refused(out))
		out[SHORT_LENGTH] = '\0';
}

static bool is_whole(const char *value)
{
	char whole[VALUE_LENGTH + 1];

	letters(0, whole);
	return value && strlen(value) == strlen(whole) && value[0] >= 'A' &&
	       value[0] <= 'Z' &&
	       strspn(value, (char[]){ value[0], 0 }) == strlen(whole);
}

static bool store_letters(const struct entry *entry, int number)
{
	char value[VALUE_LENGTH + 1];
	struct credential record = { 0 };
	struct error e = { 0 };
	enum status status;

	letters(number, value);
	entry_set(entry, &record);
	credential_set(&record, FIELD_PASSWORD, value);
	status = backend->store(backend, &config, &record, &e);
	credential_clear(&record);
	if (status != STATUS_OK)
		fprintf(stderr, "store %d: %s\n", number, e.message);
	return status == STATUS_OK;
}

static bool read_whole(const struct entry *pattern)
{
	struct credential request = { 0 };
	struct seen seen = { 0 };
	struct error e = { 0 };
	enum status status;
	bool good;

	entry_set(pattern, &request);
	status = backend->search(backend, &config, &request, see, &seen, &e);
	good = status == STATUS_OK &&
	       is_whole(seen.last.values[FIELD_PASSWORD]);
	if (!good)
		fprintf(stderr, "get: %d, %zu found: %s\n", status, seen.count,
			e.message);
	credential_clear(&request);
	credential_clear(&seen.last);
	return good;
}

static bool write_shared(int number)
{
	return store_letters(&shared, number);
}

static bool write_own(int number)
{
	char host[32];
	const struct entry own = { "https", host, NULL, "me", NULL };

	(void)snprintf(host, sizeof(host), "own%d.example", number);
	return store_letters(&own, number) && read_whole(&own);
}

static bool write_user(int number)
{
	char user[32];
	const struct entry own = { "https", "users.example", NULL, user, NULL };

	(void)snprintf(user, sizeof(user), "user%d", number);
	return store_letters(&own, number) && read_whole(&own);
}

/* $CONTRACT_READS: fewer, where each read is a process and a key exchange. */
static long reads(void)
{
	const char *fewer = getenv("CONTRACT_READS");

	return fewer ? strtol(fewer, NULL, 10) : READS;
}

static bool read_or_write_shared(int number)
{
	if (number % 2)
		return write_shared(number);
	for (long i = 0; i < reads(); i++)
		if (!read_whole(&shared))
			return false;
	return true;
}

/* Ends stored or erased; what matters is that nothing fails on the way. */
static bool store_or_erase_shared(int number)
{
	struct credential pattern = { 0 };
	struct error e = { 0 };
	enum status status;

	if (number % 2)
		return write_shared(number);
	entry_set(&shared, &pattern);
	status = backend->erase(backend, &config, &pattern, &e);
	credential_clear(&pattern);
	if (status != STATUS_OK && status != STATUS_NOT_FOUND)
		fprintf(stderr, "erase %d: %s\n", number, e.message);
	return status == STATUS_OK || status == STATUS_NOT_FOUND;
}

/* Runs `work` in many processes that begin at the same moment. */
static void at_once(bool (*work)(int number))
{
	pid_t children[PROCESSES];
	int gate[2];
	int bad = 0;

	ck_assert_int_eq(pipe(gate), 0);
	for (int i = 0; i < PROCESSES; i++) {
		children[i] = fork();
		ck_assert_int_ge(children[i], 0);
		if (children[i] == 0) {
			char byte;

			(void)close(gate[1]);
			(void)!read(gate[0], &byte, 1);
			_exit(work(i) ? 0 : 1);
		}
	}
	(void)close(gate[0]);
	(void)close(gate[1]);
	for (int i = 0; i < PROCESSES; i++) {
		int ended = 0;

		ck_assert_int_eq(waitpid(children[i], &ended, 0), children[i]);
		bad += !WIFEXITED(ended) || WEXITSTATUS(ended) != 0;
	}
	ck_assert_int_eq(bad, 0);
}

START_TEST(loses_none_of_many_stores_on_distinct_hosts)
{
	at_once(write_own);
	ck_assert_uint_eq(count_all(), PROCESSES);
}
END_TEST

START_TEST(loses_none_of_many_stores_on_one_host)
{
	at_once(write_user);
	ck_assert_uint_eq(count_all(), PROCESSES);
}
END_TEST

START_TEST(many_stores_at_one_address_leave_one_whole_record)
{
	at_once(write_shared);
	ck_assert_uint_eq(count_all(), 1);
	ck_assert(read_whole(&shared));
}
END_TEST

START_TEST(no_reader_sees_a_torn_or_missing_record)
{
	ck_assert(write_shared(0));
	at_once(read_or_write_shared);
	ck_assert_uint_eq(count_all(), 1);
	ck_assert(read_whole(&shared));
}
END_TEST

START_TEST(stores_and_erases_at_once_do_not_disturb_each_other)
{
	at_once(store_or_erase_shared);
	ck_assert_uint_le(count_all(), 1);
	ck_assert(write_shared(0));
	ck_assert(read_whole(&shared));
}
END_TEST

void add_parallel_tests(TCase *test)
{
	tcase_add_test(test, loses_none_of_many_stores_on_distinct_hosts);
	tcase_add_test(test, loses_none_of_many_stores_on_one_host);
	tcase_add_test(test, many_stores_at_one_address_leave_one_whole_record);
	tcase_add_test(test, no_reader_sees_a_torn_or_missing_record);
	tcase_add_test(test,
		       stores_and_erases_at_once_do_not_disturb_each_other);
}
