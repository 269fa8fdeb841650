#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/catalogue/builtin.h"
#include "helper/definition/provider.h"
#include "tests/unit/helper/suites.h"

#define BAD "tests/definitions/bad"
#define GOOD "tests/definitions/good"
#define MANUAL "helper/man/ringbearer-providers.5"

enum {
	FILE_MAX = 1 << 18,
	PATH_LENGTH = 512,
};

static struct dirent **bad;
static int bad_count;
static struct dirent **good;
static int good_count;

static int is_definition(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void read_file(const char *path, struct buffer *out)
{
	int fd = open(path, O_RDONLY);

	ck_assert_msg(fd >= 0, "cannot open %s", path);
	ck_assert_int_eq(buffer_read(out, fd, FILE_MAX), 0);
	(void)close(fd);
}

static struct provider *parse(const char *text, const char *file, bool builtin)
{
	struct provider *provider;
	struct error e = { 0 };
	enum status status = provider_parse(text, file, builtin, &provider, &e);

	ck_assert_msg(status == STATUS_OK, "%s", e.message);
	ck_assert_str_eq(e.message, "");
	ck_assert_str_eq(provider->file, file);
	ck_assert_str_eq(provider->text, text);
	return provider;
}

/* The first line of each file is a comment: what is told of it. */
START_TEST(tells_file_line_and_key)
{
	char path[PATH_LENGTH], expected[ERROR_MESSAGE_MAX];
	struct buffer text = { 0 };
	struct provider *provider;
	struct error e = { 0 };

	(void)snprintf(path, sizeof(path), BAD "/%s", bad[_i]->d_name);
	read_file(path, &text);
	ck_assert_int_eq(strncmp(text.data, "# ", 2), 0);
	(void)snprintf(expected, sizeof(expected), "%s:%.*s", path,
		       (int)strcspn(text.data + 2, "\n"), text.data + 2);
	ck_assert_int_eq(provider_parse(text.data, path, false, &provider, &e),
			 STATUS_MALFORMED);
	ck_assert_ptr_null(provider);
	ck_assert_str_eq(e.message, expected);
	buffer_clear(&text);
}
END_TEST

START_TEST(reads_good_definitions)
{
	char path[PATH_LENGTH];
	struct buffer text = { 0 };

	(void)snprintf(path, sizeof(path), GOOD "/%s", good[_i]->d_name);
	read_file(path, &text);
	provider_free(parse(text.data, path, false));
	buffer_clear(&text);
}
END_TEST

START_TEST(reads_one_after_a_broken_one)
{
	static const char *const broken[] = {
		"provider a { title = \"",
		"provider a { title = '",
		"provider a {",
		"provider a { hosts = {",
		"/* ",
		"",
	};
	struct provider *provider;
	struct error e = { 0 };

	ck_assert_int_eq(provider_parse(broken[_i], "f", false, &provider, &e),
			 STATUS_MALFORMED);
	provider_free(parse("provider b { title = T hosts = {b.example} }", "f",
			    false));
}
END_TEST

/* What a user's own may say and a built-in one may not. */
static const struct {
	const char *text;
	const char *message;
} only_own[] = {
	{ "provider x {\ntitle = T\nhosts = {x.example}\noverride = true\n}",
	  "f:4: override: is for a definition of the user's own" },
	{ "provider x {\ntitle = T\nhosts = {\"127.0.0.1:1\"}\n"
	  "headers = {\"A: {token}\"}\nverify s {\n"
	  "get = \"http://127.0.0.1:1/me\"\noutcome {\nstatus = 200\n"
	  "pointer = \"/id\"\nverdict = ok\n}\n}\n}",
	  "f:6: verify s: get: 'http://127.0.0.1:1/me' is http" },
};

START_TEST(built_in_ones_may_less)
{
	struct provider *provider;
	struct error e = { 0 };

	provider_free(parse(only_own[_i].text, "f", false));
	ck_assert_int_eq(provider_parse(only_own[_i].text, "f", true, &provider,
					&e),
			 STATUS_MALFORMED);
	ck_assert_str_eq(e.message, only_own[_i].message);
}
END_TEST

static void check_strings(const struct strings *strings,
			  const char *const *expected)
{
	size_t count = 0;

	for (; expected[count]; count++) {
		ck_assert_uint_lt(count, strings->count);
		ck_assert_str_eq(strings->items[count], expected[count]);
	}
	ck_assert_uint_eq(strings->count, count);
}

static void check_outcome(const struct outcome *o, int first, int last,
			  enum verdict verdict)
{
	ck_assert_int_eq(o->status_first, first);
	ck_assert_int_eq(o->status_last, last);
	ck_assert_int_eq((int)o->verdict, (int)verdict);
}

static struct provider *parse_everything(void)
{
	struct buffer text = { 0 };
	struct provider *provider;

	read_file(GOOD "/everything.conf", &text);
	provider = parse(text.data, GOOD "/everything.conf", false);
	buffer_clear(&text);
	return provider;
}

START_TEST(keeps_what_a_provider_says)
{
	static const char *const hosts[] = { "api.example.com",
					     "eu.example.com:8443", "192.0.2.1",
					     "[2001:db8::1]", NULL };
	static const char *const hints[] = { "^ex_[a-z]{4}\\.[0-9]+$", "^old",
					     NULL };
	static const char *const guide[] = { "One step, over two lines.",
					     "And \"another\".", NULL };
	static const char *const implied[] = { "sites:read", NULL };
	struct provider *p = parse_everything();

	ck_assert_str_eq(p->name, "everything");
	ck_assert_str_eq(p->title, "Everything");
	check_strings(&p->hosts, hosts);
	ck_assert_uint_eq(p->headers.count, 4);
	ck_assert_uint_eq(p->account.count, 4);
	ck_assert_uint_eq(p->environment_count, 4);
	ck_assert_str_eq(p->environment[2].name, "_SITE");
	ck_assert_str_eq(p->environment[2].value, "{site}");
	ck_assert_str_eq(p->expiry, "computed");
	ck_assert_int_eq(p->lifetime_days, 90);
	ck_assert_int_eq(p->lifetime_days_min, 1);
	ck_assert_int_eq(p->lifetime_days_max, 36500);
	ck_assert_str_eq(p->retry.header, "X-Reset");
	ck_assert(p->retry.epoch);
	ck_assert_int_eq(p->retry.seconds, 86400);
	ck_assert_uint_eq(p->field_count, 3);
	ck_assert_str_eq(p->fields[0].name, "pin");
	ck_assert_str_eq(p->fields[0].from, "typed");
	ck_assert(p->fields[0].secret);
	ck_assert(p->fields[0].optional);
	ck_assert(!p->fields[1].secret && !p->fields[1].optional);
	ck_assert_uint_eq(p->scope_count, 2);
	ck_assert_str_eq(p->scopes[0].name, "sites:read");
	ck_assert_str_eq(p->scopes[0].reason, "to list the sites");
	ck_assert(p->scopes[0].needed && !p->scopes[1].needed);
	ck_assert_uint_eq(p->scopes[0].implies.count, 0);
	check_strings(&p->scopes[1].implies, implied);
	ck_assert_uint_eq(p->type_count, 2);
	ck_assert_str_eq(p->types[0].name, "test");
	ck_assert_str_eq(p->types[1].pattern, "^ex_");
	check_strings(&p->hints, hints);
	check_strings(&p->guide, guide);
	ck_assert_str_eq(p->warnings.items[0], "It is sharp.");
	ck_assert_str_eq(p->create_url, "https://example.com/new?x=1#token");
	ck_assert_str_eq(p->revoke_url, "https://example.com/");
	ck_assert(p->override);
	ck_assert(!p->loopback);
	provider_free(p);
}
END_TEST

START_TEST(keeps_what_a_step_says)
{
	static const char *const names[] = { "{/first} {/last}", "{/first}",
					     "someone", NULL };
	struct provider *p = parse_everything();
	const struct choose *choose = &p->steps[0].choose;
	const struct step *user = &p->steps[1];

	ck_assert_uint_eq(p->step_count, 3);
	ck_assert_uint_eq(p->steps[0].headers.count, 1);
	ck_assert_str_eq(choose->field, "site");
	ck_assert_str_eq(choose->list, "/sites");
	ck_assert_str_eq(choose->where, "/kind");
	ck_assert_str_eq(choose->equals, "good");
	ck_assert_str_eq(choose->value, "/id");
	ck_assert_str_eq(choose->label, "/name");
	ck_assert_str_eq(choose->into, "organization");
	ck_assert_str_eq(choose->none, "no site");
	ck_assert_str_eq(user->name, "user");
	ck_assert_str_eq(user->url, "https://api.example.com/v1/me");
	ck_assert_uint_eq(user->headers.count, 0);
	ck_assert_ptr_null(user->choose.field);
	ck_assert_uint_eq(user->learn_count, 3);
	ck_assert_str_eq(user->learns[0].name, "name");
	check_strings(&user->learns[0].from, names);
	ck_assert_uint_eq(user->learns[1].from.count, 1);
	ck_assert(!user->optional);
	ck_assert(p->steps[2].optional);
	ck_assert_str_eq(p->steps[2].url,
			 "https://api.example.com/v1/limits?plan={plan}&"
			 "{site}={name}");
	provider_free(p);
}
END_TEST

START_TEST(keeps_what_an_outcome_says)
{
	struct provider *p = parse_everything();
	const struct outcome *o = p->steps[1].outcomes;

	ck_assert_uint_eq(p->steps[1].outcome_count, 5);
	check_outcome(&o[0], 200, 200, VERDICT_OK);
	ck_assert_str_eq(o[0].pointer, "/a~1b/m~0n/0");
	ck_assert_str_eq(o[0].equals, "user");
	ck_assert_ptr_null(o[0].contains);
	ck_assert(o[0].json && !o[0].empty);
	check_outcome(&o[1], 100, 599, VERDICT_LIMITED);
	ck_assert(o[1].json);
	ck_assert_str_eq(o[1].reason, "{/message} ({/code}, {email})");
	ck_assert_str_eq(o[1].missing, "/scopes");
	check_outcome(&o[2], 100, 599, VERDICT_EXPIRED);
	ck_assert_str_eq(o[2].header, "X-Expired");
	check_outcome(&o[3], 401, 401, VERDICT_REVOKED);
	ck_assert(o[3].empty && !o[3].json);
	check_outcome(&o[4], 500, 599, VERDICT_THROTTLED);
	ck_assert(!o[4].json);
	provider_free(p);
}
END_TEST

START_TEST(says_when_it_goes_to_loopback)
{
	struct buffer text = { 0 };
	struct provider *p;

	read_file(GOOD "/loopback.conf", &text);
	p = parse(text.data, GOOD "/loopback.conf", false);
	ck_assert(p->loopback);
	ck_assert_int_eq(p->retry.seconds, 60);
	ck_assert_str_eq(p->expiry, "unknown");
	provider_free(p);
	buffer_clear(&text);
}
END_TEST

/* The manual's example is the text between its .Bd and .Ed. */
START_TEST(reads_the_manuals_example)
{
	struct buffer text = { 0 };
	char *start, *end;

	read_file(MANUAL, &text);
	start = strstr(text.data, ".Bd -literal\n");
	ck_assert_ptr_nonnull(start);
	start += strlen(".Bd -literal\n");
	end = strstr(start, ".Ed\n");
	ck_assert_ptr_nonnull(end);
	*end = '\0';
	provider_free(parse(start, "acme.conf", false));
	buffer_clear(&text);
}
END_TEST

/* Facts of the built-in ones that other parts and people rely on. */
static const struct {
	const char *name;
	const char *hosts[3];
	const char *account[3];
	const char *expiry;
	int retry;
	size_t steps;
	size_t scopes;
} builtins[] = {
	{ "calendly",
	  { "api.calendly.com" },
	  { "{email}", "{id}" },
	  "never",
	  60,
	  2,
	  19 },
	{ "harvest",
	  { "api.harvestapp.com", "id.getharvest.com" },
	  { "{account-id}" },
	  "unknown",
	  15,
	  2,
	  0 },
	{ "notion",
	  { "api.notion.com" },
	  { "{email}", "{id}" },
	  "computed",
	  60,
	  1,
	  0 },
};

START_TEST(built_in_definitions_are_whole)
{
	struct provider *p =
		parse(builtin_definitions[_i].text, "built in", true);

	ck_assert_uint_eq(builtin_definition_count,
			  sizeof(builtins) / sizeof(builtins[0]));
	ck_assert_str_eq(builtin_definitions[_i].name, builtins[_i].name);
	ck_assert_str_eq(p->name, builtins[_i].name);
	check_strings(&p->hosts, builtins[_i].hosts);
	check_strings(&p->account, builtins[_i].account);
	ck_assert_str_eq(p->expiry, builtins[_i].expiry);
	ck_assert_int_eq(p->retry.seconds, builtins[_i].retry);
	ck_assert_uint_eq(p->step_count, builtins[_i].steps);
	ck_assert_uint_eq(p->scope_count, builtins[_i].scopes);
	ck_assert(p->guide.count > 0 && p->warnings.count > 0);
	ck_assert(p->hints.count > 0 && p->environment_count > 0);
	ck_assert(p->create_url && p->revoke_url);
	provider_free(p);
}
END_TEST

Suite *provider_suite(void)
{
	Suite *suite = suite_create("provider");
	TCase *tc = tcase_create("provider");

	bad_count = scandir(BAD, &bad, is_definition, alphasort);
	good_count = scandir(GOOD, &good, is_definition, alphasort);
	/* Without its definitions a loop would run nothing, and pass. */
	if (bad_count < 100 || good_count < 4)
		abort();
	tcase_add_loop_test(tc, tells_file_line_and_key, 0, bad_count);
	tcase_add_loop_test(tc, reads_good_definitions, 0, good_count);
	tcase_add_loop_test(tc, reads_one_after_a_broken_one, 0, 6);
	tcase_add_loop_test(tc, built_in_ones_may_less, 0, 2);
	tcase_add_test(tc, keeps_what_a_provider_says);
	tcase_add_test(tc, keeps_what_a_step_says);
	tcase_add_test(tc, keeps_what_an_outcome_says);
	tcase_add_test(tc, says_when_it_goes_to_loopback);
	tcase_add_test(tc, reads_the_manuals_example);
	tcase_add_loop_test(tc, built_in_definitions_are_whole, 0,
			    sizeof(builtins) / sizeof(builtins[0]));
	suite_add_tcase(suite, tc);
	return suite;
}
