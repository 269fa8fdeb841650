#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/contract/contract.h"

static const struct entry me = { "https", "e.example", NULL, "me", "one" };
static const struct entry you = { "https", "e.example", NULL, "you", "two" };
static const struct entry other = { "https", "o.example", NULL, "me", "one" };

static void keep_three(void)
{
	keep_entry(&me);
	keep_entry(&you);
	keep_entry(&other);
}

START_TEST(erases_the_one_that_is_named)
{
	keep_three();
	ck_assert(drop_entry(&me));
	ck_assert_uint_eq(count_all(), 2);
	ck_assert_uint_eq(count_matches(&me), 0);
	ck_assert(!drop_entry(&me));
	expect_password(&you, "two");
	expect_password(&other, "one");
}
END_TEST

START_TEST(another_password_erases_nothing)
{
	struct entry wrong = me;

	keep_three();
	wrong.password = "three";
	ck_assert(!drop_entry(&wrong));
	wrong.password = "";
	ck_assert(!drop_entry(&wrong));
	wrong.password = "on";
	ck_assert(!drop_entry(&wrong));
	ck_assert_uint_eq(count_all(), 3);
	expect_password(&me, "one");
}
END_TEST

START_TEST(another_credential_erases_nothing)
{
	static const struct entry bare = { "https", "e.example", NULL, "me",
					   NULL };
	struct credential record = { 0 };
	struct error e = { 0 };

	entry_set(&bare, &record);
	credential_set(&record, FIELD_AUTHTYPE, "Bearer");
	credential_set(&record, FIELD_CREDENTIAL, "one");
	keep(&record);
	credential_set(&record, FIELD_CREDENTIAL, "two");
	ck_assert_int_eq(backend->erase(backend, &config, &record, &e),
			 STATUS_NOT_FOUND);
	ck_assert_uint_eq(count_all(), 1);
	credential_set(&record, FIELD_CREDENTIAL, "one");
	ck_assert_int_eq(backend->erase(backend, &config, &record, &e),
			 STATUS_OK);
	ck_assert_uint_eq(count_all(), 0);
	credential_clear(&record);
}
END_TEST

START_TEST(erases_all_that_match)
{
	struct entry all = me;

	keep_three();
	all.username = NULL;
	all.password = NULL;
	ck_assert(drop_entry(&all));
	ck_assert_uint_eq(count_all(), 1);
	expect_password(&other, "one");
}
END_TEST

START_TEST(the_password_chooses_among_those_that_match)
{
	struct entry all = you;

	keep_three();
	all.username = NULL;
	ck_assert(drop_entry(&all));
	ck_assert_uint_eq(count_all(), 2);
	ck_assert_uint_eq(count_matches(&you), 0);
	expect_password(&me, "one");
}
END_TEST

START_TEST(what_was_erased_can_be_stored_again)
{
	keep_three();
	ck_assert(drop_entry(&other));
	keep_entry(&other);
	expect_password(&other, "one");
	ck_assert_uint_eq(count_all(), 3);
}
END_TEST

static bool ignore(const struct credential *record, void *argument)
{
	(void)record;
	(void)argument;
	return true;
}

/* Runs one operation in a process that can open nothing more. */
static int status_without_descriptors(int operation)
{
	struct credential c = { 0 };
	struct error e = { 0 };
	const struct rlimit none = { 3, 3 };
	enum status status = STATUS_OK;

	entry_set(&(struct entry){ "https", "e.example", NULL, "me", "new" },
		  &c);
	if (operation > 0)
		credential_set(&c, FIELD_PASSWORD, NULL);
	if (setrlimit(RLIMIT_NOFILE, &none) != 0)
		return -1;
	closefrom(3);
	if (operation == 0)
		status = backend->store(backend, &config, &c, &e);
	if (operation == 1)
		status =
			backend->search(backend, &config, &c, ignore, NULL, &e);
	if (operation == 2)
		status = backend->erase(backend, &config, &c, &e);
	if (operation == 3)
		status = backend->search(backend, &config, NULL, ignore, NULL,
					 &e);
	return e.message[0] ? (int)status : -1;
}

START_TEST(a_failure_is_told_and_changes_nothing)
{
	pid_t child;
	int ended = 0;

	keep_three();
	child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0)
		_exit(status_without_descriptors(_i));
	ck_assert_int_eq(waitpid(child, &ended, 0), child);
	ck_assert(WIFEXITED(ended));
	ck_assert_int_ge(WEXITSTATUS(ended), STATUS_UNAVAILABLE);
	ck_assert_int_le(WEXITSTATUS(ended), STATUS_FAILED);
	ck_assert_uint_eq(count_all(), 3);
	expect_password(&me, "one");
	expect_password(&you, "two");
	expect_password(&other, "one");
}
END_TEST

void add_erase_tests(TCase *test)
{
	tcase_add_test(test, erases_the_one_that_is_named);
	tcase_add_test(test, another_password_erases_nothing);
	tcase_add_test(test, another_credential_erases_nothing);
	tcase_add_test(test, erases_all_that_match);
	tcase_add_test(test, the_password_chooses_among_those_that_match);
	tcase_add_test(test, what_was_erased_can_be_stored_again);
	tcase_add_loop_test(test, a_failure_is_told_and_changes_nothing, 0, 4);
}
