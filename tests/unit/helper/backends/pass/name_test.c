#include <stdlib.h>
#include <string.h>

#include "helper/backends/pass/name.h"
#include "protocol/core/memory.h"
#include "tests/unit/helper/suites.h"

static void set(struct credential *c, const char *protocol, const char *host,
		const char *path, const char *username)
{
	credential_set(c, FIELD_PROTOCOL, protocol);
	credential_set(c, FIELD_HOST, host);
	credential_set(c, FIELD_PATH, path);
	credential_set(c, FIELD_USERNAME, username);
}

static const struct {
	const char *protocol, *host, *path, *username, *name;
} names[] = {
	{ "https", "git.example", NULL, "me", "https/git.example/me" },
	{ "https", "git.example", NULL, NULL, "https/git.example/=none" },
	{ "https", "git.example", NULL, "", "https/git.example/=empty" },
	{ "https", "git.example", "", "me", "https/git.example/=empty/me" },
	{ "https", "git.example", "a/b", "me", "https/git.example/a/b/me" },
	{ "https", "git.example", "a/", NULL,
	  "https/git.example/a/=empty/=none" },
	{ "https", "git.example", "/a", NULL,
	  "https/git.example/=empty/a/=none" },
	{ "https", "g.example:8443", NULL, "me@x.example",
	  "https/g.example%3A8443/me@x.example" },
	{ "https", "[::1]", NULL, "a/b", "https/%5B%3A%3A1%5D/a%2Fb" },
	{ "cert", "", "/etc/key", NULL, "cert/=empty/=empty/etc/key/=none" },
	{ "https", "g.example", "..", "..", "https/g.example/%2E./%2E." },
	{ "https", "g.example", ".git/x", ".gpg-id",
	  "https/g.example/%2Egit/x/%2Egpg-id" },
	{ "https", "g.example", "x.gpg", "x.gpg",
	  "https/g.example/x%2Egpg/x%2Egpg" },
	{ "https", "g.example", "=none", "=empty",
	  "https/g.example/%3Dnone/%3Dempty" },
	{ "https", "g.example", NULL, "J. D\xc3\xb6 50%\n",
	  "https/g.example/J.%20D%C3%B6%2050%25%0A" },
};

START_TEST(a_name_says_the_address)
{
	struct credential c = { 0 };
	struct credential again = { 0 };
	char *name;

	set(&c, names[_i].protocol, names[_i].host, names[_i].path,
	    names[_i].username);
	name = pass_name("top/sub", &c);
	ck_assert_int_eq(strncmp(name, "top/sub/", 8), 0);
	ck_assert_int_eq(strncmp(name + 8, names[_i].name,
				 strlen(names[_i].name)),
			 0);
	ck_assert_str_eq(name + 8 + strlen(names[_i].name), ".gpg");
	ck_assert(pass_name_read("top/sub", name, &again));
	ck_assert(credential_same_address(&c, &again));
	free(name);
	credential_clear(&c);
	credential_clear(&again);
}
END_TEST

static const char *const not_ours[] = {
	"p/https/git.example/my name.gpg", /* would be my%20name */
	"p/https/git.example/m%65.gpg",
	"p/https/git.example/a%2fb.gpg",
	"p/https/git.example/a%2Fb/me.gpg", /* would be a/b/me */
	"p/https/git.example/%00.gpg",
	"p/https/git.example/x%.gpg",
	"p/https/git.example/=other.gpg",
	"p/https/git.example.gpg",
	"p/https.gpg",
	"p/https/git.example/me",
	"p/https/git.example/.gpg",
	"p/https//git.example/me.gpg",
	"q/https/git.example/me.gpg",
	"https/git.example/me.gpg",
	"p/",
	"",
};

START_TEST(another_name_is_no_address)
{
	struct credential c = { 0 };

	ck_assert(!pass_name_read("p", not_ours[_i], &c));
	ck_assert_ptr_null(c.values[FIELD_HOST]);
	credential_clear(&c);
}
END_TEST

/* A letter, many times. */
static char *many(char letter, size_t count)
{
	char *text = memory_alloc(count + 1, 1);

	memset(text, letter, count);
	return text;
}

static size_t longest_part(const char *name)
{
	size_t longest = 0;

	while (*name) {
		size_t length = strcspn(name, "/");

		longest = length > longest ? length : longest;
		name += length + (name[length] == '/');
	}
	return longest;
}

START_TEST(a_long_one_is_cut_and_still_its_own)
{
	static const struct {
		char letter;
		size_t count;
	} paths[] = {
		{ 'a', 300 }, { '\xff', 100 }, { '/', 20 }, { '/', 5000 }
	};
	char *path = many(paths[_i].letter, paths[_i].count);
	char *other = many(paths[_i].letter, paths[_i].count + 1);
	struct credential c = { 0 };
	char *one, *two;

	set(&c, "https", "git.example", path, path);
	one = pass_name("p", &c);
	credential_set(&c, FIELD_PATH, other);
	two = pass_name("p", &c);
	ck_assert_str_ne(one, two);
	ck_assert_uint_le(longest_part(one), 200);
	ck_assert_uint_le(strlen(one), 1100);
	ck_assert(!pass_name_read("p", one, &c));
	free(one);
	free(two);
	free(path);
	free(other);
	credential_clear(&c);
}
END_TEST

START_TEST(folders_and_files_of_patterns)
{
	struct credential c = { 0 };
	char *name;

	set(&c, "https", "git.example", NULL, "me");
	name = pass_name_folder("p", &c);
	ck_assert_str_eq(name, "p/https/git.example");
	free(name);
	credential_set(&c, FIELD_PATH, "a/b");
	name = pass_name_folder("p", &c);
	ck_assert_str_eq(name, "p/https/git.example/a/b");
	free(name);
	name = pass_name_file(&c);
	ck_assert_str_eq(name, "me.gpg");
	free(name);
	credential_clear(&c);
}
END_TEST

Suite *pass_name_suite(void)
{
	Suite *suite = suite_create("pass-name");
	TCase *tc = tcase_create("names");

	tcase_add_loop_test(tc, a_name_says_the_address, 0,
			    sizeof(names) / sizeof(names[0]));
	tcase_add_loop_test(tc, another_name_is_no_address, 0,
			    sizeof(not_ours) / sizeof(not_ours[0]));
	tcase_add_loop_test(tc, a_long_one_is_cut_and_still_its_own, 0, 4);
	tcase_add_test(tc, folders_and_files_of_patterns);
	suite_add_tcase(suite, tc);
	return suite;
}
