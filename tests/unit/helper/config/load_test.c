#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "helper/backends/open.h"
#include "helper/config/load.h"
#include "tests/unit/helper/suites.h"

static char home[64];
static char file[160]; /* the default place of the configuration */

static void set_up(void)
{
	char folder[128];

	(void)snprintf(home, sizeof(home), "/tmp/ringbearer-config.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(home));
	(void)snprintf(folder, sizeof(folder), "%s/.config", home);
	ck_assert_int_eq(mkdir(folder, 0700), 0);
	(void)snprintf(folder, sizeof(folder), "%s/.config/ringbearer", home);
	ck_assert_int_eq(mkdir(folder, 0700), 0);
	(void)snprintf(file, sizeof(file), "%s/config", folder);
	(void)setenv("HOME", home, 1);
}

static void tear_down(void)
{
	char folder[128];

	(void)unlink(file);
	(void)snprintf(folder, sizeof(folder), "%s/.config/ringbearer", home);
	(void)rmdir(folder);
	(void)snprintf(folder, sizeof(folder), "%s/.config", home);
	(void)rmdir(folder);
	(void)rmdir(home);
	(void)unsetenv("RINGBEARER_BACKEND");
	(void)unsetenv("RINGBEARER_CONFIG");
	(void)setenv("HOME", "/nonexistent", 1);
}

static void write_config(const char *text)
{
	FILE *f = fopen(file, "w");

	ck_assert_ptr_nonnull(f);
	ck_assert_int_ge(fputs(text, f), 0);
	ck_assert_int_eq(fclose(f), 0);
}

static void check_path(const char *path, const char *below_home)
{
	ck_assert_ptr_nonnull(path);
	ck_assert_int_eq(strncmp(path, home, strlen(home)), 0);
	ck_assert_str_eq(path + strlen(home), below_home);
}

/* No file, an empty one, one with comments and empty sections: all alike. */
START_TEST(has_defaults)
{
	static const char *const texts[] = {
		NULL,
		"",
		"\n\n# nothing\n",
		"verify { }\nfile {}\n",
	};
	struct config c = { 0 };
	struct error e = { 0 };

	if (texts[_i])
		write_config(texts[_i]);
	ck_assert_int_eq(backend_configure(NULL, NULL, &c, &e), STATUS_OK);
	check_path(c.file, "/.config/ringbearer/config");
	ck_assert_str_eq(c.backend, "auto");
	ck_assert_int_eq(c.policy, POLICY_PREFER);
	ck_assert_int_eq(c.verify_timeout, 5);
	ck_assert_ptr_null(c.ca_file);
	ck_assert_int_eq(c.journal, JOURNAL_OFF);
	ck_assert_ptr_null(c.hook);
	ck_assert_int_eq(c.hook_timeout, 10);
	ck_assert(!c.encrypted_session);
	ck_assert(c.prompt);
	ck_assert_int_eq(c.service_timeout, 5);
	ck_assert_int_eq(c.unlock_timeout, 60);
	check_path(c.file_directory, "/.local/share/ringbearer");
	check_path(c.key_file, "/.local/state/ringbearer/file.key");
	ck_assert_int_eq(c.key, KEY_FILE);
	check_path(c.providers_directory, "/.config/ringbearer/providers");
	ck_assert_ptr_null(c.pass_directory);
	ck_assert_str_eq(c.pass_prefix, "ringbearer");
	ck_assert_int_eq(c.pass_timeout, 10);
	ck_assert_uint_eq(c.etcd.endpoint_count, 0);
	ck_assert_str_eq(c.etcd.prefix, "/ringbearer/");
	ck_assert_int_eq(c.etcd.timeout, 5);
	config_clear(&c);
	ck_assert_ptr_null(c.file);
}
END_TEST

START_TEST(reads_every_key)
{
	struct config c = { 0 };
	struct error e = { 0 };

	write_config("backend = file # here\n"
		     "journal = all\n"
		     "hook = \"/srv/my hook\"\nhook-timeout = 60\n"
		     "verify {\n\tpolicy = require\n\ttimeout = 10\n"
		     "\tca-file = \"/etc/my ca.pem\"\n}\n"
		     "secret-service {\n\tsession = encrypted\n\ttimeout = 1\n"
		     "\tunlock-timeout = 3600\n\tprompt = false\n}\n"
		     "file {\n\tdirectory = \"/srv/#kept\"\n"
		     "\tkey-file = /srv/key\n\tkey = passphrase\n}\n"
		     "providers { directory = '/srv/providers' }\n");
	ck_assert_int_eq(backend_configure(NULL, NULL, &c, &e), STATUS_OK);
	ck_assert_str_eq(e.message, "");
	ck_assert_str_eq(c.backend, "file");
	ck_assert_int_eq(c.policy, POLICY_REQUIRE);
	ck_assert_int_eq(c.verify_timeout, 10);
	ck_assert_str_eq(c.ca_file, "/etc/my ca.pem");
	ck_assert(c.encrypted_session);
	ck_assert(!c.prompt);
	ck_assert_int_eq(c.service_timeout, 1);
	ck_assert_int_eq(c.unlock_timeout, 3600);
	ck_assert_str_eq(c.file_directory, "/srv/#kept");
	ck_assert_str_eq(c.key_file, "/srv/key");
	ck_assert_int_eq(c.key, KEY_PASSPHRASE);
	ck_assert_str_eq(c.providers_directory, "/srv/providers");
	ck_assert_int_eq(c.journal, JOURNAL_ALL);
	ck_assert_str_eq(c.hook, "/srv/my hook");
	ck_assert_int_eq(c.hook_timeout, 60);
	config_clear(&c);
}
END_TEST

START_TEST(reads_every_word)
{
	static const struct {
		const char *text;
		enum policy policy;
		enum key_source key;
	} words[] = {
		{ "verify { policy = prefer }", POLICY_PREFER, KEY_FILE },
		{ "verify { policy = off }", POLICY_OFF, KEY_FILE },
		{ "file { key = credential }", POLICY_PREFER, KEY_CREDENTIAL },
		{ "file { key = file }", POLICY_PREFER, KEY_FILE },
	};
	struct config c = { 0 };
	struct error e = { 0 };

	write_config(words[_i].text);
	ck_assert_int_eq(backend_configure(NULL, NULL, &c, &e), STATUS_OK);
	ck_assert_int_eq(c.policy, words[_i].policy);
	ck_assert_int_eq(c.key, words[_i].key);
	config_clear(&c);
}
END_TEST

/* The option, the environment, the file, in this order. */
static const struct {
	const char *option;
	const char *variable;
	const char *text;
	const char *backend;
} choices[] = {
	{ NULL, NULL, NULL, "auto" },
	{ NULL, NULL, "backend = file", "file" },
	{ NULL, "b", "backend = file", "b" },
	{ NULL, "b", NULL, "b" },
	{ "a", "b", "backend = file", "a" },
	{ "a", NULL, NULL, "a" },
	{ NULL, "", "backend = file", "file" },
};

START_TEST(chooses_the_backend)
{
	struct config c = { 0 };
	struct error e = { 0 };

	if (choices[_i].text)
		write_config(choices[_i].text);
	if (choices[_i].variable)
		(void)setenv("RINGBEARER_BACKEND", choices[_i].variable, 1);
	ck_assert_int_eq(backend_configure(NULL, choices[_i].option, &c, &e),
			 STATUS_OK);
	ck_assert_str_eq(c.backend, choices[_i].backend);
	config_clear(&c);
}
END_TEST

START_TEST(wants_the_file_that_was_named)
{
	struct config c = { 0 };
	struct error e = { 0 };

	if (_i)
		(void)setenv("RINGBEARER_CONFIG", "/nonexistent/config", 1);
	ck_assert_int_eq(backend_configure(_i ? NULL : "/nonexistent/config",
					   NULL, &c, &e),
			 STATUS_MALFORMED);
	ck_assert_str_eq(e.message,
			 "there is no configuration '/nonexistent/config'");
	config_clear(&c);
	/* The option wins, and an empty variable is none. */
	write_config("backend = file");
	e = (struct error){ 0 };
	ck_assert_int_eq(backend_configure(file, NULL, &c, &e), STATUS_OK);
	ck_assert_str_eq(c.file, file);
	config_clear(&c);
	(void)setenv("RINGBEARER_CONFIG", "", 1);
	ck_assert_int_eq(backend_configure(NULL, NULL, &c, &e), STATUS_OK);
	ck_assert_str_eq(c.backend, "file");
	config_clear(&c);
}
END_TEST

/* Sections with a title, a list, one section in two pieces. */
START_TEST(reads_what_comes_several_times)
{
	struct config c = { 0 };
	struct error e = { 0 };

	write_config("host a.example { account = one }\nhost b.example { }\n"
		     "etcd { prefix = /mine\n"
		     "\tendpoints = {'https://e1', 'https://e2:1'} }\n"
		     "store c.example { backend = {file, secret-service} }\n"
		     "store work { read-only = true }\n"
		     "verify { timeout = 7 }\nverify { policy = off }\n");
	ck_assert_int_eq(backend_configure(NULL, NULL, &c, &e), STATUS_OK);
	ck_assert_uint_eq(c.host_count, 2);
	ck_assert_str_eq(c.hosts[0].host, "a.example");
	ck_assert_str_eq(c.hosts[0].account, "one");
	ck_assert_str_eq(c.hosts[1].host, "b.example");
	ck_assert_ptr_null(c.hosts[1].account);
	ck_assert_str_eq(c.etcd.prefix, "/mine/");
	ck_assert_uint_eq(c.etcd.endpoint_count, 2);
	ck_assert_str_eq(c.etcd.endpoints[0], "https://e1");
	ck_assert_str_eq(c.etcd.endpoints[1], "https://e2:1");
	ck_assert_uint_eq(c.store_count, 2);
	ck_assert_str_eq(c.stores[0].title, "c.example");
	ck_assert_str_eq(c.stores[0].backend, "file,secret-service");
	ck_assert(!c.stores[0].read_only);
	ck_assert_str_eq(c.stores[1].backend, "");
	ck_assert(c.stores[1].read_only);
	ck_assert_int_eq(c.verify_timeout, 7);
	ck_assert_int_eq(c.policy, POLICY_OFF);
	config_clear(&c);
	ck_assert_ptr_null(c.hosts);
}
END_TEST

/* A text, and the line and part of the message that it gets. */
static const struct {
	const char *text;
	int line;
	const char *part;
} mistakes[] = {
	{ "nosuch = 1", 1, "'nosuch'" },
	{ "\n\nnosuch = 1\n", 3, "'nosuch'" },
	{ "# one\n# two\nnosuch = 1\n", 3, "'nosuch'" },
	{ "backend = file # why\nnosuch = 1\n", 2, "'nosuch'" },
	{ "verify {\n# one\n\tnosuch = 1\n}\n", 3, "'nosuch'" },
	{ "nosuch {\n}\n", 1, "'nosuch'" },
	{ "cache { ttl = 5 }\n", 1, "ttl: '5'" },
	{ "cache {\n\tttl = 25h\n}\n", 2, "ttl: '25h'" },
	{ "verify {\n\tpolicy = Prefer\n}", 2, "policy: 'Prefer'" },
	{ "verify {\n\tpolicy = \"\"\n}", 2, "policy: ''" },
	{ "verify { timeout = 0 }", 1, "timeout: 0 " },
	{ "verify { timeout = -5 }", 1, "timeout: -5 " },
	{ "verify { timeout = 3601 }", 1, "timeout: 3601 " },
	{ "verify { timeout = 99999999999999999999 }", 1, "timeout" },
	{ "verify { timeout = 5s }", 1, "timeout" },
	{ "verify { ca-file = ca.pem }", 1, "ca-file: 'ca.pem'" },
	{ "verify { ca-file = \"\" }", 1, "ca-file: ''" },
	{ "secret-service { timeout = 0 }", 1, "timeout: 0 " },
	{ "secret-service { unlock-timeout = 0 }", 1, "unlock-timeout: 0 " },
	{ "secret-service {\n\n session = none }", 3, "session: 'none'" },
	{ "secret-service { prompt = maybe }", 1, "prompt" },
	{ "pass { prefix = \"\" }", 1, "prefix" },
	{ "pass { prefix = \"a/../b\" }", 1, "prefix" },
	{ "pass { prefix = \"/a\" }", 1, "prefix" },
	{ "pass { directory = \"a\" }", 1, "directory" },
	{ "pass { timeout = 0 }", 1, "timeout" },
	{ "etcd { endpoints = {\"http://etcd.example:2379\"} }", 1,
	  "endpoints" },
	{ "etcd { timeout = 0 }", 1, "timeout" },
	{ "etcd { key = \"relative\" }", 1, "key" },
	{ "file { key = none }", 1, "key: 'none'" },
	{ "file { directory = here }", 1, "directory: 'here'" },
	{ "file { key-file = ~/key }", 1, "key-file: '~/key'" },
	{ "providers { directory = ./x }", 1, "directory: './x'" },
	{ "journal = on", 1, "journal: 'on' is none of off, changes, all" },
	{ "hook = notify", 1, "hook: 'notify'" },
	{ "hook = \"\"", 1, "hook: ''" },
	{ "hook-timeout = 0", 1, "hook-timeout: 0 " },
	{ "hook-timeout = 3601", 1, "hook-timeout: 3601 " },
	{ "providers {\n\tdirectory = \"${HOME}/x\"\n}\n", 2, "'${'" },
	{ "providers {\n\tdirectory = ${HOME}\n}\n", 2, "'${'" },
	{ "# one\nbackend = ${B:-file}\n", 2, "'${'" },
	{ "backend = nosuch", 1, "'nosuch'" },
	{ "backend file", 1, "equal sign" },
	{ "\nbackend = \"file\n\n", 2, "string" },
	{ "\nverify {\n\ttimeout = 5\n", 3, "'}'" },
	{ "backend = file\n}\n", 2, "closing brace" },
};

START_TEST(names_the_line_of_a_mistake)
{
	struct config c = { 0 };
	struct error e = { 0 };
	char start[200];

	write_config(mistakes[_i].text);
	(void)snprintf(start, sizeof(start), "%s:%d: ", file,
		       mistakes[_i].line);
	ck_assert_int_eq(backend_configure(NULL, NULL, &c, &e),
			 STATUS_MALFORMED);
	ck_assert_msg(strncmp(e.message, start, strlen(start)) == 0,
		      "'%s' does not begin with '%s'", e.message, start);
	ck_assert_msg(strstr(e.message, mistakes[_i].part), "%s", e.message);
	config_clear(&c);
}
END_TEST

Suite *config_suite(void)
{
	Suite *suite = suite_create("config");
	TCase *tc = tcase_create("config");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_loop_test(tc, has_defaults, 0, 4);
	tcase_add_test(tc, reads_every_key);
	tcase_add_test(tc, reads_what_comes_several_times);
	tcase_add_loop_test(tc, reads_every_word, 0, 4);
	tcase_add_loop_test(tc, chooses_the_backend, 0,
			    sizeof(choices) / sizeof(choices[0]));
	tcase_add_loop_test(tc, wants_the_file_that_was_named, 0, 2);
	tcase_add_loop_test(tc, names_the_line_of_a_mistake, 0,
			    sizeof(mistakes) / sizeof(mistakes[0]));
	suite_add_tcase(suite, tc);
	return suite;
}
