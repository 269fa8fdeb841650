#include "helper/backends/foreign/docker-place.h"
#include "helper/backends/foreign/git-helper-place.h"
#include "protocol/core/text.h"
#include "tests/unit/helper/suites.h"

static const struct {
	const char *protocol, *host, *path, *username;
	const char *helper; /* its place with a helper of git's */
	const char *docker; /* and of docker's */
} places[] = {
	{ "https", "h", NULL, "ann", "=", "https://ann@h" },
	{ "https", "h", NULL, "a b&%/@:", "=",
	  "https://a%20b%26%25%2F%40%3A@h" },
	{ "https", "h", NULL, NULL, "ringbearer:", "https://:@h" },
	{ "https", "h", NULL, "", "ringbearer:username=&", "https://@h" },
	{ "https", "h", "", "ann",
	  "ringbearer:username=ann&path=", "https://ann@h/" },
	{ "https", "h", "p/q r", "ann", "ringbearer:username=ann&path=p/q r",
	  "https://ann@h/p/q%20r" },
	{ "https", "h", "p", NULL, "ringbearer:path=p", "https://:@h/p" },
	{ "https", "h", "username=x&path=y", NULL,
	  "ringbearer:path=username=x&path=y",
	  "https://:@h/username%3Dx%26path%3Dy" },
	{ "https", "h", "p", "a&path=b%",
	  "ringbearer:username=a%26path=b%25&"
	  "path=p",
	  "https://a%26path%3Db%25@h/p" },
	/* ports are mixed up by some */
	{ "https", "h:8443", NULL, "ann", "ringbearer:username=ann&",
	  "https://ann@h:8443" },
	{ "https", "[::1]", NULL, "ann", "ringbearer:username=ann&",
	  "https://ann@[::1]" },
	/* not taken for one of ours */
	{ "https", "h", NULL, "ringbearer:", "ringbearer:username=ringbearer:&",
	  "https://ringbearer%3A@h" },
	{ "cert", "", "/etc/key", NULL, "ringbearer:no-host&path=/etc/key",
	  "cert://:@//etc/key" },
};

enum {
	PLACES = sizeof(places) / sizeof(places[0])
};

static void set(int i, struct credential *c)
{
	credential_set(c, FIELD_PROTOCOL, places[i].protocol);
	credential_set(c, FIELD_HOST, places[i].host);
	credential_set(c, FIELD_PATH, places[i].path);
	credential_set(c, FIELD_USERNAME, places[i].username);
}

START_TEST(tells_addresses_apart)
{
	struct credential c = { 0 };
	struct buffer helper = { 0 };
	struct buffer docker = { 0 };

	set(_i, &c);
	helper_place(&c, &helper);
	docker_place(&c, &docker);
	ck_assert_str_eq(helper.data, places[_i].helper);
	ck_assert_str_eq(docker.data, places[_i].docker);
	buffer_clear(&docker);
	buffer_clear(&helper);
	credential_clear(&c);
}
END_TEST

START_TEST(reads_a_username_back)
{
	struct credential c = { 0 };
	struct credential read = { 0 };

	set(_i, &c);
	set(0, &read);
	credential_set(&read, FIELD_HOST, places[_i].host);
	if (places[_i].helper[0] == '=' || !*places[_i].host) {
		ck_assert(!helper_place_read(places[_i].helper, &read));
		ck_assert_str_eq(read.values[FIELD_USERNAME], "ann");
	} else {
		ck_assert(helper_place_read(places[_i].helper, &read));
		ck_assert(credential_same_address(&c, &read));
	}
	credential_clear(&read);
	credential_clear(&c);
}
END_TEST

START_TEST(what_is_no_place_stays_a_username)
{
	static const char *const names[] = {
		"",
		"ann",
		"ringbearer",
		"ringbearer:x",
		"ringbearer:username=ann",
		"ringbearer:username=%zz&",
		"ringbearer:username=%00&",
		"ringbearer:username=ann&x",
		"RINGBEARER:",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct credential c = { 0 };

		credential_set(&c, FIELD_USERNAME, names[i]);
		ck_assert(!helper_place_read(names[i], &c));
		ck_assert_str_eq(c.values[FIELD_USERNAME], names[i]);
		credential_clear(&c);
	}
}
END_TEST

static const struct {
	const char *place, *username;
	bool good;
	const char *host, *path, *is_of;
} listed[] = {
	{ "registry.example", "bob", true, "registry.example", NULL, "bob" },
	{ "https://index.docker.io/v1/", "bob", true, "index.docker.io", "v1",
	  "bob" },
	{ "registry.example:5000/team", "<token>", true,
	  "registry.example:5000", "team", "<token>" },
	{ "https://a%20b@h/p", "x", true, "h", "p", "a b" },
	{ "https://@h", "ringbearer", true, "h", NULL, "" },
	{ "https://:@h", "ringbearer", true, "h", NULL, NULL },
	/* Whatever stands before it. */
	{ &":@h"[1], "bob", true, "h", NULL, "" },
	{ "not an address", "bob", false, NULL, NULL, NULL },
	{ "https://", "bob", false, NULL, NULL, NULL },
	{ "", "bob", false, NULL, NULL, NULL },
};

START_TEST(reads_what_docker_lists)
{
	struct credential c = { 0 };

	ck_assert_int_eq(docker_place_read(listed[_i].place,
					   listed[_i].username, &c),
			 listed[_i].good);
	if (listed[_i].good) {
		ck_assert_str_eq(c.values[FIELD_HOST], listed[_i].host);
		ck_assert_pstr_eq(c.values[FIELD_PATH], listed[_i].path);
		ck_assert_pstr_eq(c.values[FIELD_USERNAME], listed[_i].is_of);
		ck_assert_ptr_null(c.values[FIELD_PASSWORD]);
	}
	credential_clear(&c);
}
END_TEST

START_TEST(knows_where_docker_keeps)
{
	struct credential c = { 0 };
	struct buffer place = { 0 };

	set(5, &c);
	ck_assert(docker_place_natural(&c, 0, &place));
	ck_assert_str_eq(place.data, "https://h/p/q%20r");
	ck_assert(!docker_place_is_own(place.data));
	buffer_clear(&place);
	ck_assert(docker_place_natural(&c, 1, &place));
	ck_assert_str_eq(place.data, "h/p/q%20r");
	ck_assert(!docker_place_natural(&c, 2, &place));
	credential_set(&c, FIELD_PROTOCOL, "http");
	ck_assert(!docker_place_natural(&c, 1, &place));
	credential_set(&c, FIELD_PROTOCOL, "imap");
	ck_assert(!docker_place_natural(&c, 0, &place));
	buffer_clear(&place);
	credential_clear(&c);
}
END_TEST

Suite *place_suite(void)
{
	Suite *suite = suite_create("place");
	TCase *test = tcase_create("helper-place.c, docker-place.c");

	tcase_add_loop_test(test, tells_addresses_apart, 0, PLACES);
	tcase_add_loop_test(test, reads_a_username_back, 0, PLACES);
	tcase_add_test(test, what_is_no_place_stays_a_username);
	tcase_add_loop_test(test, reads_what_docker_lists, 0,
			    sizeof(listed) / sizeof(listed[0]));
	tcase_add_test(test, knows_where_docker_keeps);
	suite_add_tcase(suite, test);
	return suite;
}
