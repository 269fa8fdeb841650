#include <string.h>

#include "helper/backends/vault/path.h"
#include "helper/config/vault.h"
#include "protocol/core/percent.h"
#include "protocol/core/text.h"
#include "tests/unit/helper/suites.h"

static const char whole[] = "ringbearer/{protocol}/{host}/{path}/{username}";

/* Addresses, and where they stand. */
static const struct {
	const char *protocol;
	const char *host;
	const char *path;
	const char *username;
	const char *where;
} places[] = {
	{ "https", "git.example", NULL, "me",
	  "ringbearer/https/git.example/-/me" },
	{ "https", "git.example", NULL, NULL,
	  "ringbearer/https/git.example/-/-" },
	{ "https", "git.example", "", "", "ringbearer/https/git.example/=/=" },
	{ "https", "git.example", "-", "=",
	  "ringbearer/https/git.example/%2D/%3D" },
	{ "https", "[::1]:8443", "a/b c", "ann@x.example",
	  "ringbearer/https/%5B::1%5D:8443/a%2Fb%20c/ann@x.example" },
	{ "https", "h", "..", ".a..b.",
	  "ringbearer/https/h/%2E%2E/%2Ea.%2Eb." },
	{ "https", "h", "%2D", "a+b*", "ringbearer/https/h/%252D/a%2Bb%2A" },
	{ "cert", "", "/k", "\xc3\xa9", "ringbearer/cert/=/%2Fk/%C3%A9" },
};

static void set_place(int i, struct credential *c)
{
	credential_set(c, FIELD_PROTOCOL, places[i].protocol);
	credential_set(c, FIELD_HOST, places[i].host);
	credential_set(c, FIELD_PATH, places[i].path);
	credential_set(c, FIELD_USERNAME, places[i].username);
}

/* Reads a path segment by segment; false if one does not fit. */
static bool read_path(const char *template, const char *path,
		      struct credential *c)
{
	struct vault_template t;

	ck_assert(vault_template_read(template, &t));
	for (size_t i = 0; i < t.count; i++) {
		size_t length = strcspn(path, "/");

		if (!vault_segment_read(&t.segments[i], path, length, c))
			return false;
		path += length + (path[length] == '/');
	}
	return *path == '\0';
}

START_TEST(a_path_leads_back_to_the_address)
{
	struct credential c = { 0 };
	struct credential again = { 0 };
	struct buffer path = { 0 };

	set_place(_i, &c);
	ck_assert(vault_path_of(whole, &c, &path));
	ck_assert_str_eq(path.data, places[_i].where);
	ck_assert(read_path(whole, path.data, &again));
	ck_assert(credential_same_address(&c, &again));
	buffer_clear(&path);
	credential_clear(&c);
	credential_clear(&again);
}
END_TEST

/* What no address stands at, so that no two paths mean the same. */
static const char *const strange[] = {
	"ringbearer/https/h/-/%6d%65",	"ringbearer/https/h/-/%4D",
	"ringbearer/https/h/-/a%2fb",	"ringbearer/https/h/-/a%",
	"ringbearer/https/h/-/a%00",	"ringbearer/https/h/-/",
	"ringbearer/https/h/-",		"other/https/h/-/me",
	"ringbearer/https/h/-/.a",	"ringbearer/https/h/-/a b",
	"ringbearer/https/h/-/me/more",
};

START_TEST(another_path_leads_nowhere)
{
	struct credential c = { 0 };

	ck_assert(!read_path(whole, strange[_i], &c));
	credential_clear(&c);
}
END_TEST

START_TEST(text_may_stand_around_a_variable)
{
	static const char template[] = "team/{host}/login-{username}.git";
	struct credential c = { 0 };
	struct vault_template t;
	struct buffer path = { 0 };

	set_place(0, &c);
	ck_assert(vault_template_read(template, &t));
	ck_assert(vault_path_of(template, &c, &path));
	ck_assert_str_eq(path.data, "team/git.example/login-me.git");
	credential_clear(&c);
	ck_assert(read_path(template, path.data, &c));
	ck_assert_str_eq(c.values[FIELD_USERNAME], "me");
	ck_assert(!read_path(template, "team/h/login-.git", &c));
	ck_assert(!read_path(template, "team/h/login-x", &c));
	/* It has no place for these. */
	credential_set(&c, FIELD_PROTOCOL, "http");
	ck_assert(!vault_template_fits(&t, &c));
	credential_set(&c, FIELD_PROTOCOL, "https");
	ck_assert(vault_template_fits(&t, &c));
	credential_set(&c, FIELD_PATH, "");
	ck_assert(!vault_template_fits(&t, &c));
	buffer_clear(&path);
	credential_clear(&c);
}
END_TEST

START_TEST(a_url_escapes_the_escapes)
{
	struct buffer url = { 0 };

	percent_encode_url("a/b%2Fc@d:e=~._-", "/", &url);
	ck_assert_str_eq(url.data, "a/b%252Fc%40d%3Ae%3D~._-");
	buffer_clear(&url);
}
END_TEST

static const struct {
	const char *key;
	const char *value;
	bool good;
} values[] = {
	{ "address", "https://vault.example:8200", true },
	{ "address", "https://vault.example/prefix/", true },
	{ "address", "http://127.0.0.1:8200", true },
	{ "address", "http://[::1]:8200", true },
	{ "address", "http://vault.example", false },
	{ "address", "http://localhost:8200", false },
	{ "address", "https://", false },
	{ "address", "https:///x", false },
	{ "address", "https://a@b", false },
	{ "address", "https://a?b", false },
	{ "address", "https://a\nb", false },
	{ "address", "vault.example", false },
	{ "agent", "/run/agent.sock", true },
	{ "agent", "http://127.0.0.1:8100", true },
	{ "agent", "agent.sock", false },
	{ "mount", "secret", true },
	{ "mount", "team/kv", true },
	{ "mount", "", false },
	{ "mount", "/secret", false },
	{ "mount", "secret/", false },
	{ "mount", "a/../b", false },
	{ "mount", "a b", false },
	{ "path", "{host}/{username}", true },
	{ "path", "a/{protocol}/{host}/{path}/x-{username}-y", true },
	{ "path", "{host}", false },
	{ "path", "{username}", false },
	{ "path", "{host}{username}", false },
	{ "path", "{host}/{username}/{host}", false },
	{ "path", "{host}/{username}/{other}", false },
	{ "path", "{host}/{username}/", false },
	{ "path", "/{host}/{username}", false },
	{ "path", "{host}//{username}", false },
	{ "path", "./{host}/{username}", false },
	{ "path", "a%/{host}/{username}", false },
	{ "path", "", false },
};

START_TEST(the_configuration_is_checked)
{
	const char *fault =
		config_vault_fault(values[_i].key, values[_i].value);

	ck_assert_msg(!fault == values[_i].good, "%s = %s: %s", values[_i].key,
		      values[_i].value, fault ? fault : "nothing");
}
END_TEST

#define LOOP(c, test, table) \
	tcase_add_loop_test(c, test, 0, sizeof(table) / sizeof(table[0]))

Suite *vault_suite(void)
{
	Suite *suite = suite_create("helper/backends/vault");
	TCase *c = tcase_create("vault");

	LOOP(c, a_path_leads_back_to_the_address, places);
	LOOP(c, another_path_leads_nowhere, strange);
	tcase_add_test(c, text_may_stand_around_a_variable);
	tcase_add_test(c, a_url_escapes_the_escapes);
	LOOP(c, the_configuration_is_checked, values);
	suite_add_tcase(suite, c);
	return suite;
}
