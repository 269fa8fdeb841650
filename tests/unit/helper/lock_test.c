#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include "helper/lock.h"
#include "tests/unit/helper/suites.h"

static FILE *file;
static char path[64];

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
	const struct lock_wanted lock = { how, "p", LOCK_SECONDS };
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
	int held[2];
	char byte;
	pid_t pid;

	ck_assert_int_eq(pipe(held), 0);
	pid = fork();
	if (pid == 0) {
		FILE *own = fopen(path, "r+");

		if (own && take(fileno(own), LOCK_ALONE) == 0)
			(void)!write(held[1], "1", 1);
		(void)usleep(100000);
		(void)raise(SIGKILL);
	}
	ck_assert_int_eq(read(held[0], &byte, 1), 1);
	ck_assert_int_eq(take(fileno(file), LOCK_ALONE), STATUS_OK);
	ck_assert_int_eq(waitpid(pid, NULL, WNOHANG), pid);
	(void)close(held[0]);
	(void)close(held[1]);
}
END_TEST

Suite *lock_suite(void)
{
	Suite *suite = suite_create("lock");
	TCase *c = tcase_create("lock");

	tcase_add_checked_fixture(c, set_up, tear_down);
	tcase_add_test(c, shares_or_not);
	tcase_add_test(c, waits_for_a_process_that_dies);
	suite_add_tcase(suite, c);
	return suite;
}
