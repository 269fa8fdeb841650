#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "helper/seal/key-file.h"
#include "tests/unit/helper/seal/file_tests.h"

static const char good_key[] =
	"ringbearer-key=1\n"
	"key="
	"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n";

static void put_key(const char *text, mode_t mode)
{
	(void)mkdir(beneath("state"), 0700);
	write_file(store.key_file, text, strlen(text), mode);
}

START_TEST(the_first_store_makes_the_key)
{
	struct stat st;
	char text[KEY_TEXT_MAX];

	store_one();
	ck_assert_int_eq(stat(store.key_file, &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0600);
	ck_assert_uint_eq(st.st_nlink, 1);
	ck_assert_uint_eq(read_file(store.key_file, text, sizeof(text)), 86);
	ck_assert_uint_eq(count_files("state"), 1);
	expect_got("git.example", "me", "canary-one");
}
END_TEST

START_TEST(nothing_but_a_store_makes_anything)
{
	struct error e = { 0 };

	ck_assert_int_eq(do_get("git.example", "me", &e), STATUS_NOT_FOUND);
	ck_assert_int_eq(do_erase("git.example", "me", &e), STATUS_NOT_FOUND);
	ck_assert_int_eq(do_list(&e), STATUS_OK);
	ck_assert_str_eq(e.message, "");
	ck_assert_int_ne(access(store.file_directory, F_OK), 0);
	ck_assert_int_ne(access(store.key_file, F_OK), 0);
}
END_TEST

START_TEST(a_store_without_records_needs_no_key)
{
	struct error e = { 0 };

	store_one();
	ck_assert_int_eq(do_erase("git.example", "me", &e), STATUS_OK);
	ck_assert_int_eq(unlink(store.key_file), 0);
	ck_assert_int_eq(do_get("git.example", "me", &e), STATUS_NOT_FOUND);
	ck_assert_int_eq(do_list(&e), STATUS_OK);
	store_one();
	expect_got("git.example", "me", "canary-one");
}
END_TEST

START_TEST(a_missing_key_is_told_and_never_replaced)
{
	struct error e = { 0 };

	store_one();
	ck_assert_int_eq(rename(store.key_file, beneath("key.backup")), 0);
	expect_all_fail(STATUS_FAILED,
			"is missing; 1 record is sealed with it");
	ck_assert_int_eq(do_get("unknown.example", "me", &e), STATUS_FAILED);
	ck_assert_ptr_nonnull(strstr(e.hint, "backup"));
	ck_assert_int_ne(access(store.key_file, F_OK), 0);
	ck_assert_int_eq(rename(beneath("key.backup"), store.key_file), 0);
	expect_got("git.example", "me", "canary-one");
}
END_TEST

START_TEST(a_wrong_key_is_told)
{
	struct error e = { 0 };

	store_one();
	ck_assert_int_eq(rename(store.key_file, beneath("key.backup")), 0);
	put_key(good_key, 0600);
	expect_all_fail(STATUS_FAILED,
			"sealed with another key than the one in");
	ck_assert_int_eq(do_get("unknown.example", "me", &e), STATUS_FAILED);
	ck_assert_ptr_nonnull(strstr(e.hint, "backup"));
	ck_assert_int_eq(rename(beneath("key.backup"), store.key_file), 0);
	expect_got("git.example", "me", "canary-one");
}
END_TEST

static const struct {
	mode_t mode;
	bool good;
} modes[] = {
	{ 0600, true },	 { 0400, true },  { 0644, false }, { 0640, false },
	{ 0604, false }, { 0620, false }, { 0602, false }, { 0610, false },
};

START_TEST(a_key_that_others_may_read_is_refused)
{
	put_key(good_key, 0600);
	store_one();
	ck_assert_int_eq(chmod(store.key_file, modes[_i].mode), 0);
	if (modes[_i].good)
		expect_got("git.example", "me", "canary-one");
	else
		expect_all_fail(STATUS_FAILED, "is open to others");
}
END_TEST

START_TEST(a_key_behind_a_link_is_refused)
{
	store_one();
	ck_assert_int_eq(rename(store.key_file, beneath("real.key")), 0);
	ck_assert_int_eq(symlink(beneath("real.key"), store.key_file), 0);
	expect_all_fail(STATUS_FAILED, "is a symbolic link");
}
END_TEST

START_TEST(a_key_that_is_no_file_is_refused_without_waiting)
{
	store_one();
	ck_assert_int_eq(unlink(store.key_file), 0);
	if (_i == 0)
		ck_assert_int_eq(mkfifo(store.key_file, 0600), 0);
	else
		ck_assert_int_eq(mkdir(store.key_file, 0700), 0);
	expect_all_fail(STATUS_FAILED, "is not a regular file");
}
END_TEST

START_TEST(a_key_of_another_user_is_refused)
{
	store_one();
	ck_assert_int_eq(chown(store.key_file, 12345, (gid_t)-1), 0);
	expect_all_fail(STATUS_FAILED, "belongs to another user");
}
END_TEST

static const struct {
	const char *text;
	const char *part;
} bad_keys[] = {
	{ "", "is no key file, or is damaged" },
	{ "ringbearer-key=1\nkey=00\n", "is no key file, or is damaged" },
	{ "ringbearer-key=2\nkey=00\n", "was written by a newer ringbearer" },
	{ "ringbearer-key=1\nopslimit=3\nmemlimit=9999999999\n"
	  "salt=000102030405060708090a0b0c0d0e0f\n"
	  "nonce=6465666768696a6b6c6d6e6f707172737475767778797a7b\n"
	  "sealed=000102030405060708090a0b0c0d0e0f000102030405060708090a0b0c0d"
	  "0e0f000102030405060708090a0b0c0d0e0f\n",
	  "asks for more time or memory" },
	{ "ringbearer-key=1\nopslimit=3\nmemlimit=8192\n"
	  "salt=000102030405060708090a0b0c0d0e0f\n"
	  "nonce=6465666768696a6b6c6d6e6f707172737475767778797a7b\n"
	  "sealed=000102030405060708090a0b0c0d0e0f000102030405060708090a0b0c0d"
	  "0e0f000102030405060708090a0b0c0d0e0f\n",
	  "is sealed by a passphrase" },
};

START_TEST(a_damaged_key_is_told)
{
	store_one();
	put_key(bad_keys[_i].text, 0600);
	expect_all_fail(STATUS_FAILED, bad_keys[_i].part);
}
END_TEST

START_TEST(a_key_file_of_any_length_is_told)
{
	char *text = calloc(1, 1 << 20);

	store_one();
	memset(text, 'x', (1 << 20) - 1);
	put_key(text, 0600);
	free(text);
	expect_all_fail(STATUS_FAILED, "is larger than it can be");
}
END_TEST

START_TEST(a_plain_key_is_not_taken_for_a_sealed_one)
{
	store_one();
	store.key = KEY_PASSPHRASE;
	expect_all_fail(STATUS_FAILED, "is not sealed by a passphrase");
}
END_TEST

START_TEST(a_credential_of_systemd_is_the_key)
{
	store.key = KEY_CREDENTIAL;
	ck_assert_int_eq(mkdir(beneath("credentials"), 0700), 0);
	write_file(beneath("credentials/ringbearer.key"), good_key,
		   strlen(good_key), 0440);
	ck_assert_int_eq(setenv("CREDENTIALS_DIRECTORY", beneath("credentials"),
				1),
			 0);
	store_one();
	expect_got("git.example", "me", "canary-one");
	ck_assert_int_ne(access(store.key_file, F_OK), 0);
	ck_assert_int_eq(chmod(beneath("credentials/ringbearer.key"), 0444), 0);
	expect_all_fail(STATUS_FAILED, "is open to others");
	ck_assert_int_eq(unlink(beneath("credentials/ringbearer.key")), 0);
	expect_all_fail(STATUS_UNAVAILABLE, "is missing in");
	ck_assert_int_eq(unsetenv("CREDENTIALS_DIRECTORY"), 0);
	expect_all_fail(STATUS_UNAVAILABLE, "is missing in");
}
END_TEST

/* Types the next line of `*typed` once a prompt was shown. */
static void answer(int terminal, const char **typed)
{
	const char *end = strchr(*typed, '\n');

	if (!end)
		return;
	end++;
	ck_assert_int_eq(write(terminal, *typed, (size_t)(end - *typed)),
			 end - *typed);
	*typed = end;
}

/*
 * Runs `work` on a terminal of its own, where the lines of `typed` are typed,
 * and shall not be seen.
 */
static int on_a_terminal(const char *typed, int (*work)(void))
{
	char shown[1024] = "";
	int ended = 0;
	int terminal;
	ssize_t length;
	pid_t child = forkpty(&terminal, NULL, NULL, NULL);

	ck_assert_int_ge(child, 0);
	if (child == 0)
		_exit(work());
	while ((length = read(terminal, shown, sizeof(shown) - 1)) > 0) {
		shown[length] = '\0';
		ck_assert_ptr_null(strstr(shown, "sesam"));
		if (strstr(shown, ": "))
			answer(terminal, &typed);
	}
	ck_assert_int_eq(waitpid(child, &ended, 0), child);
	(void)close(terminal);
	return WIFEXITED(ended) ? WEXITSTATUS(ended) : -1;
}

static int store_it(void)
{
	struct error e = { 0 };

	return (int)do_store("git.example", "me", "canary-one", &e);
}

static int get_it(void)
{
	struct error e = { 0 };

	return (int)do_get("git.example", "me", &e);
}

START_TEST(a_passphrase_seals_the_key)
{
	char text[KEY_TEXT_MAX] = "";

	store.key = KEY_PASSPHRASE;
	ck_assert_int_eq(on_a_terminal("one\ntwo\n", store_it), STATUS_LOCKED);
	ck_assert_int_eq(on_a_terminal("\n\n", store_it), STATUS_LOCKED);
	ck_assert_int_ne(access(store.key_file, F_OK), 0);
	ck_assert_int_eq(on_a_terminal("sesame\nsesame\n", store_it),
			 STATUS_OK);
	(void)read_file(store.key_file, text, sizeof(text) - 1);
	ck_assert_ptr_nonnull(
		strstr(text, "\nopslimit=3\nmemlimit=67108864\n"));
	ck_assert_ptr_null(strstr(text, "key=0"));
	ck_assert_ptr_null(strstr(text, "\nkey="));
	ck_assert_int_eq(on_a_terminal("sesame\n", get_it), STATUS_OK);
	ck_assert_int_eq(on_a_terminal("sesam\n", get_it), STATUS_LOCKED);
}
END_TEST

static int use_it(void)
{
	struct error e = { 0 };
	enum status status = do_get("git.example", "me", &e);

	if (status == STATUS_OK)
		status = do_store("other.example", "me", "canary-two", &e);
	if (status == STATUS_OK)
		status = do_list(&e);
	/* Even where it may not be asked for. */
	store.prompt = false;
	return (int)(status == STATUS_OK ? do_erase("other.example", "me", &e)
					 : status);
}

static int make_and_use_it(void)
{
	int status = store_it();

	return status == STATUS_OK ? use_it() : status;
}

START_TEST(a_passphrase_is_asked_for_once)
{
	store.key = KEY_PASSPHRASE;
	ck_assert_int_eq(on_a_terminal("sesame\nsesame\n", make_and_use_it),
			 STATUS_OK);
	ck_assert_int_eq(on_a_terminal("sesame\n", use_it), STATUS_OK);
}
END_TEST

/* Puts the key of another passphrase in the place of the one just unsealed. */
static int get_from_another(void)
{
	int status = get_it();

	if (status != STATUS_OK ||
	    rename(beneath("another.key"), store.key_file) != 0)
		return STATUS_FAILED;
	store.prompt = false;
	return get_it();
}

START_TEST(a_key_file_that_was_replaced_is_asked_for_again)
{
	store.key = KEY_PASSPHRASE;
	ck_assert_int_eq(on_a_terminal("sesame\nsesame\n", store_it),
			 STATUS_OK);
	ck_assert_int_eq(rename(store.key_file, beneath("another.key")), 0);
	ck_assert_int_eq(rename(beneath("store"), beneath("old")), 0);
	ck_assert_int_eq(on_a_terminal("sesame\nsesame\n", store_it),
			 STATUS_OK);
	ck_assert_int_eq(on_a_terminal("sesame\n", get_from_another),
			 STATUS_LOCKED);
}
END_TEST

static int locked_without_terminal(void)
{
	struct error e = { 0 };

	(void)setsid();
	return do_get("git.example", "me", &e) == STATUS_LOCKED &&
			       strstr(e.message, "no terminal") &&
			       strstr(e.hint, "terminal")
		       ? 0
		       : 1;
}

START_TEST(a_passphrase_is_asked_only_where_a_person_may_answer)
{
	struct error e = { 0 };
	int ended = 0;
	pid_t child;

	store.key = KEY_PASSPHRASE;
	ck_assert_int_eq(do_get("git.example", "me", &e), STATUS_NOT_FOUND);
	ck_assert_int_eq(on_a_terminal("sesame\nsesame\n", store_it),
			 STATUS_OK);
	ck_assert_int_eq(setenv("GIT_TERMINAL_PROMPT", "0", 1), 0);
	expect_all_fail(STATUS_LOCKED, "asking for it is forbidden");
	ck_assert_int_eq(on_a_terminal("sesame\n", get_it), STATUS_LOCKED);
	ck_assert_int_eq(unsetenv("GIT_TERMINAL_PROMPT"), 0);
	store.prompt = false;
	expect_all_fail(STATUS_LOCKED, "asking for it is forbidden");
	store.prompt = true;
	child = fork();
	if (child == 0)
		_exit(locked_without_terminal());
	ck_assert_int_eq(waitpid(child, &ended, 0), child);
	ck_assert_int_eq(ended, 0);
}
END_TEST

void add_key_cases(Suite *suite)
{
	TCase *test = tcase_create("key");

	tcase_add_checked_fixture(test, store_set_up, store_tear_down);
	tcase_set_timeout(test, 30);
	tcase_add_test(test, the_first_store_makes_the_key);
	tcase_add_test(test, nothing_but_a_store_makes_anything);
	tcase_add_test(test, a_store_without_records_needs_no_key);
	tcase_add_test(test, a_missing_key_is_told_and_never_replaced);
	tcase_add_test(test, a_wrong_key_is_told);
	tcase_add_loop_test(test, a_key_that_others_may_read_is_refused, 0,
			    sizeof(modes) / sizeof(modes[0]));
	tcase_add_test(test, a_key_behind_a_link_is_refused);
	tcase_add_loop_test(test,
			    a_key_that_is_no_file_is_refused_without_waiting, 0,
			    2);
	/* Only root can give a file away. */
	if (geteuid() == 0)
		tcase_add_test(test, a_key_of_another_user_is_refused);
	tcase_add_loop_test(test, a_damaged_key_is_told, 0,
			    sizeof(bad_keys) / sizeof(bad_keys[0]));
	tcase_add_test(test, a_key_file_of_any_length_is_told);
	tcase_add_test(test, a_plain_key_is_not_taken_for_a_sealed_one);
	tcase_add_test(test, a_credential_of_systemd_is_the_key);
	tcase_add_test(test, a_passphrase_seals_the_key);
	tcase_add_test(test, a_passphrase_is_asked_for_once);
	tcase_add_test(test, a_key_file_that_was_replaced_is_asked_for_again);
	tcase_add_test(test,
		       a_passphrase_is_asked_only_where_a_person_may_answer);
	suite_add_tcase(suite, test);
}
