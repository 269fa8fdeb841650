#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "helper/events/journal.h"
#include "tests/unit/helper/suites.h"

enum {
	NOON = 1795521600, /* 2026-11-24T12:00:00Z */
	WRITERS = 50,
	LINES = 20, /* of each writer */
};

static char root[64];
static char path[128];
static char older[160];

static void set_up(void)
{
	(void)snprintf(root, sizeof(root), "/tmp/ringbearer-journal.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(root));
	(void)setenv("XDG_STATE_HOME", root, 1);
	(void)snprintf(path, sizeof(path), "%s/ringbearer/journal", root);
	(void)snprintf(older, sizeof(older), "%s.1", path);
}

static void tear_down(void)
{
	char folder[128];

	(void)snprintf(folder, sizeof(folder), "%s/ringbearer", root);
	(void)unlink(path);
	(void)rmdir(path);
	(void)unlink(older);
	(void)rmdir(older);
	(void)rmdir(folder);
	(void)rmdir(root);
	(void)unsetenv("XDG_STATE_HOME");
}

static struct journal_line make_line(void)
{
	return (struct journal_line){
		.time = NOON,
		.event = "stored",
		.entry = "notion/ann@example.org",
		.detail = "ok",
		.by = "git",
		.backend = "file",
	};
}

static enum status add(const char *entry)
{
	struct journal_line line = make_line();
	struct error e = { 0 };

	line.entry = entry;
	return journal_add(&line, &e);
}

START_TEST(writes_a_line)
{
	const struct journal_line line = make_line();
	char text[JOURNAL_LINE_MAX];

	journal_line_write(&line, text);
	ck_assert_str_eq(text, "2026-11-24T12:00:00Z\tstored\t"
			       "notion/ann@example.org\tok\tgit\tfile\n");
}
END_TEST

static const char *const hostile[] = {
	"a\nb",
	"a\tb",
	"a\rb",
	"a\x1b[2Jb",
	"a\xe2\x80\xae"
	"b",
	"a\xff"
	"b",
	"x\n2026-11-24T12:00:00Z\tread\tforged\t\tgit\tfile",
};

/* In whatever field it stands, it is one line of six fields. */
START_TEST(lets_nothing_forge)
{
	for (int field = 0; field < 5; field++) {
		struct journal_line line = make_line();
		const char **fields[] = { &line.event, &line.entry,
					  &line.detail, &line.by,
					  &line.backend };
		struct journal_line read;
		char text[JOURNAL_LINE_MAX];
		int tabs = 0;

		*fields[field] = hostile[_i];
		journal_line_write(&line, text);
		ck_assert_ptr_eq(strchr(text, '\n'), text + strlen(text) - 1);
		for (const char *c = text; *c; c++)
			tabs += *c == '\t';
		ck_assert_int_eq(tabs, 5);
		text[strlen(text) - 1] = '\0';
		ck_assert(journal_line_read(text, &read));
		ck_assert_str_ne(read.entry, "forged");
	}
}
END_TEST

START_TEST(reads_what_it_writes)
{
	struct journal_line line = make_line();
	struct journal_line read;
	char text[JOURNAL_LINE_MAX];
	char name[1000];

	line.detail = "";
	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	line.entry = _i ? name : "notion";
	journal_line_write(&line, text);
	text[strlen(text) - 1] = '\0';
	ck_assert(journal_line_read(text, &read));
	ck_assert_int_eq(read.time, NOON);
	ck_assert_str_eq(read.event, "stored");
	ck_assert_int_eq(strncmp(read.entry, line.entry, 6), 0);
	ck_assert_str_eq(read.detail, "");
	ck_assert_str_eq(read.by, "git");
	ck_assert_str_eq(read.backend, "file");
}
END_TEST

static const char *const damaged[] = {
	"",
	"rubbish",
	"2026-11-24T12:00:00Z",
	"2026-11-24T12:00:00Z\tstored\tnotion\tok\tgit",
	"2026-11-24T12:00:00Z\tstored\tnotion\tok\tgit\tfile\tmore",
	"2026-11-24T12:00:00\tstored\tnotion\tok\tgit\tfile",
	"2026-11-24 12:00:00Z\tstored\tnotion\tok\tgit\tfile",
	" 2026-11-24T12:00:00Z\tstored\tnotion\tok\tgit\tfile",
	"2026-1-24T12:00:00Z\tstored\tnotion\tok\tgit\tfile",
	"2026-02-31T12:00:00Z\tstored\tnotion\tok\tgit\tfile",
	"2026-11-24T12:00:00Z\t\tnotion\tok\tgit\tfile",
	"2026-11-24T12:00:00Z\tstored\t\tok\tgit\tfile",
	"2026-11-24T12:00:00Z\tstored\tnot\x1b[2Jion\tok\tgit\tfile",
	"2026-11-24T12:00:00Z\tstored\tnot\xffion\tok\tgit\tfile",
};

START_TEST(knows_damaged_lines)
{
	struct journal_line line;
	char text[256];

	(void)snprintf(text, sizeof(text), "%s", damaged[_i]);
	ck_assert(!journal_line_read(text, &line));
}
END_TEST

START_TEST(makes_its_file)
{
	struct journal journal = { 0 };
	struct error e = { 0 };
	struct stat st;

	(void)umask(0);
	ck_assert_int_eq(journal_check(&e), STATUS_NOT_FOUND);
	ck_assert_int_eq(journal_read(&journal, &e), STATUS_OK);
	ck_assert_uint_eq(journal.count, 0);
	journal_clear(&journal);
	ck_assert_int_eq(add("one"), STATUS_OK);
	ck_assert_int_eq(add("two"), STATUS_OK);
	ck_assert_int_eq(lstat(path, &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0600);
	ck_assert_int_eq(journal_check(&e), STATUS_OK);
	ck_assert_int_eq(journal_read(&journal, &e), STATUS_OK);
	ck_assert_uint_eq(journal.count, 2);
	ck_assert_str_eq(journal.lines[0].entry, "one");
	ck_assert_str_eq(journal.lines[1].entry, "two");
	ck_assert_uint_eq(journal.damaged, 0);
	journal_clear(&journal);
}
END_TEST

/* What may stand in the journal's place. */
static void put_link(void)
{
	char target[160];

	(void)snprintf(target, sizeof(target), "%s.target", path);
	ck_assert_int_eq(symlink(target, path), 0);
}

static void put_fifo(void)
{
	ck_assert_int_eq(mkfifo(path, 0600), 0);
}

/* One that somebody reads can be opened for writing. */
static void put_read_fifo(void)
{
	put_fifo();
	ck_assert_int_ge(open(path, O_RDONLY | O_NONBLOCK), 0);
}

static void put_folder(void)
{
	ck_assert_int_eq(mkdir(path, 0700), 0);
}

static void put_file(mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT, 0600);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(fchmod(fd, mode), 0);
	(void)close(fd);
}

static void put_readable(void)
{
	put_file(0640);
}

static void put_writable(void)
{
	put_file(0602);
}

static void put_of_another(void)
{
	put_file(0600);
	/* Without rights it cannot be given away: then take what stands. */
	if (chown(path, 65534, 65534) != 0)
		ck_assert_int_eq(chmod(path, 0666), 0);
}

static void (*const obstacles[])(void) = {
	put_link,     put_fifo,	    put_read_fifo,  put_folder,
	put_readable, put_writable, put_of_another,
};

START_TEST(refuses_what_is_not_its_file)
{
	struct journal journal = { 0 };
	struct error e = { 0 };

	ck_assert_int_eq(add("one"), STATUS_OK);
	ck_assert_int_eq(unlink(path), 0);
	obstacles[_i]();
	ck_assert_int_eq(add("two"), STATUS_FAILED);
	ck_assert_int_eq(journal_check(&e), STATUS_FAILED);
	ck_assert_ptr_nonnull(strstr(e.message, path));
	ck_assert_int_eq(journal_read(&journal, &e), STATUS_FAILED);
	journal_clear(&journal);
}
END_TEST

static void fill(size_t size)
{
	const struct journal_line line = make_line();
	char text[JOURNAL_LINE_MAX];
	FILE *f = fopen(path, "a");

	ck_assert_ptr_nonnull(f);
	journal_line_write(&line, text);
	while ((size_t)ftell(f) + strlen(text) <= size)
		ck_assert_int_ge(fputs(text, f), 0);
	ck_assert_int_eq(fclose(f), 0);
}

static off_t size_of(const char *name)
{
	struct stat st;

	return lstat(name, &st) == 0 ? st.st_size : -1;
}

START_TEST(is_set_aside_when_full)
{
	struct journal journal = { 0 };
	struct error e = { 0 };

	ck_assert_int_eq(add("first"), STATUS_OK);
	fill(JOURNAL_MAX);
	ck_assert_int_eq(add("last"), STATUS_OK);
	ck_assert_int_le(size_of(older), JOURNAL_MAX);
	ck_assert_int_gt(size_of(older), JOURNAL_MAX - 256);
	ck_assert_int_lt(size_of(path), 256);
	ck_assert_int_eq(journal_read(&journal, &e), STATUS_OK);
	ck_assert_str_eq(journal.lines[0].entry, "first");
	ck_assert_str_eq(journal.lines[journal.count - 1].entry, "last");
	ck_assert_uint_eq(journal.damaged, 0);
	journal_clear(&journal);
}
END_TEST

START_TEST(keeps_what_cannot_be_set_aside)
{
	off_t size;

	ck_assert_int_eq(add("first"), STATUS_OK);
	fill(JOURNAL_MAX);
	size = size_of(path);
	ck_assert_int_eq(mkdir(older, 0700), 0);
	ck_assert_int_eq(add("last"), STATUS_FAILED);
	ck_assert_int_eq(size_of(path), size);
}
END_TEST

static void write_many(int writer)
{
	for (int i = 0; i < LINES; i++) {
		char entry[64];

		(void)snprintf(entry, sizeof(entry), "w%d/%d", writer, i);
		if (add(entry) != STATUS_OK)
			_exit(1);
	}
	_exit(0);
}

/* Each writer's lines are there, each once, in their order. */
static void check_all_there(const struct journal *journal)
{
	int next[WRITERS] = { 0 };
	int writer, number;

	for (size_t i = 0; i < journal->count; i++)
		if (sscanf(journal->lines[i].entry, "w%d/%d", &writer,
			   &number) == 2)
			ck_assert_int_eq(number, next[writer]++);
	for (int i = 0; i < WRITERS; i++)
		ck_assert_int_eq(next[i], LINES);
}

/* The limit is reached while all of them write. */
START_TEST(loses_nothing_among_many_writers)
{
	struct journal journal = { 0 };
	struct error e = { 0 };
	int state;

	ck_assert_int_eq(add("first"), STATUS_OK);
	fill(JOURNAL_MAX - 20000);
	for (int i = 0; i < WRITERS; i++) {
		pid_t pid = fork();

		ck_assert_int_ge(pid, 0);
		if (pid == 0)
			write_many(i);
	}
	for (int i = 0; i < WRITERS; i++) {
		ck_assert_int_gt(wait(&state), 0);
		ck_assert_int_eq(state, 0);
	}
	ck_assert_int_gt(size_of(older), JOURNAL_MAX - 256);
	ck_assert_int_eq(journal_read(&journal, &e), STATUS_OK);
	ck_assert_uint_eq(journal.damaged, 0);
	check_all_there(&journal);
	journal_clear(&journal);
}
END_TEST

/* Another one sets the full journal aside while this one waits for it. */
START_TEST(looks_again_after_waiting)
{
	const struct timespec pause = { .tv_nsec = 200000000 };
	struct journal journal = { 0 };
	struct error e = { 0 };
	int state;
	pid_t pid;
	int fd;

	ck_assert_int_eq(add("first"), STATUS_OK);
	fill(JOURNAL_MAX);
	fd = open(path, O_RDWR | O_CLOEXEC);
	ck_assert_int_eq(flock(fd, LOCK_EX), 0);
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		(void)close(fd);
		_exit(add("late") == STATUS_OK ? 0 : 1);
	}
	(void)nanosleep(&pause, NULL);
	ck_assert_int_eq(rename(path, older), 0);
	ck_assert_int_eq(add("early"), STATUS_OK);
	(void)close(fd);
	ck_assert_int_eq(waitpid(pid, &state, 0), pid);
	ck_assert_int_eq(state, 0);
	ck_assert_int_gt(size_of(older), JOURNAL_MAX - 256);
	ck_assert_int_eq(journal_read(&journal, &e), STATUS_OK);
	ck_assert_str_eq(journal.lines[0].entry, "first");
	ck_assert_str_eq(journal.lines[journal.count - 2].entry, "early");
	ck_assert_str_eq(journal.lines[journal.count - 1].entry, "late");
	journal_clear(&journal);
}
END_TEST

START_TEST(does_not_wait_for_ever)
{
	time_t start = time(NULL);
	int fd;

	ck_assert_int_eq(add("one"), STATUS_OK);
	fd = open(path, O_RDWR);
	ck_assert_int_eq(flock(fd, LOCK_EX), 0);
	ck_assert_int_eq(add("two"), STATUS_TIMEOUT);
	ck_assert_int_le(time(NULL) - start, 5);
	(void)close(fd);
	ck_assert_int_eq(add("three"), STATUS_OK);
}
END_TEST

START_TEST(takes_back_half_a_line)
{
	struct rlimit limit = { 0 };
	off_t size;

	ck_assert_int_eq(add("one"), STATUS_OK);
	size = size_of(path);
	(void)signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = (rlim_t)size + 10;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	ck_assert_int_eq(add("two"), STATUS_FAILED);
	ck_assert_int_eq(size_of(path), size);
}
END_TEST

START_TEST(skips_damaged_lines)
{
	static const char rubbish[] =
		"rubbish\n"
		"2026-11-24T12:00:00Z\tstored\tx\tok\tgit\tfile\0nul\n";
	struct journal journal = { 0 };
	struct error e = { 0 };
	int fd;

	ck_assert_int_eq(add("one"), STATUS_OK);
	fd = open(path, O_WRONLY | O_APPEND);
	ck_assert_int_eq(write_all(fd, rubbish, sizeof(rubbish) - 1), 0);
	ck_assert_int_eq(add("two"), STATUS_OK);
	ck_assert_int_eq(write_all(fd, "2026-11-24T12:", 14), 0);
	(void)close(fd);
	ck_assert_int_eq(journal_read(&journal, &e), STATUS_OK);
	ck_assert_uint_eq(journal.count, 2);
	ck_assert_uint_eq(journal.damaged, 3);
	ck_assert_str_eq(journal.lines[1].entry, "two");
	journal_clear(&journal);
}
END_TEST

Suite *journal_suite(void)
{
	Suite *suite = suite_create("journal");
	TCase *lines = tcase_create("lines");
	TCase *file = tcase_create("file");

	tcase_add_test(lines, writes_a_line);
	tcase_add_loop_test(lines, lets_nothing_forge, 0,
			    sizeof(hostile) / sizeof(hostile[0]));
	tcase_add_loop_test(lines, reads_what_it_writes, 0, 2);
	tcase_add_loop_test(lines, knows_damaged_lines, 0,
			    sizeof(damaged) / sizeof(damaged[0]));
	suite_add_tcase(suite, lines);
	tcase_add_checked_fixture(file, set_up, tear_down);
	tcase_set_timeout(file, 60);
	tcase_add_test(file, makes_its_file);
	tcase_add_loop_test(file, refuses_what_is_not_its_file, 0,
			    sizeof(obstacles) / sizeof(obstacles[0]));
	tcase_add_test(file, is_set_aside_when_full);
	tcase_add_test(file, keeps_what_cannot_be_set_aside);
	tcase_add_test(file, loses_nothing_among_many_writers);
	tcase_add_test(file, looks_again_after_waiting);
	tcase_add_test(file, does_not_wait_for_ever);
	tcase_add_test(file, takes_back_half_a_line);
	tcase_add_test(file, skips_damaged_lines);
	suite_add_tcase(suite, file);
	return suite;
}
