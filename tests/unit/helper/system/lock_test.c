#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "helper/system/lock.h"
#include "protocol/core/clock.h"
#include "tests/unit/helper/suites.h"

enum {
	CROWD = 6,
	TURNS = 90, /* of all together */
};

static FILE *file;
static char path[128];

static void set_up(void)
{
	file = tmpfile();
	ck_assert_ptr_nonnull(file);
	(void)snprintf(path, sizeof(path), "/proc/%ld/fd/%d", (long)getpid(),
		       fileno(file));
}

static void tear_down(void)
{
	(void)fclose(file);
}

/* Another opening of the file: a lock belongs to one. */
static FILE *open_again(void)
{
	FILE *other = fopen(path, "r+");

	ck_assert_ptr_nonnull(other);
	return other;
}

static enum status take(int fd, enum lock how)
{
	const struct lock_wanted lock = { .how = how,
					  .path = "p",
					  .seconds = LOCK_SECONDS };
	struct error e = { 0 };

	return lock_wait(fd, &lock, &e);
}

START_TEST(shares_or_not)
{
	FILE *other = open_again();

	ck_assert_int_eq(take(fileno(file), LOCK_SHARED), STATUS_OK);
	ck_assert_int_eq(take(fileno(other), LOCK_SHARED), STATUS_OK);
	(void)fclose(other);
	ck_assert_int_eq(take(fileno(file), LOCK_ALONE), STATUS_OK);
	other = open_again();
	ck_assert_int_ne(flock(fileno(other), LOCK_SH | LOCK_NB), 0);
	(void)fclose(other);
	ck_assert_int_eq(take(-1, LOCK_ALONE), STATUS_FAILED);
}
END_TEST

/* The kernel gives back what a process holds that is killed. */
START_TEST(waits_for_a_process_that_dies)
{
	int said[2], code;
	char bytes[2];
	pid_t pid;

	ck_assert_int_eq(pipe2(said, O_NONBLOCK), 0);
	pid = fork();
	if (pid == 0) {
		FILE *own = fopen(path, "r+");

		if (own && take(fileno(own), LOCK_ALONE) == 0)
			(void)!write(said[1], "1", 1);
		(void)usleep(100000);
		(void)!write(said[1], "2", 1);
		(void)raise(SIGKILL);
	}
	while (read(said[0], bytes, 1) != 1)
		(void)usleep(1000);
	ck_assert_int_eq(take(fileno(file), LOCK_ALONE), STATUS_OK);
	ck_assert_int_eq(read(said[0], bytes, 2), 1);
	ck_assert_int_eq(bytes[0], '2');
	ck_assert_int_eq(waitpid(pid, &code, 0), pid);
	(void)close(said[0]);
	(void)close(said[1]);
}
END_TEST

static void nothing(int number)
{
	(void)number;
}

/* Whatever the caller has made of SIGALRM, and it is as before afterwards. */
START_TEST(waits_no_longer_than_it_may)
{
	const struct lock_wanted wanted = { .how = LOCK_ALONE,
					    .path = "the path",
					    .seconds = 1 };
	const struct sigaction own = { .sa_handler =
					       _i == 1 ? SIG_IGN : nothing };
	struct sigaction now;
	FILE *other = open_again();
	struct error e = { 0 };
	sigset_t only, mask;
	long long begin = clock_now();

	(void)sigemptyset(&only);
	(void)sigaddset(&only, SIGALRM);
	ck_assert_int_eq(sigaction(SIGALRM, &own, NULL), 0);
	ck_assert_int_eq(sigprocmask(_i == 2 ? SIG_BLOCK : SIG_UNBLOCK, &only,
				     NULL),
			 0);
	ck_assert_int_eq(take(fileno(file), LOCK_ALONE), STATUS_OK);
	ck_assert_int_eq(alarm(100), 0);
	ck_assert_int_eq(lock_wait(fileno(other), &wanted, &e), STATUS_TIMEOUT);
	ck_assert_int_ge(clock_now() - begin, 1000);
	/* The own one again: it has most of its time left. */
	ck_assert_int_gt(alarm(0), 90);
	ck_assert_str_eq(e.message, "another process has held the lock "
				    "'the path' for 1 seconds");
	ck_assert_int_eq(sigaction(SIGALRM, NULL, &now), 0);
	ck_assert_ptr_eq(now.sa_handler, own.sa_handler);
	ck_assert_int_eq(sigprocmask(SIG_BLOCK, NULL, &mask), 0);
	ck_assert_int_eq(sigismember(&mask, SIGALRM), _i == 2);
	(void)fclose(other);
}
END_TEST

/* Takes turns, with the shortest of pauses, until all together had enough. */
static void take_turns(atomic_int *turns, atomic_int *all)
{
	while (atomic_load(all) < TURNS) {
		FILE *own = fopen(path, "r+");

		if (!own || take(fileno(own), LOCK_ALONE) != STATUS_OK)
			_exit(1);
		(void)atomic_fetch_add(turns, 1);
		(void)atomic_fetch_add(all, 1);
		(void)usleep(15000);
		(void)fclose(own);
		(void)usleep(1000);
	}
	_exit(0);
}

/* Nobody is left out because others come back sooner. */
START_TEST(takes_turns)
{
	atomic_int *turns =
		mmap(NULL, sizeof(*turns) * (CROWD + 1), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int code;

	ck_assert_ptr_ne(turns, MAP_FAILED);
	for (int i = 0; i < CROWD; i++)
		if (fork() == 0)
			take_turns(&turns[i], &turns[CROWD]);
	for (int i = 0; i < CROWD; i++) {
		ck_assert_int_gt(wait(&code), 0);
		ck_assert_int_eq(code, 0);
	}
	for (int i = 0; i < CROWD; i++)
		ck_assert_int_ge(atomic_load(&turns[i]), TURNS / CROWD * 2 / 3);
	(void)munmap(turns, sizeof(*turns) * (CROWD + 1));
}
END_TEST

static char root[64];

static void set_up_state(void)
{
	(void)snprintf(root, sizeof(root), "/tmp/ringbearer-lock.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(root));
	(void)setenv("XDG_STATE_HOME", root, 1);
	(void)snprintf(path, sizeof(path), "%s/ringbearer/one.lock", root);
}

static void tear_down_state(void)
{
	char folder[80];

	(void)unsetenv("XDG_STATE_HOME");
	(void)snprintf(folder, sizeof(folder), "%s/ringbearer", root);
	(void)unlink(path);
	if (rmdir(folder) != 0)
		(void)unlink(folder);
	(void)rmdir(root);
}

static struct lock_wanted state_lock(enum lock how)
{
	return (struct lock_wanted){ .how = how,
				     .path = "one.lock",
				     .seconds = 1 };
}

/* Whether somebody else may take the lock now. */
static bool is_free(void)
{
	int fd = open(path, O_RDWR);
	bool taken = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0;

	ck_assert_int_ge(fd, 0);
	(void)close(fd);
	return taken;
}

START_TEST(locks_under_the_state_folder)
{
	const struct lock_wanted wanted = state_lock(LOCK_ALONE);
	struct error e = { 0 };
	struct stat st;
	int fd = -2;

	ck_assert_int_eq(lock_state(&wanted, &fd, &e), STATUS_OK);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(fcntl(fd, F_GETFD), FD_CLOEXEC);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0600);
	ck_assert(!is_free());
	lock_release(fd);
	ck_assert(is_free());
	lock_release(-1);
	ck_assert_str_eq(e.message, "");
}
END_TEST

START_TEST(makes_no_lock_to_share)
{
	const struct lock_wanted wanted = state_lock(LOCK_SHARED);
	const struct lock_wanted alone = state_lock(LOCK_ALONE);
	struct error e = { 0 };
	int fd = -2;

	ck_assert_int_eq(lock_state(&wanted, &fd, &e), STATUS_NOT_FOUND);
	ck_assert_int_eq(fd, -1);
	ck_assert_str_eq(e.message, "");
	ck_assert_int_eq(lock_state(&alone, &fd, &e), STATUS_OK);
	lock_release(fd);
	ck_assert_int_eq(lock_state(&wanted, &fd, &e), STATUS_OK);
	ck_assert(!is_free());
	lock_release(fd);
}
END_TEST

/* Held by another, a lock is waited for, whether it is optional or not. */
START_TEST(gives_up_one_that_is_held)
{
	struct lock_wanted wanted = state_lock(LOCK_ALONE);
	struct error e = { 0 };
	char expected[256];
	int held = -1, fd = -2;

	ck_assert_int_eq(lock_state(&wanted, &held, &e), STATUS_OK);
	wanted.optional = _i == 1;
	ck_assert_int_eq(lock_state(&wanted, &fd, &e), STATUS_TIMEOUT);
	ck_assert_int_eq(fd, -1);
	(void)snprintf(expected, sizeof(expected),
		       "another process has held the lock '%s' for 1 seconds",
		       path);
	ck_assert_str_eq(e.message, expected);
	lock_release(held);
}
END_TEST

/* No folder, or somebody's link in its place: nothing is opened. */
START_TEST(goes_on_without_an_optional_lock)
{
	struct lock_wanted wanted = state_lock(LOCK_ALONE);
	struct error e = { 0 };
	char expected[256];
	int fd = -2;

	path[strlen(root) + strlen("/ringbearer")] = '\0';
	if (_i == 1)
		ck_assert_int_eq(mkdir(path, 0700), 0);
	else
		ck_assert_int_eq(symlink("/dev/null", path), 0);
	path[strlen(path)] = '/';
	if (_i == 1)
		ck_assert_int_eq(symlink("elsewhere", path), 0);
	ck_assert_int_eq(lock_state(&wanted, &fd, &e), STATUS_FAILED);
	ck_assert_int_eq(fd, -1);
	(void)snprintf(expected, sizeof(expected),
		       "cannot open the lock '%s': %s", path,
		       _i == 1 ? "Too many levels of symbolic links"
			       : "Not a directory");
	ck_assert_str_eq(e.message, expected);
	wanted.optional = true;
	ck_assert_int_eq(lock_state(&wanted, &fd, &e), STATUS_OK);
	ck_assert_int_eq(fd, -1);
}
END_TEST

START_TEST(locks_beneath_a_folder)
{
	struct lock_wanted wanted = state_lock(LOCK_SHARED);
	struct folder base = FOLDER_CLOSED;
	struct error e = { 0 };
	char expected[256];
	int fd = -2;

	path[strlen(path) - strlen("/one.lock")] = '\0';
	ck_assert_int_eq(mkdir(path, 0700), 0);
	ck_assert_int_eq(folder_open(path, &base, &e), STATUS_OK);
	path[strlen(path)] = '/';
	ck_assert_int_eq(lock_take(&base, &wanted, &fd, &e), STATUS_NOT_FOUND);
	ck_assert_int_eq(fd, -1);
	wanted.how = LOCK_ALONE;
	ck_assert_int_eq(lock_take(&base, &wanted, &fd, &e), STATUS_OK);
	ck_assert(!is_free());
	ck_assert_int_eq(lock_take(&base, &wanted, &fd, &e), STATUS_TIMEOUT);
	ck_assert_int_eq(fd, -1);
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(symlink("elsewhere", path), 0);
	ck_assert_int_eq(lock_take(&base, &wanted, &fd, &e), STATUS_FAILED);
	ck_assert_int_eq(fd, -1);
	(void)snprintf(expected, sizeof(expected),
		       "cannot open the lock '%s': Too many levels of symbolic "
		       "links",
		       path);
	ck_assert_str_eq(e.message, expected);
	folder_close(&base);
}
END_TEST

static TCase *state_case(void)
{
	TCase *c = tcase_create("state");

	tcase_add_checked_fixture(c, set_up_state, tear_down_state);
	tcase_set_timeout(c, 30);
	tcase_add_test(c, locks_under_the_state_folder);
	tcase_add_test(c, makes_no_lock_to_share);
	tcase_add_loop_test(c, gives_up_one_that_is_held, 0, 2);
	tcase_add_loop_test(c, goes_on_without_an_optional_lock, 0, 2);
	tcase_add_test(c, locks_beneath_a_folder);
	return c;
}

Suite *lock_suite(void)
{
	Suite *suite = suite_create("lock");
	TCase *c = tcase_create("lock");

	tcase_add_checked_fixture(c, set_up, tear_down);
	tcase_set_timeout(c, 30);
	tcase_add_test(c, shares_or_not);
	tcase_add_test(c, waits_for_a_process_that_dies);
	tcase_add_loop_test(c, waits_no_longer_than_it_may, 0, 3);
	tcase_add_test(c, takes_turns);
	suite_add_tcase(suite, c);
	suite_add_tcase(suite, state_case());
	return suite;
}
