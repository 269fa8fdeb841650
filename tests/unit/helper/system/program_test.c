#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "helper/system/environment.h"
#include "helper/system/program.h"
#include "tests/unit/helper/suites.h"

static char folder[] = "/tmp/program-test.XXXXXX";
static struct program_result result;
static bool detached;

static void set_up(void)
{
	ck_assert_ptr_nonnull(mkdtemp(folder));
	result = (struct program_result){ 0 };
	detached = false;
}

static void tear_down(void)
{
	program_clear(&result);
	(void)rmdir(folder);
}

static long long now(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

/* Runs a line of shell. */
static void run(const char *line, const char *input, int timeout)
{
	static const char *const passed_on[] = { "HOME", "KEPT_", NULL };
	static const char *const settings[] = { "SET=by us", NULL };
	const char *const arguments[] = { "sh", "-c", line, NULL };
	const struct program program = {
		.path = "/bin/sh",
		.arguments = arguments,
		.passed_on = passed_on,
		.settings = settings,
		.input = input,
		.input_length = input ? strlen(input) : 0,
		.timeout = timeout,
		.max_answer = 1000,
		.detached = detached,
	};

	program_run(&program, &result);
}

START_TEST(passes_input_and_answer)
{
	run("cat; exit 3", "two\nlines", 20000);
	ck_assert_int_eq(result.end, CHILD_EXITED);
	ck_assert_int_eq(result.exit_code, 3);
	ck_assert_str_eq(result.answer.data, "two\nlines");
	ck_assert_str_eq(result.complaint, "");
}
END_TEST

START_TEST(picks_the_environment)
{
	(void)setenv("KEPT_ONE", "1", 1);
	(void)setenv("SECRET", "x", 1);
	run("echo \"$KEPT_ONE,$SET,$SECRET,$(pwd)\"", NULL, 20000);
	ck_assert_str_eq(result.answer.data, "1,by us,,/\n");
}
END_TEST

static const struct {
	const char *line;
	const char *complaint;
} complaints[] = {
	{ "echo one >&2; echo two >&2", "two" },
	{ "printf 'one\\ntwo\\n\\n \\r\\n' >&2", "two" },
	{ "printf '\\033[31mred' >&2", "\\x1b[31mred" },
	{ "echo out", "" },
	{ "i=0; while [ $i -lt 3000 ]; do echo lines; i=$((i + 1)); done >&2;"
	  " echo last >&2",
	  "last" },
};

START_TEST(tells_its_last_line)
{
	run(complaints[_i].line, NULL, 20000);
	ck_assert_int_eq(result.end, CHILD_EXITED);
	ck_assert_str_eq(result.complaint, complaints[_i].complaint);
}
END_TEST

static const struct {
	const char *line;
	enum child_end end;
	enum status status;
	const char *says;
} ends[] = {
	{ "exit 0", CHILD_EXITED, STATUS_OK, "" },
	{ "exit 1", CHILD_EXITED, STATUS_OK, "" },
	{ "kill -9 $$", CHILD_KILLED, STATUS_FAILED,
	  "it was ended by a signal" },
	{ "sleep 300", CHILD_TIMED_OUT, STATUS_TIMEOUT,
	  "it gave no answer in 1 seconds and was ended" },
	{ "trap '' TERM HUP; sleep 300 & wait; sleep 300", CHILD_TIMED_OUT,
	  STATUS_TIMEOUT, "it gave no answer in 1 seconds and was ended" },
	{ "exec >&-; sleep 300", CHILD_TIMED_OUT, STATUS_TIMEOUT,
	  "it gave no answer in 1 seconds and was ended" },
	{ "while :; do echo flood; done", CHILD_FLOODED, STATUS_FAILED,
	  "it answered with more than 1000 bytes" },
	{ "exit 127", CHILD_EXITED, STATUS_UNAVAILABLE,
	  "it, '/bin/sh', cannot be started" },
};

START_TEST(explains_how_it_ended)
{
	const struct program program = { .path = "/bin/sh",
					 .timeout = 1000,
					 .max_answer = 1000 };
	bool hangs = ends[_i].end == CHILD_TIMED_OUT;
	struct error e = { 0 };

	run(ends[_i].line, NULL, hangs ? 1000 : 20000);
	ck_assert_int_eq(result.end, ends[_i].end);
	ck_assert_int_eq(program_explain(&program, &result, "it", &e),
			 ends[_i].status);
	ck_assert_str_eq(e.message, ends[_i].says);
}
END_TEST

/* What goes on behind it holds its standard output, and is no matter. */
START_TEST(does_not_wait_for_what_it_leaves)
{
	const long long start = now();

	run("sleep 300 & echo $!; cat", "word", 60000);
	ck_assert_int_eq(result.end, CHILD_EXITED);
	ck_assert_ptr_nonnull(strstr(result.answer.data, "\nword"));
	ck_assert_int_lt(now() - start, 30000);
	ck_assert_int_eq(kill((pid_t)strtol(result.answer.data, NULL, 10),
			      SIGKILL),
			 0);
}
END_TEST

/* What a line of shell has written to the file `out`, which goes. */
static void take_out(char *text, size_t size)
{
	FILE *file = fopen("out", "r");
	size_t length;

	ck_assert_ptr_nonnull(file);
	length = fread(text, 1, size - 1, file);
	text[length] = '\0';
	(void)fclose(file);
	(void)unlink("out");
}

START_TEST(says_nothing_to_who_is_detached)
{
	char line[128], said[32];

	detached = true;
	ck_assert_int_eq(chdir(folder), 0);
	(void)snprintf(line, sizeof(line),
		       "cat > %s/out; head -c 3000 /dev/zero; echo err >&2; "
		       "exit 3",
		       folder);
	run(line, "two\nlines", 20000);
	ck_assert_int_eq(result.end, CHILD_EXITED);
	ck_assert_int_eq(result.exit_code, 3);
	ck_assert_str_eq(result.answer.data, "");
	ck_assert_str_eq(result.complaint, "");
	take_out(said, sizeof(said));
	ck_assert_str_eq(said, "two\nlines");
}
END_TEST

/* It alone is ended, not what it has started. */
START_TEST(ends_what_is_detached)
{
	char line[128], said[32];
	pid_t left;

	detached = true;
	ck_assert_int_eq(chdir(folder), 0);
	(void)snprintf(line, sizeof(line),
		       "sleep 300 & echo $$ $! > %s/out; wait", folder);
	run(line, NULL, 1000);
	ck_assert_int_eq(result.end, CHILD_TIMED_OUT);
	take_out(said, sizeof(said));
	left = (pid_t)strtol(strchr(said, ' '), NULL, 10);
	ck_assert_int_gt(left, 1);
	ck_assert_int_eq(kill(left, SIGKILL), 0);
	ck_assert_int_ne(kill((pid_t)strtol(said, NULL, 10), 0), 0);
}
END_TEST

static void make(const char *name, mode_t mode)
{
	int fd;

	ck_assert_int_eq(chdir(folder), 0);
	fd = open(name, O_WRONLY | O_CREAT, 0600);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(fchmod(fd, mode), 0);
	(void)close(fd);
}

START_TEST(finds_what_can_be_executed)
{
	char path[sizeof(folder) + 32];
	char *found;

	make("tool", 0700);
	make("data", 0600);
	ck_assert_int_eq(mkdir("folder", 0700), 0);
	(void)snprintf(path, sizeof(path), "relative::/nonexistent:%s", folder);
	(void)setenv("PATH", path, 1);
	found = program_find("tool");
	(void)snprintf(path, sizeof(path), "%s/tool", folder);
	ck_assert_pstr_eq(found, path);
	free(found);
	ck_assert_ptr_null(program_find("data"));
	ck_assert_ptr_null(program_find("folder"));
	ck_assert_ptr_null(program_find("none"));
	/* Never of the folder that we are in. */
	(void)setenv("PATH", ":.", 1);
	ck_assert_ptr_null(program_find("tool"));
	(void)unlink("tool");
	(void)unlink("data");
	(void)rmdir("folder");
}
END_TEST

START_TEST(knows_itself)
{
	char path[64];

	(void)snprintf(path, sizeof(path), "%s/other-name", folder);
	ck_assert_int_eq(symlink("/proc/self/exe", path), 0);
	ck_assert(program_is_ours(path));
	ck_assert(!program_is_ours(folder));
	ck_assert_int_eq(unlink(path), 0);
	ck_assert(!program_is_ours(path));
}
END_TEST

START_TEST(finds_the_bus)
{
	char path[64] = "";
	char bus[64];

	(void)snprintf(bus, sizeof(bus), "%s/bus", folder);
	(void)setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/x", 1);
	(void)setenv("XDG_RUNTIME_DIR", folder, 1);
	ck_assert_int_eq(mknod(bus, S_IFSOCK | 0600, 0), 0);
	ck_assert_str_eq(environment_bus(path, sizeof(path)), "unix:path=/x");
	/* An empty address is none. */
	(void)setenv("DBUS_SESSION_BUS_ADDRESS", "", 1);
	ck_assert_str_eq(environment_bus(path, sizeof(path)), bus);
	(void)unsetenv("DBUS_SESSION_BUS_ADDRESS");
	ck_assert_ptr_eq(environment_bus(path, sizeof(path)), path);
	ck_assert_int_eq(unlink(bus), 0);
	ck_assert_ptr_null(environment_bus(path, sizeof(path)));
	ck_assert_int_eq(mkdir(bus, 0700), 0);
	ck_assert_ptr_null(environment_bus(path, sizeof(path)));
	ck_assert_int_eq(rmdir(bus), 0);
	(void)setenv("XDG_RUNTIME_DIR", "tmp", 1);
	ck_assert_ptr_null(environment_bus(path, sizeof(path)));
	(void)unsetenv("XDG_RUNTIME_DIR");
	ck_assert_ptr_null(environment_bus(path, sizeof(path)));
}
END_TEST

/* The bus of whoever else may write there is not spoken to. */
START_TEST(trusts_no_bus_of_others)
{
	char path[64] = "";
	char bus[64];

	(void)snprintf(bus, sizeof(bus), "%s/bus", folder);
	(void)unsetenv("DBUS_SESSION_BUS_ADDRESS");
	(void)setenv("XDG_RUNTIME_DIR", folder, 1);
	ck_assert_int_eq(mknod(bus, S_IFSOCK | 0600, 0), 0);
	for (mode_t mode = 02; mode <= 020; mode *= 8) {
		ck_assert_int_eq(chmod(folder, 01700 | mode), 0);
		ck_assert_ptr_null(environment_bus(path, sizeof(path)));
	}
	ck_assert_int_eq(chmod(folder, 0700), 0);
	ck_assert_ptr_eq(environment_bus(path, sizeof(path)), path);
	if (geteuid() == 0) {
		ck_assert_int_eq(chown(bus, 65534, 65534), 0);
		ck_assert_ptr_null(environment_bus(path, sizeof(path)));
		ck_assert_int_eq(chown(bus, 0, 0), 0);
		ck_assert_int_eq(chown(folder, 65534, 65534), 0);
		ck_assert_ptr_null(environment_bus(path, sizeof(path)));
	}
	ck_assert_int_eq(unlink(bus), 0);
	(void)unsetenv("XDG_RUNTIME_DIR");
}
END_TEST

Suite *program_suite(void)
{
	Suite *suite = suite_create("program");
	TCase *test = tcase_create("program.c");

	tcase_set_timeout(test, 60);
	tcase_add_checked_fixture(test, set_up, tear_down);
	tcase_add_test(test, passes_input_and_answer);
	tcase_add_test(test, picks_the_environment);
	tcase_add_loop_test(test, tells_its_last_line, 0,
			    sizeof(complaints) / sizeof(complaints[0]));
	tcase_add_loop_test(test, explains_how_it_ended, 0,
			    sizeof(ends) / sizeof(ends[0]));
	tcase_add_test(test, does_not_wait_for_what_it_leaves);
	tcase_add_test(test, says_nothing_to_who_is_detached);
	tcase_add_test(test, ends_what_is_detached);
	tcase_add_test(test, finds_what_can_be_executed);
	tcase_add_test(test, knows_itself);
	tcase_add_test(test, finds_the_bus);
	tcase_add_test(test, trusts_no_bus_of_others);
	suite_add_tcase(suite, test);
	return suite;
}
