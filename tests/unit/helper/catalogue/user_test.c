#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/helper/catalogue/catalogue_tests.h"
#include "tests/unit/helper/suites.h"

enum {
	TOO_LARGE = (1 << 18) + 1,
	OTHER_USER = 12345,
};

static const struct {
	mode_t mode;
	bool refused;
} modes[] = {
	{ 0600, false }, { 0400, false }, { 0644, false }, { 0444, false },
	{ 0620, true },	 { 0602, true },  { 0666, true },  { 0664, true },
};

START_TEST(others_may_not_write_a_file)
{
	char path[PATH_LENGTH];

	catalogue_write_own("own", "git.example.com", "");
	catalogue_path("own.conf", path);
	ck_assert_int_eq(chmod(path, modes[_i].mode), 0);
	if (modes[_i].refused)
		catalogue_expect_refusal("git.example.com",
					 "own.conf|written by others");
	else
		catalogue_expect_host("git.example.com", "own");
}
END_TEST

START_TEST(others_may_not_write_the_folder)
{
	catalogue_write_own("own", "git.example.com", "");
	ck_assert_int_eq(chmod(catalogue_folder, modes[_i].mode | 0100), 0);
	if (modes[_i].refused)
		catalogue_expect_refusal("git.example.com",
					 "providers'|written by others");
	else
		catalogue_expect_host("git.example.com", "own");
}
END_TEST

static bool is_root(void)
{
	if (geteuid() == 0)
		return true;
	(void)puts("skip - catalogue: only root can give a file away");
	return false;
}

START_TEST(others_may_not_own_a_file)
{
	char path[PATH_LENGTH];

	if (!is_root())
		return;
	catalogue_write_own("own", "git.example.com", "");
	catalogue_path("own.conf", path);
	ck_assert_int_eq(chown(path, OTHER_USER, OTHER_USER), 0);
	catalogue_expect_refusal("git.example.com", "own.conf|another user");
	ck_assert_int_eq(chown(path, 0, OTHER_USER), 0);
	ck_assert_int_eq(chown(catalogue_folder, OTHER_USER, OTHER_USER), 0);
	catalogue_expect_refusal("git.example.com", "providers'|another user");
}
END_TEST

START_TEST(roots_definitions_are_fine)
{
	char path[PATH_LENGTH];

	if (!is_root())
		return;
	catalogue_write_own("own", "git.example.com", "");
	catalogue_path("own.conf", path);
	ck_assert_int_eq(chmod(path, 0644), 0);
	ck_assert_int_eq(chmod(catalogue_folder, 0755), 0);
	ck_assert_int_eq(chmod(catalogue_home, 0755), 0);
	/* The folders above may be closed to others. */
	ck_assert_int_eq(chdir(catalogue_home), 0);
	(void)snprintf(catalogue_folder, sizeof(catalogue_folder), "providers");
	ck_assert_int_eq(seteuid(OTHER_USER), 0);
	catalogue_expect_host("git.example.com", "own");
	ck_assert_int_eq(seteuid(0), 0);
}
END_TEST

START_TEST(follows_a_link_to_a_file_that_is_fine)
{
	char path[PATH_LENGTH], target[PATH_LENGTH];

	catalogue_write_own("own", "git.example.com", "");
	catalogue_path("own.conf", path);
	(void)snprintf(target, sizeof(target), "%.200s/target", catalogue_home);
	ck_assert_int_eq(rename(path, target), 0);
	ck_assert_int_eq(symlink(target, path), 0);
	catalogue_expect_host("git.example.com", "own");
	ck_assert_int_eq(chmod(target, 0666), 0);
	catalogue_expect_refusal("git.example.com",
				 "own.conf|written by others");
	ck_assert_int_eq(unlink(target), 0);
	catalogue_expect_refusal("git.example.com", "own.conf|broken link");
}
END_TEST

START_TEST(reads_regular_files_only)
{
	char path[PATH_LENGTH];

	catalogue_path("own.conf", path);
	if (_i == 0)
		ck_assert_int_eq(mkfifo(path, 0600), 0);
	else
		ck_assert_int_eq(mkdir(path, 0700), 0);
	catalogue_expect_refusal("git.example.com",
				 "own.conf|not a regular file");
}
END_TEST

START_TEST(a_file_is_not_a_folder)
{
	ck_assert_int_eq(rmdir(catalogue_folder), 0);
	catalogue_write(catalogue_folder, "");
	catalogue_expect_refusal("git.example.com", "cannot open the folder");
}
END_TEST

START_TEST(refuses_a_file_that_is_too_large)
{
	char path[PATH_LENGTH];

	catalogue_write_own("own", "git.example.com", "");
	catalogue_path("own.conf", path);
	ck_assert_int_eq(truncate(path, TOO_LARGE), 0);
	catalogue_expect_refusal("git.example.com", "own.conf|larger than");
	ck_assert_int_eq(truncate(path, TOO_LARGE - 1), 0);
	catalogue_expect_refusal("git.example.com", "own.conf|NUL byte");
}
END_TEST

Suite *catalogue_files_suite(void)
{
	Suite *suite = suite_create("catalogue-files");
	TCase *tc = tcase_create("catalogue-files");

	tcase_add_checked_fixture(tc, catalogue_set_up, catalogue_tear_down);
	tcase_add_loop_test(tc, others_may_not_write_a_file, 0, 8);
	tcase_add_loop_test(tc, others_may_not_write_the_folder, 0, 8);
	tcase_add_test(tc, others_may_not_own_a_file);
	tcase_add_test(tc, roots_definitions_are_fine);
	tcase_add_test(tc, follows_a_link_to_a_file_that_is_fine);
	tcase_add_loop_test(tc, reads_regular_files_only, 0, 2);
	tcase_add_test(tc, a_file_is_not_a_folder);
	tcase_add_test(tc, refuses_a_file_that_is_too_large);
	suite_add_tcase(suite, tc);
	return suite;
}
