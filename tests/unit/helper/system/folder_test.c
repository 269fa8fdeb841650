#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/helper/seal/file_tests.h"

START_TEST(folders_and_records_are_closed_to_others)
{
	struct stat st;

	(void)umask(0);
	store_one();
	ck_assert_int_eq(stat(beneath("store"), &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0700);
	ck_assert_int_eq(stat(only_host(), &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0700);
	ck_assert_int_eq(stat(only_record(), &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0600);
}
END_TEST

START_TEST(nothing_of_a_record_can_be_read_in_the_store)
{
	char command[512];

	store_one();
	(void)snprintf(command, sizeof(command),
		       "! { find '%s'; cat $(find '%s' -type f); } | "
		       "grep -aqE 'git.example|canary|https|me='",
		       store.file_directory, store.file_directory);
	ck_assert_int_eq(system(command), 0);
}
END_TEST

static const mode_t loose_modes[] = { 0777, 0750, 0705, 0701, 0770, 0720 };

START_TEST(a_store_that_is_open_to_others_is_refused)
{
	store_one();
	ck_assert_int_eq(chmod(store.file_directory, loose_modes[_i]), 0);
	expect_all_fail(STATUS_FAILED, "is open to others (mode 0");
}
END_TEST

START_TEST(a_store_behind_a_link_is_refused)
{
	store_one();
	ck_assert_int_eq(rename(store.file_directory, beneath("real")), 0);
	ck_assert_int_eq(symlink(beneath("real"), store.file_directory), 0);
	if (_i == 1) {
		free(store.file_directory);
		store.file_directory = strdup(beneath("store//"));
	}
	expect_all_fail(STATUS_FAILED,
			"is not a folder, or is a symbolic link");
}
END_TEST

START_TEST(a_store_that_is_no_folder_is_refused)
{
	write_file(store.file_directory, "", 0, 0600);
	expect_all_fail(STATUS_FAILED,
			"is not a folder, or is a symbolic link");
}
END_TEST

START_TEST(a_store_of_another_user_is_refused)
{
	store_one();
	ck_assert_int_eq(chown(store.file_directory, 12345, (gid_t)-1), 0);
	expect_all_fail(STATUS_FAILED, "belongs to another user");
}
END_TEST

/* Moves `path` away and puts a symbolic link to it in its place. */
static void put_link(const char *path)
{
	ck_assert_int_eq(rename(path, beneath("moved")), 0);
	ck_assert_int_eq(symlink(beneath("moved"), path), 0);
}

START_TEST(no_link_inside_of_the_store_is_followed)
{
	char path[1024];

	store_one();
	(void)snprintf(path, sizeof(path), "%s", only_host());
	if (_i == 1)
		*strrchr(path, '/') = '\0';
	if (_i == 2)
		(void)snprintf(path, sizeof(path), "%s",
			       beneath("store/records"));
	put_link(path);
	expect_all_fail(STATUS_FAILED, "cannot open the folder");
	ck_assert_uint_eq(count_files("moved"), 1);
}
END_TEST

/* Reading fails with `part`; storing anew puts it right. */
static void expect_bad_record(const char *part)
{
	struct error e = { 0 };

	ck_assert_int_eq(do_get("git.example", "me", &e), STATUS_FAILED);
	ck_assert_msg(strstr(e.message, part), "%s", e.message);
	ck_assert_msg(strstr(e.message, "/records/"), "%s", e.message);
	ck_assert_int_eq(do_erase("git.example", "me", &e), STATUS_FAILED);
	ck_assert_msg(strstr(e.message, part), "%s", e.message);
	ck_assert_int_eq(do_list(&e), STATUS_FAILED);
	ck_assert_msg(strstr(e.message, part), "%s", e.message);
}

START_TEST(a_record_must_be_a_file_of_its_own)
{
	static const char *const parts[] = { "is a symbolic link",
					     "has a second hard link",
					     "is not a regular file",
					     "is not a regular file",
					     "is larger than it can be" };
	char path[1024];

	store_one();
	(void)snprintf(path, sizeof(path), "%s", only_record());
	if (_i == 0)
		put_link(path);
	if (_i == 1)
		ck_assert_int_eq(link(path, beneath("second")), 0);
	if (_i > 1)
		ck_assert_int_eq(unlink(path), 0);
	if (_i == 2)
		ck_assert_int_eq(mkfifo(path, 0600), 0);
	if (_i == 3)
		ck_assert_int_eq(mkdir(path, 0700), 0);
	if (_i == 4) {
		write_file(path, "RBRECORD", 8, 0600);
		ck_assert_int_eq(truncate(path, 1LL << 40), 0);
	}
	expect_bad_record(parts[_i]);
}
END_TEST

START_TEST(a_damaged_record_is_told_and_stays)
{
	unsigned char bytes[4096];
	char path[1024];
	size_t length;

	store_one();
	(void)snprintf(path, sizeof(path), "%s", only_record());
	length = read_file(path, bytes, sizeof(bytes));
	for (size_t i = 0; i < length; i += 7) {
		bytes[i] ^= 0x40;
		write_file(path, bytes, length, 0600);
		expect_bad_record(i < 8	   ? "is no record of ringbearer"
				  : i < 9  ? "newer ringbearer"
				  : i < 25 ? "is sealed with another key"
					   : "is damaged, or was moved");
		bytes[i] ^= 0x40;
	}
	for (size_t cut = 0; cut < length; cut += 31) {
		write_file(path, bytes, cut, 0600);
		expect_bad_record(cut < 8 ? "is no record of ringbearer"
					  : "is damaged, or was moved");
	}
	ck_assert_int_eq(access(path, F_OK), 0);
	store_one();
	expect_got("git.example", "me", "canary-one");
}
END_TEST

START_TEST(records_that_changed_places_are_told)
{
	char mine[1024];
	char theirs[1024];
	struct error e = { 0 };

	store_one();
	(void)snprintf(mine, sizeof(mine), "%s", only_record());
	ck_assert_int_eq(rename(mine, beneath("mine")), 0);
	ck_assert_int_eq(do_store(_i ? "git.example" : "other.example",
				  _i ? "you" : "me", "canary-two", &e),
			 STATUS_OK);
	/* The folder of the first host is empty now, and may stay. */
	if (_i == 0)
		*strrchr(mine, '/') = '\0';
	if (_i == 0)
		ck_assert_int_eq(rmdir(mine), 0);
	(void)snprintf(theirs, sizeof(theirs), "%s", only_record());
	ck_assert_int_eq(rename(beneath("mine"), theirs), 0);
	ck_assert_int_eq(do_get(_i ? "git.example" : "other.example",
				_i ? "you" : "me", &e),
			 STATUS_FAILED);
	ck_assert_ptr_nonnull(
		strstr(e.message, "was moved here from another name"));
}
END_TEST

START_TEST(a_foreign_file_is_told_and_stays)
{
	char path[2048];

	store_one();
	(void)snprintf(path, sizeof(path), "%s/notes.txt", only_host());
	write_file(path, "mine", 4, 0600);
	expect_bad_record("notes.txt' is no record of ringbearer");
	ck_assert_int_eq(access(path, F_OK), 0);
	ck_assert_int_eq(unlink(path), 0);
	(void)snprintf(path, sizeof(path), "%s-x", only_host());
	ck_assert_int_eq(mkdir(path, 0700), 0);
	ck_assert_int_eq(do_list(&(struct error){ 0 }), STATUS_FAILED);
	expect_got("git.example", "me", "canary-one");
}
END_TEST

START_TEST(what_a_dead_process_left_is_passed_over_and_removed)
{
	struct error e = { 0 };
	char path[2048];

	store_one();
	(void)snprintf(path, sizeof(path), "%s/.tmp-new", only_host());
	write_file(path, "half", 4, 0600);
	expect_got("git.example", "me", "canary-one");
	ck_assert_int_eq(do_list(&e), STATUS_OK);
	ck_assert_int_eq(do_store("git.example", "you", "canary-two", &e),
			 STATUS_OK);
	ck_assert_int_ne(access(path, F_OK), 0);
	write_file(path, "half", 4, 0600);
	ck_assert_int_eq(do_erase("git.example", NULL, &e), STATUS_OK);
	ck_assert_uint_eq(count_files("store/records"), 0);
	ck_assert_int_eq(do_get("git.example", "me", &e), STATUS_NOT_FOUND);
}
END_TEST

START_TEST(an_erase_leaves_no_file_and_no_folder_of_the_host)
{
	struct error e = { 0 };
	char path[1024];

	store_one();
	(void)snprintf(path, sizeof(path), "%s", only_host());
	ck_assert_int_eq(do_erase("git.example", "me", &e), STATUS_OK);
	ck_assert_int_ne(access(path, F_OK), 0);
	ck_assert_uint_eq(count_files("store/records"), 0);
}
END_TEST

/* Holds every lock of the store until `end` is closed. */
static void hold_locks(int end)
{
	char byte;

	for (const char *name = "0123456789abcdef"; *name; name++) {
		int fd = open(beneath("store/locks/%c", *name),
			      O_RDWR | O_CREAT, 0600);

		if (fd < 0 || flock(fd, LOCK_EX) != 0)
			_exit(1);
	}
	(void)!write(end, "x", 1);
	(void)!read(end, &byte, 1);
	if (byte == 'w')
		(void)usleep(300000);
	_exit(0);
}

START_TEST(a_writer_waits_for_the_lock_and_a_reader_does_not)
{
	struct error e = { 0 };
	char byte = 0;
	int pair[2];
	pid_t child;

	store_one();
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	child = fork();
	if (child == 0)
		hold_locks(pair[1]);
	ck_assert_int_eq(read(pair[0], &byte, 1), 1);
	expect_got("git.example", "me", "canary-one");
	ck_assert_int_eq(do_list(&e), STATUS_OK);
	ck_assert_int_eq(waitpid(child, NULL, WNOHANG), 0);
	ck_assert_int_eq(write(pair[0], "w", 1), 1);
	ck_assert_int_eq(do_store("git.example", "me", "canary-two", &e),
			 STATUS_OK);
	ck_assert_int_eq(waitpid(child, NULL, WNOHANG), child);
	expect_got("git.example", "me", "canary-two");
}
END_TEST

void add_folder_cases(Suite *suite)
{
	TCase *test = tcase_create("folder");

	tcase_add_checked_fixture(test, store_set_up, store_tear_down);
	tcase_set_timeout(test, 30);
	tcase_add_test(test, folders_and_records_are_closed_to_others);
	tcase_add_test(test, nothing_of_a_record_can_be_read_in_the_store);
	tcase_add_loop_test(test, a_store_that_is_open_to_others_is_refused, 0,
			    sizeof(loose_modes) / sizeof(loose_modes[0]));
	tcase_add_loop_test(test, a_store_behind_a_link_is_refused, 0, 2);
	tcase_add_test(test, a_store_that_is_no_folder_is_refused);
	/* Only root can give a folder away. */
	if (geteuid() == 0)
		tcase_add_test(test, a_store_of_another_user_is_refused);
	tcase_add_loop_test(test, no_link_inside_of_the_store_is_followed, 0,
			    3);
	tcase_add_loop_test(test, a_record_must_be_a_file_of_its_own, 0, 5);
	tcase_add_test(test, a_damaged_record_is_told_and_stays);
	tcase_add_loop_test(test, records_that_changed_places_are_told, 0, 2);
	tcase_add_test(test, a_foreign_file_is_told_and_stays);
	tcase_add_test(test,
		       what_a_dead_process_left_is_passed_over_and_removed);
	tcase_add_test(test, an_erase_leaves_no_file_and_no_folder_of_the_host);
	tcase_add_test(test, a_writer_waits_for_the_lock_and_a_reader_does_not);
	suite_add_tcase(suite, test);
}
