#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "helper/system/child.h"
#include "protocol/core/memory.h"
#include "tests/unit/helper/suites.h"

enum {
	LARGE = 3000000, /* far more than a socket holds */
};

static long long now(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

static int exit_with(void *argument)
{
	return *(int *)argument;
}

static int say_hello(void *argument)
{
	(void)argument;
	return write_all(STDOUT_FILENO, "hello", 5);
}

/* Sends back what it gets, while it gets it. */
static int echo(void *argument)
{
	char piece[10000];
	ssize_t got;

	(void)argument;
	while ((got = read(STDIN_FILENO, piece, sizeof(piece))) > 0)
		if (write_all(STDOUT_FILENO, piece, (size_t)got) != 0)
			return 1;
	return got == 0 ? 0 : 2;
}

static int hang(void *argument)
{
	(void)argument;
	for (;;)
		(void)pause();
	return 0;
}

static int hang_silently(void *argument)
{
	(void)write_all(STDOUT_FILENO, "half", 4);
	(void)close(STDIN_FILENO);
	(void)close(STDOUT_FILENO);
	return hang(argument);
}

static int hang_stubbornly(void *argument)
{
	(void)signal(SIGTERM, SIG_IGN);
	(void)signal(SIGINT, SIG_IGN);
	return hang(argument);
}

static int drip(void *argument)
{
	(void)argument;
	for (;;) {
		if (write_all(STDOUT_FILENO, ".", 1) != 0)
			return 1;
		(void)usleep(20000);
	}
	return 0;
}

static int flood(void *argument)
{
	(void)argument;
	for (;;)
		if (write_all(STDOUT_FILENO, "0123456789", 10) != 0)
			return 1;
	return 0;
}

static int die(void *argument)
{
	(void)write_all(STDOUT_FILENO, "last words", 10);
	/* Check has a handler of its own for SIGTERM. */
	(void)signal(*(int *)argument, SIG_DFL);
	(void)raise(*(int *)argument);
	return 0;
}

static int execute(void *argument)
{
	(void)execl("/bin/sh", "sh", "-c", (char *)argument, (char *)NULL);
	return 126;
}

/* Lists the descriptors it has, those of its listing aside. */
static int count_descriptors(void *argument)
{
	(void)argument;
	for (int fd = 3; fd < 1024; fd++)
		if (fcntl(fd, F_GETFD) >= 0)
			return 1;
	return 0;
}

static int run(int (*function)(void *), void *argument, int timeout,
	       struct buffer *answer, int *code)
{
	const struct child child = {
		.run = function,
		.argument = argument,
		.timeout = timeout,
		.max_answer = 100,
	};

	*code = -1;
	return (int)child_run(&child, answer, code);
}

/* No process of ours is left, not even a dead one. */
static void check_all_gone(void)
{
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
	ck_assert_int_eq(errno, ECHILD);
}

START_TEST(tells_the_exit_code)
{
	static int codes[] = { 0, 1, 127, 255 };
	struct buffer answer = { 0 };
	int code;

	ck_assert_int_eq(run(exit_with, &codes[_i], 5000, &answer, &code),
			 CHILD_EXITED);
	ck_assert_int_eq(code, codes[_i]);
	ck_assert_uint_eq(answer.length, 0);
	buffer_clear(&answer);
	check_all_gone();
}
END_TEST

START_TEST(gathers_the_answer)
{
	struct buffer answer = { 0 };
	int code;

	ck_assert_int_eq(run(say_hello, NULL, 5000, &answer, &code),
			 CHILD_EXITED);
	ck_assert_int_eq(code, 0);
	ck_assert_str_eq(answer.data, "hello");
	buffer_clear(&answer);
	check_all_gone();
}
END_TEST

/* Both ways at once: neither side may wait for the other for ever. */
START_TEST(talks_both_ways)
{
	static const size_t sizes[] = { 0, 1, 4096, 4097, 200000, LARGE };
	char *input = memory_alloc(sizes[_i], 1);
	struct buffer answer = { 0 };
	int code = -1;
	struct child child = {
		.run = echo,
		.input = input,
		.input_length = sizes[_i],
		.timeout = 20000,
		.max_answer = LARGE,
	};

	for (size_t i = 0; i < sizes[_i]; i++)
		input[i] = (char)(i * 7);
	ck_assert_int_eq(child_run(&child, &answer, &code), CHILD_EXITED);
	ck_assert_int_eq(code, 0);
	ck_assert_uint_eq(answer.length, sizes[_i]);
	if (sizes[_i])
		ck_assert_mem_eq(answer.data, input, sizes[_i]);
	buffer_clear(&answer);
	free(input);
}
END_TEST

/* One that does not read all it is given still has an answer. */
START_TEST(needs_no_listener)
{
	char *input = memory_alloc(LARGE, 1);
	struct buffer answer = { 0 };
	int code = -1;
	const struct child child = {
		.run = say_hello,
		.input = input,
		.input_length = LARGE,
		.timeout = 5000,
		.max_answer = 100,
	};

	ck_assert_int_eq(child_run(&child, &answer, &code), CHILD_EXITED);
	ck_assert_int_eq(code, 0);
	ck_assert_str_eq(answer.data, "hello");
	buffer_clear(&answer);
	free(input);
}
END_TEST

START_TEST(ends_what_takes_too_long)
{
	static int (*const functions[])(void *) = { hang, hang_silently,
						    hang_stubbornly, drip };
	struct buffer answer = { 0 };
	long long start = now();
	int code;

	ck_assert_int_eq(run(functions[_i], NULL, 300, &answer, &code),
			 CHILD_TIMED_OUT);
	ck_assert_int_ge(now() - start, 300);
	ck_assert_int_lt(now() - start, 300 + 1500);
	buffer_clear(&answer);
	check_all_gone();
}
END_TEST

START_TEST(ends_what_says_too_much)
{
	struct buffer answer = { 0 };
	int code;

	ck_assert_int_eq(run(flood, NULL, 20000, &answer, &code),
			 CHILD_FLOODED);
	ck_assert_uint_lt(answer.length, 100 + 4096 + 1);
	buffer_clear(&answer);
	check_all_gone();
}
END_TEST

START_TEST(takes_an_answer_of_just_that_size)
{
	char script[64];
	struct buffer answer = { 0 };
	int code;

	(void)snprintf(script, sizeof(script), "printf '%%0%dd' 0", 100 + _i);
	ck_assert_int_eq(run(execute, script, 5000, &answer, &code),
			 _i ? CHILD_FLOODED : CHILD_EXITED);
	buffer_clear(&answer);
	check_all_gone();
}
END_TEST

START_TEST(tells_of_a_signal)
{
	static int signals[] = { SIGKILL, SIGTERM };
	struct buffer answer = { 0 };
	int code;

	ck_assert_int_eq(run(die, &signals[_i], 5000, &answer, &code),
			 CHILD_KILLED);
	ck_assert_int_eq(code, -1);
	buffer_clear(&answer);
	check_all_gone();
}
END_TEST

START_TEST(may_execute_another_program)
{
	static char script[] = "cat; echo; echo said; exit 7";
	struct buffer answer = { 0 };
	int code = -1;
	const struct child child = {
		.run = execute,
		.argument = script,
		.input = "given",
		.input_length = 5,
		.timeout = 5000,
		.max_answer = 100,
	};

	ck_assert_int_eq(child_run(&child, &answer, &code), CHILD_EXITED);
	ck_assert_int_eq(code, 7);
	ck_assert_str_eq(answer.data, "given\nsaid\n");
	buffer_clear(&answer);
}
END_TEST

/* git leaves its sockets open in its helpers. */
START_TEST(hands_on_no_descriptors)
{
	struct buffer answer = { 0 };
	int ends[2];
	int code;

	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(dup2(ends[0], 900), 900);
	ck_assert_int_eq(run(count_descriptors, NULL, 5000, &answer, &code),
			 CHILD_EXITED);
	ck_assert_int_eq(code, 0);
	for (size_t i = 0; i < 2; i++)
		(void)close(ends[i]);
	(void)close(900);
	buffer_clear(&answer);
}
END_TEST

static int tell_then_hang(void *argument)
{
	pid_t pid = getpid();

	(void)argument;
	(void)write_all(STDERR_FILENO, &pid, sizeof(pid));
	return hang(NULL);
}

/* Runs a child whose number goes to the descriptor that is standard error. */
static void be_parent(int report)
{
	const struct child child = {
		.run = tell_then_hang,
		.errors = report,
		.timeout = 20000,
		.max_answer = 100,
	};
	struct buffer answer = { 0 };
	int code;

	(void)child_run(&child, &answer, &code);
	_exit(0);
}

/* A program that is killed leaves no worker behind. */
/* Closes its answer's end late, and notes that it came that far. */
static int finish_late(void *argument)
{
	const struct timespec pause = { .tv_nsec = 400000000 };

	(void)nanosleep(&pause, NULL);
	*(_Atomic bool *)argument = true;
	return 0;
}

static bool comes_true(const _Atomic bool *done)
{
	const struct timespec pause = { .tv_nsec = 20000000 };

	for (int i = 0; i < 100 && !*done; i++)
		(void)nanosleep(&pause, NULL);
	return *done;
}

/* What may linger ends what it began; the caller does not wait for it. */
START_TEST(lets_linger)
{
	_Atomic bool *done = mmap(NULL, sizeof(*done), PROT_READ | PROT_WRITE,
				  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	const struct child child = {
		.run = finish_late,
		.argument = (void *)done,
		.timeout = 50,
		.linger = _i ? 30 : 0,
		.max_answer = 100,
	};
	struct buffer answer = { 0 };
	int code = 0;

	ck_assert_ptr_ne((void *)done, MAP_FAILED);
	ck_assert_int_eq(child_run(&child, &answer, &code), CHILD_TIMED_OUT);
	ck_assert(!*done);
	ck_assert_int_eq(comes_true(done), _i);
	buffer_clear(&answer);
	(void)munmap((void *)done, sizeof(*done));
}
END_TEST

static int is_nowhere(void *argument)
{
	struct stat own, nowhere;

	(void)argument;
	return fstat(STDERR_FILENO, &own) == 0 &&
	       stat("/dev/null", &nowhere) == 0 &&
	       own.st_rdev == nowhere.st_rdev;
}

/* One that lingers would keep whoever reads them waiting. */
START_TEST(has_no_errors_of_ours)
{
	struct buffer answer = { 0 };
	int code = 0;

	ck_assert_int_eq(run(is_nowhere, NULL, 5000, &answer, &code),
			 CHILD_EXITED);
	ck_assert_int_eq(code, 1);
	buffer_clear(&answer);
}
END_TEST

START_TEST(ends_with_its_parent)
{
	int ends[2];
	pid_t worker = 0;
	pid_t parent;
	char byte;

	ck_assert_int_eq(pipe(ends), 0);
	parent = fork();
	if (parent == 0)
		be_parent(ends[1]);
	(void)close(ends[1]);
	ck_assert_int_eq(read(ends[0], &worker, sizeof(worker)),
			 sizeof(worker));
	ck_assert_int_gt(worker, 0);
	ck_assert_int_eq(kill(parent, SIGKILL), 0);
	ck_assert_int_eq(waitpid(parent, NULL, 0), parent);
	/* The pipe ends when the last that has it is gone. */
	ck_assert_int_eq(read(ends[0], &byte, 1), 0);
	(void)close(ends[0]);
}
END_TEST

Suite *child_suite(void)
{
	Suite *suite = suite_create("child");
	TCase *tc = tcase_create("child");

	tcase_set_timeout(tc, 30);
	tcase_add_loop_test(tc, tells_the_exit_code, 0, 4);
	tcase_add_test(tc, gathers_the_answer);
	tcase_add_loop_test(tc, talks_both_ways, 0, 6);
	tcase_add_test(tc, needs_no_listener);
	tcase_add_loop_test(tc, ends_what_takes_too_long, 0, 4);
	tcase_add_test(tc, ends_what_says_too_much);
	tcase_add_loop_test(tc, takes_an_answer_of_just_that_size, 0, 2);
	tcase_add_loop_test(tc, tells_of_a_signal, 0, 2);
	tcase_add_test(tc, may_execute_another_program);
	tcase_add_test(tc, hands_on_no_descriptors);
	tcase_add_test(tc, ends_with_its_parent);
	tcase_add_test(tc, has_no_errors_of_ours);
	tcase_add_loop_test(tc, lets_linger, 0, 2);
	suite_add_tcase(suite, tc);
	return suite;
}
