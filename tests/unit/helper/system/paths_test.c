#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "helper/system/paths.h"
#include "helper/system/trust.h"
#include "tests/unit/helper/suites.h"

static char root[64];

static void set_up(void)
{
	(void)snprintf(root, sizeof(root), "/tmp/ringbearer-paths.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(root));
}

static void tear_down(void)
{
	char command[128];

	(void)snprintf(command, sizeof(command), "%s/file", root);
	(void)unlink(command);
	(void)snprintf(command, sizeof(command), "%s/target", root);
	(void)unlink(command);
	(void)rmdir(root);
}

/* ROOT/NAME; valid until the fourth call from now. */
static const char *below(const char *name)
{
	static char paths[4][PATH_MAX];
	static int next;
	char *path = paths[next++ % 4];

	(void)snprintf(path, PATH_MAX, "%s/%s", root, name);
	return path;
}

static const struct {
	enum path_base base;
	const char *home;
	const char *variable; /* of the base; NULL: unset */
	const char *name;
	const char *path;
} places[] = {
	{ PATH_CONFIG, "/home/me", NULL, "config",
	  "/home/me/.config/ringbearer/config" },
	{ PATH_DATA, "/home/me", NULL, "", "/home/me/.local/share/ringbearer" },
	{ PATH_STATE, "/home/me", NULL, "file.key",
	  "/home/me/.local/state/ringbearer/file.key" },
	{ PATH_CONFIG, "/home/me", "/etc/mine", "providers",
	  "/etc/mine/ringbearer/providers" },
	{ PATH_DATA, "/home/me", "/srv/data", "", "/srv/data/ringbearer" },
	{ PATH_STATE, "/home/me", "/srv/s", "a/b", "/srv/s/ringbearer/a/b" },
	/* XDG: what is empty or not absolute is ignored */
	{ PATH_CONFIG, "/home/me", "", "x", "/home/me/.config/ringbearer/x" },
	{ PATH_DATA, "/home/me", "data", "",
	  "/home/me/.local/share/ringbearer" },
	{ PATH_STATE, "/home/me", "./state", "",
	  "/home/me/.local/state/ringbearer" },
	{ PATH_STATE, "/home/me", "~/state", "",
	  "/home/me/.local/state/ringbearer" },
};

START_TEST(follows_the_base_directory_specification)
{
	static const char *const variables[] = {
		[PATH_CONFIG] = "XDG_CONFIG_HOME",
		[PATH_DATA] = "XDG_DATA_HOME",
		[PATH_STATE] = "XDG_STATE_HOME",
	};
	const char *variable = variables[places[_i].base];
	char *path;

	(void)setenv("HOME", places[_i].home, 1);
	if (places[_i].variable)
		(void)setenv(variable, places[_i].variable, 1);
	path = path_of(places[_i].base, places[_i].name);
	ck_assert_str_eq(path, places[_i].path);
	free(path);
	(void)unsetenv(variable);
	(void)setenv("HOME", "/nonexistent", 1);
}
END_TEST

START_TEST(asks_the_password_database_for_a_home)
{
	static const char *const homes[] = { NULL, "", "relative" };
	const struct passwd *user = getpwuid(getuid());
	char expected[PATH_MAX];
	char *path;

	ck_assert_ptr_nonnull(user);
	(void)snprintf(expected, sizeof(expected), "%s/.config/ringbearer",
		       user->pw_dir);
	if (homes[_i])
		(void)setenv("HOME", homes[_i], 1);
	else
		(void)unsetenv("HOME");
	path = path_of(PATH_CONFIG, "");
	ck_assert_str_eq(path, expected);
	free(path);
	(void)setenv("HOME", "/nonexistent", 1);
}
END_TEST

/* bin/ and libexec/ are siblings, so the folder above the program's. */
START_TEST(finds_parts_beside_the_program)
{
	char expected[PATH_MAX] = "";
	char *part = path_of_part("some-part");
	char *slash;

	ck_assert_int_gt(readlink("/proc/self/exe", expected, 3000), 0);
	for (int i = 0; i < 2; i++) {
		slash = strrchr(expected, '/');
		ck_assert_ptr_nonnull(slash);
		*slash = '\0';
	}
	ck_assert_uint_lt(strlen(expected), 3000);
	(void)strcat(expected, "/libexec/ringbearer/some-part");
	ck_assert_str_eq(part, expected);
	free(part);
}
END_TEST

START_TEST(makes_folders)
{
	struct error e = { 0 };
	mode_t mask = umask(0);
	struct stat st;

	ck_assert_int_eq(path_make(below("a/b/c"), &e), STATUS_OK);
	ck_assert_int_eq(path_make(below("a/b/c"), &e), STATUS_OK);
	ck_assert_int_eq(path_make(below("a//b/"), &e), STATUS_OK);
	ck_assert_str_eq(e.message, "");
	for (size_t i = 0; i < 3; i++) {
		static const char *const made[] = { "a/b/c", "a/b", "a" };

		ck_assert_int_eq(stat(below(made[i]), &st), 0);
		ck_assert_uint_eq(st.st_mode & 07777, 0700);
		ck_assert_int_eq(rmdir(below(made[i])), 0);
	}
	(void)umask(mask);
}
END_TEST

static void write_target(const char *text, size_t length, mode_t mode)
{
	int fd = open(below("file"), O_WRONLY | O_CREAT | O_EXCL, 0600);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write_all(fd, text, length), 0);
	ck_assert_int_eq(fchmod(fd, mode), 0);
	ck_assert_int_eq(close(fd), 0);
}

START_TEST(names_the_folder_it_cannot_make)
{
	struct error e = { 0 };
	char expected[256];

	write_target("x", 1, 0600);
	(void)snprintf(expected, sizeof(expected),
		       "cannot make the folder '%s': Not a directory",
		       below("file/sub"));
	ck_assert_int_eq(path_make(below("file/sub/more"), &e), STATUS_FAILED);
	ck_assert_str_eq(e.message, expected);
}
END_TEST

static const struct {
	const char *text;
	size_t length;
	mode_t mode;
	const char *wrong; /* behind the file's name; NULL: good */
} settings[] = {
	{ "backend = file\n", 15, 0600, NULL },
	{ "backend = file\n", 15, 0644, NULL },
	{ "backend = file\n", 15, 0400, NULL },
	{ "", 0, 0600, NULL },
	{ "12345678901234567890", 20, 0600, NULL },
	{ "123456789012345678901", 21, 0600, "is larger than 20 bytes" },
	{ "a\0b", 3, 0600, "holds a NUL byte" },
	{ "a\0", 2, 0600, "holds a NUL byte" },
	{ "a", 1, 0620, "may be written by others" },
	{ "a", 1, 0602, "may be written by others" },
	{ "a", 1, 0666, "may be written by others" },
};

START_TEST(reads_settings)
{
	struct buffer out = { 0 };
	struct error e = { 0 };
	char expected[256];
	enum status status;

	write_target(settings[_i].text, settings[_i].length, settings[_i].mode);
	status = trust_read(below("file"), 20, &out, &e);
	if (settings[_i].wrong) {
		(void)snprintf(expected, sizeof(expected), "'%s' %s",
			       below("file"), settings[_i].wrong);
		ck_assert_int_eq(status, STATUS_MALFORMED);
		ck_assert_str_eq(e.message, expected);
	} else {
		ck_assert_msg(status == STATUS_OK, "%s", e.message);
		ck_assert_str_eq(out.data, settings[_i].text);
	}
	buffer_clear(&out);
}
END_TEST

START_TEST(tells_missing_from_wrong)
{
	struct buffer out = { 0 };
	struct error e = { 0 };

	ck_assert_int_eq(trust_read(below("file"), 20, &out, &e),
			 STATUS_NOT_FOUND);
	ck_assert_int_eq(trust_read(below("file/x"), 20, &out, &e),
			 STATUS_NOT_FOUND);
	write_target("x", 1, 0600);
	ck_assert_int_eq(trust_read(below("file/x"), 20, &out, &e),
			 STATUS_NOT_FOUND);
	ck_assert_str_eq(e.message, "");
	ck_assert_int_eq(trust_read(root, 20, &out, &e), STATUS_MALFORMED);
	ck_assert_ptr_nonnull(strstr(e.message, "is not a regular file"));
	buffer_clear(&out);
}
END_TEST

/* It is the file at the end of a link that counts. */
START_TEST(judges_what_a_link_leads_to)
{
	struct buffer out = { 0 };
	struct error e = { 0 };

	write_target("good", 4, 0600);
	ck_assert_int_eq(rename(below("file"), below("target")), 0);
	ck_assert_int_eq(symlink("target", below("file")), 0);
	ck_assert_int_eq(trust_read(below("file"), 20, &out, &e), STATUS_OK);
	ck_assert_str_eq(out.data, "good");
	ck_assert_int_eq(chmod(below("target"), 0660), 0);
	ck_assert_int_eq(trust_read(below("file"), 20, &out, &e),
			 STATUS_MALFORMED);
	buffer_clear(&out);
}
END_TEST

static const struct {
	mode_t mode;
	bool trusted;
} folders[] = {
	{ 0700, true },	 { 0755, true },  { 01777, true },  { 0770, false },
	{ 0702, false }, { 0777, false }, { 02775, false },
};

START_TEST(judges_the_folder_of_a_file)
{
	struct error e = { 0 };
	const char *file = below("folder/file");

	ck_assert_int_eq(mkdir(below("folder"), 0700), 0);
	ck_assert_int_eq(chmod(below("folder"), folders[_i].mode), 0);
	ck_assert_int_eq(trust_above(file, &e),
			 folders[_i].trusted ? STATUS_OK : STATUS_MALFORMED);
	ck_assert(folders[_i].trusted ||
		  strstr(e.message, "/folder' may be written by others"));
	ck_assert_int_eq(trust_above("/x", &e), STATUS_OK);
	ck_assert_int_eq(rmdir(below("folder")), 0);
}
END_TEST

START_TEST(does_not_hang_on_a_pipe)
{
	struct buffer out = { 0 };
	struct error e = { 0 };

	ck_assert_int_eq(mkfifo(below("file"), 0600), 0);
	ck_assert_int_eq(trust_read(below("file"), 20, &out, &e),
			 STATUS_MALFORMED);
	ck_assert_ptr_nonnull(strstr(e.message, "is not a regular file"));
	buffer_clear(&out);
}
END_TEST

#define ANYBODY "may be written by anybody"
#define WRITTEN "may be written by others"
#define REACHED "may be reached by others"
#define ANOTHER "belongs to another user"

static const struct {
	mode_t mode;
	int owner; /* 0: root, 1: ourselves, 2: somebody else */
	mode_t forbidden;
	bool or_root;
	const char *wrong;
} trusts[] = {
	{ S_IFREG | 0600, 1, TRUST_REACHABLE, false, NULL },
	{ S_IFREG | 0644, 1, TRUST_WRITABLE, true, NULL },
	{ S_IFREG | 0644, 1, TRUST_REACHABLE, false, REACHED },
	{ S_IFREG | 0610, 1, TRUST_REACHABLE, false, REACHED },
	{ S_IFREG | 0660, 1, TRUST_WRITABLE, true, WRITTEN },
	{ S_IFREG | 0602, 1, TRUST_WRITABLE, true, WRITTEN },
	{ S_IFREG | 0660, 1, S_IWOTH, false, NULL },
	{ S_IFREG | 0602, 1, S_IWOTH, false, ANYBODY },
	{ S_IFREG | 0600, 0, TRUST_WRITABLE, true, NULL },
	{ S_IFREG | 0600, 0, TRUST_WRITABLE, false, ANOTHER },
	{ S_IFREG | 0600, 2, TRUST_WRITABLE, true, ANOTHER },
	{ S_IFDIR | 0700, 1, TRUST_WRITABLE, true, "is not a regular file" },
	{ S_IFIFO | 0600, 1, TRUST_REACHABLE, false, "is not a regular file" },
};

START_TEST(tells_what_speaks_against_a_file)
{
	/* For root what is root's is its own. */
	const uid_t own = geteuid() ? geteuid() : 1000;
	const uid_t owners[] = { 0, own, own + 1 };
	const struct stat st = { .st_mode = trusts[_i].mode,
				 .st_uid = owners[trusts[_i].owner] };
	const bool changed = geteuid() != own && seteuid(own) == 0;

	ck_assert_pstr_eq(trust_fault(&st, trusts[_i].forbidden,
				      trusts[_i].or_root),
			  trusts[_i].wrong);
	if (changed)
		ck_assert_int_eq(seteuid(0), 0);
}
END_TEST

Suite *paths_suite(void)
{
	Suite *suite = suite_create("paths");
	TCase *tc = tcase_create("paths");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_loop_test(tc, follows_the_base_directory_specification, 0,
			    sizeof(places) / sizeof(places[0]));
	tcase_add_loop_test(tc, asks_the_password_database_for_a_home, 0, 3);
	tcase_add_test(tc, finds_parts_beside_the_program);
	tcase_add_test(tc, makes_folders);
	tcase_add_test(tc, names_the_folder_it_cannot_make);
	tcase_add_loop_test(tc, reads_settings, 0,
			    sizeof(settings) / sizeof(settings[0]));
	tcase_add_test(tc, tells_missing_from_wrong);
	tcase_add_test(tc, judges_what_a_link_leads_to);
	tcase_add_loop_test(tc, judges_the_folder_of_a_file, 0,
			    sizeof(folders) / sizeof(folders[0]));
	tcase_add_test(tc, does_not_hang_on_a_pipe);
	tcase_add_loop_test(tc, tells_what_speaks_against_a_file, 0,
			    sizeof(trusts) / sizeof(trusts[0]));
	suite_add_tcase(suite, tc);
	return suite;
}
