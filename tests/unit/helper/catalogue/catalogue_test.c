#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "helper/catalogue/builtin.h"
#include "helper/catalogue/catalogue.h"
#include "tests/unit/helper/catalogue/catalogue_tests.h"
#include "tests/unit/helper/suites.h"

char catalogue_home[PATH_LENGTH];
char catalogue_folder[PATH_LENGTH];
struct config catalogue_config = { .providers_directory = catalogue_folder };

void catalogue_set_up(void)
{
	const char *base = getenv("TMPDIR");

	(void)snprintf(catalogue_home, sizeof(catalogue_home),
		       "%s/catalogue.XXXXXX", base && *base ? base : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(catalogue_home));
	ck_assert_int_lt(snprintf(catalogue_folder, sizeof(catalogue_folder),
				  "%.200s/providers", catalogue_home),
			 PATH_LENGTH);
	ck_assert_int_eq(mkdir(catalogue_folder, 0700), 0);
}

void catalogue_tear_down(void)
{
	char command[PATH_LENGTH + 16];

	(void)chmod(catalogue_folder, 0700);
	(void)snprintf(command, sizeof(command), "rm -rf '%s'", catalogue_home);
	ck_assert_int_eq(pclose(popen(command, "r")), 0);
}

void catalogue_path(const char *name, char *path)
{
	ck_assert_int_lt(snprintf(path, PATH_LENGTH, "%.220s/%s",
				  catalogue_folder, name),
			 PATH_LENGTH);
}

void catalogue_write(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write_all(fd, text, strlen(text)), 0);
	ck_assert_int_eq(close(fd), 0);
}

void catalogue_write_own(const char *name, const char *host, const char *more)
{
	char file[64], path[PATH_LENGTH], text[512];

	(void)snprintf(file, sizeof(file), "%s.conf", name);
	catalogue_path(file, path);
	(void)snprintf(text, sizeof(text),
		       "provider %s {\n\ttitle = \"%s\"\n\thosts = {\"%s\"}\n"
		       "%s}\n",
		       name, name, host, more);
	catalogue_write(path, text);
}

void catalogue_expect_host(const char *host, const char *name)
{
	struct provider *provider = NULL;
	struct error e = { 0 };
	enum status status =
		catalogue_find_host(&catalogue_config, host, &provider, &e);

	ck_assert_str_eq(e.message, "");
	ck_assert_int_eq((int)status,
			 (int)(name ? STATUS_OK : STATUS_NOT_FOUND));
	if (name)
		ck_assert_str_eq(provider->name, name);
	else
		ck_assert_ptr_null(provider);
	provider_free(provider);
}

static void expect_name(const char *name, const char *title)
{
	struct provider *provider = NULL;
	struct error e = { 0 };
	enum status status =
		catalogue_find_name(&catalogue_config, name, &provider, &e);

	ck_assert_str_eq(e.message, "");
	ck_assert_int_eq((int)status,
			 (int)(title ? STATUS_OK : STATUS_NOT_FOUND));
	if (title)
		ck_assert_str_eq(provider->title, title);
	else
		ck_assert_ptr_null(provider);
	provider_free(provider);
}

void catalogue_expect_refusal(const char *host, const char *parts)
{
	struct provider *provider = NULL;
	struct error e = { 0 };
	char part[PATH_LENGTH];

	ck_assert_int_eq((int)catalogue_find_host(&catalogue_config, host,
						  &provider, &e),
			 STATUS_MALFORMED);
	ck_assert_ptr_null(provider);
	while (*parts) {
		size_t length = strcspn(parts, "|");

		(void)snprintf(part, sizeof(part), "%.*s", (int)length, parts);
		ck_assert_msg(strstr(e.message, part), "'%s' is not in '%s'",
			      part, e.message);
		parts += length + (parts[length] == '|');
	}
}

/* A host of a provider's may be spoken to by other protocols, too. */
static const struct {
	const char *protocol;
	const char *host;
	const char *name;
} addresses[] = {
	{ "https", "api.notion.com", "notion" },
	{ "http", "api.notion.com", "notion" },
	{ "ssh", "api.notion.com", NULL },
	{ NULL, "api.notion.com", NULL },
	{ "https", "git.example.org", NULL },
};

START_TEST(finds_for_a_request)
{
	struct credential request = { 0 };
	struct provider *provider = NULL;
	struct error e = { 0 };

	credential_set(&request, FIELD_PROTOCOL, addresses[_i].protocol);
	credential_set(&request, FIELD_HOST, addresses[_i].host);
	ck_assert_int_eq((int)catalogue_find_for(&catalogue_config, &request,
						 &provider, &e),
			 STATUS_OK);
	ck_assert_pstr_eq(provider ? provider->name : NULL, addresses[_i].name);
	provider_free(provider);
	credential_clear(&request);
}
END_TEST

/* Hosts are canonical here; what is not is no provider's. */
static const struct {
	const char *host;
	const char *name;
} hosts[] = {
	{ "api.calendly.com", "calendly" },
	{ "api.notion.com", "notion" },
	{ "api.harvestapp.com", "harvest" },
	{ "id.getharvest.com", "harvest" },
	{ "", NULL },
	{ "a", NULL },
	{ "zzz", NULL },
	{ "com", NULL },
	{ "notion.com", NULL },
	{ "www.notion.com", NULL },
	{ "pi.notion.com", NULL },
	{ "aapi.notion.com", NULL },
	{ "xapi.notion.com", NULL },
	{ "x.api.notion.com", NULL },
	{ ".notion.com", NULL },
	{ "api.notion.co", NULL },
	{ "api.notion.comm", NULL },
	{ "api.notion.com.", NULL },
	{ "api.notion.com.evil.org", NULL },
	{ "api.notion.com:8443", NULL },
	{ "api.notion.com:443", NULL },
	{ "api.notion.com/", NULL },
	{ "api.notion.com@evil.org", NULL },
	{ "evil.org\\@api.notion.com", NULL },
	{ "api-notion.com", NULL },
	{ "api.not1on.com", NULL },
	{ "api.nоtion.com", NULL }, /* a Cyrillic o */
	{ "API.notion.com", NULL },
	{ " api.notion.com", NULL },
	{ "api.notion.com ", NULL },
	{ "*.notion.com", NULL },
	{ "api_notion.com", NULL },
	{ "127.0.0.1", NULL },
	{ "[::1]", NULL },
};

START_TEST(compares_hosts_whole)
{
	catalogue_expect_host(hosts[_i].host, hosts[_i].name);
}
END_TEST

START_TEST(the_tables_are_sorted)
{
	for (size_t i = 1; i < builtin_host_count; i++)
		ck_assert_int_lt(strcmp(builtin_hosts[i - 1].host,
					builtin_hosts[i].host),
				 0);
	for (size_t i = 1; i < builtin_definition_count; i++)
		ck_assert_int_lt(strcmp(builtin_definitions[i - 1].name,
					builtin_definitions[i].name),
				 0);
}
END_TEST

START_TEST(needs_no_folder)
{
	ck_assert_int_eq(rmdir(catalogue_folder), 0);
	catalogue_expect_host("api.notion.com", "notion");
	catalogue_expect_host("git.example.com", NULL);
	expect_name("notion", "Notion");
}
END_TEST

static const struct {
	const char *name;
	const char *title;
} names[] = {
	{ "calendly", "Calendly" },
	{ "notion", "Notion" },
	{ "harvest", "Harvest" },
	{ "own", "own" },
	{ "Notion", NULL },
	{ "notio", NULL },
	{ "notions", NULL },
	{ "", NULL },
	{ "unknown", NULL },
	{ "../providers/own", NULL },
	{ "own.conf", NULL },
	{ "own/", NULL },
	{ ".", NULL },
};

START_TEST(finds_by_name)
{
	catalogue_write_own("own", "git.example.com", "");
	expect_name(names[_i].name, names[_i].title);
}
END_TEST

START_TEST(finds_the_users_own)
{
	struct provider *provider;
	struct error e = { 0 };
	char path[PATH_LENGTH];

	catalogue_write_own("one", "one.example.com:8443", "");
	catalogue_write_own("two", "two.example.com", "");
	catalogue_expect_host("one.example.com:8443", "one");
	catalogue_expect_host("one.example.com", NULL);
	catalogue_expect_host("two.example.com", "two");
	catalogue_expect_host("api.notion.com", "notion");
	catalogue_path("two.conf", path);
	ck_assert_int_eq(catalogue_find_name(&catalogue_config, "two",
					     &provider, &e),
			 STATUS_OK);
	ck_assert_str_eq(provider->file, path);
	provider_free(provider);
}
END_TEST

START_TEST(looks_at_definitions_only)
{
	char path[PATH_LENGTH];
	static const char *const others[] = {
		"README", ".x.conf", "x.conf~", "conf", ".conf", "x.conf.bak"
	};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		catalogue_path(others[i], path);
		catalogue_write(path, "nothing of ours");
	}
	catalogue_expect_host("git.example.com", NULL);
	catalogue_path("x.conf", path);
	catalogue_write(path, "nothing of ours");
	catalogue_expect_refusal("git.example.com", "x.conf:1: |'nothing'");
}
END_TEST

START_TEST(takes_over_only_when_told_to)
{
	catalogue_write_own("mine", "api.notion.com", "");
	catalogue_expect_refusal("api.notion.com",
				 "mine.conf|host 'api.notion.com'");
	catalogue_expect_refusal("git.example.com",
				 "mine.conf|host 'api.notion.com'");
}
END_TEST

START_TEST(takes_over_a_host)
{
	catalogue_write_own("mine", "api.notion.com", "\toverride = true\n");
	catalogue_expect_host("api.notion.com", "mine");
	expect_name("notion", "Notion");
	catalogue_expect_host("api.calendly.com", "calendly");
}
END_TEST

START_TEST(takes_over_a_name)
{
	catalogue_write_own("notion", "notion.example.com", "");
	catalogue_expect_refusal("api.calendly.com",
				 "notion.conf|name 'notion'");
}
END_TEST

START_TEST(takes_over_a_name_when_told_to)
{
	catalogue_write_own("notion", "notion.example.com",
			    "\toverride = true\n");
	expect_name("notion", "notion");
	catalogue_expect_host("notion.example.com", "notion");
}
END_TEST

START_TEST(one_host_has_one_definition)
{
	catalogue_write_own("one", "git.example.com", "");
	catalogue_write_own("two", "git.example.com", "");
	catalogue_expect_refusal("git.example.com",
				 "two.conf|'git.example.com'|one.conf");
	catalogue_expect_host("other.example.com", NULL);
}
END_TEST

START_TEST(a_wrong_one_stops_the_search)
{
	catalogue_write_own("own", "Git.example.com", "");
	catalogue_expect_refusal("git.example.com", "own.conf:3: hosts: |");
}
END_TEST

Suite *catalogue_suite(void)
{
	Suite *suite = suite_create("catalogue");
	TCase *tc = tcase_create("catalogue");

	tcase_add_checked_fixture(tc, catalogue_set_up, catalogue_tear_down);
	tcase_add_loop_test(tc, compares_hosts_whole, 0,
			    sizeof(hosts) / sizeof(hosts[0]));
	tcase_add_loop_test(tc, finds_for_a_request, 0,
			    sizeof(addresses) / sizeof(addresses[0]));
	tcase_add_test(tc, the_tables_are_sorted);
	tcase_add_test(tc, needs_no_folder);
	tcase_add_loop_test(tc, finds_by_name, 0,
			    sizeof(names) / sizeof(names[0]));
	tcase_add_test(tc, finds_the_users_own);
	tcase_add_test(tc, looks_at_definitions_only);
	tcase_add_test(tc, takes_over_only_when_told_to);
	tcase_add_test(tc, takes_over_a_host);
	tcase_add_test(tc, takes_over_a_name);
	tcase_add_test(tc, takes_over_a_name_when_told_to);
	tcase_add_test(tc, one_host_has_one_definition);
	tcase_add_test(tc, a_wrong_one_stops_the_search);
	suite_add_tcase(suite, tc);
	return suite;
}
