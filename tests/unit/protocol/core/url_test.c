#include <stdio.h>
#include <string.h>

#include "protocol/core/address.h"
#include "tests/unit/protocol/suites.h"

/*
 * What address_from_url() and then address_canonical() make of a URL, joined
 * by blanks: protocol, host, path, username, password; `~`: not given.
 * NULL: one of the two refuses it.
 */
static const struct {
	const char *url;
	const char *fields;
} urls[] = {
	{ "https://api.github.com", "https api.github.com ~ ~ ~" },
	{ "https://api.github.com/", "https api.github.com ~ ~ ~" },
	{ "https://api.github.com//", "https api.github.com ~ ~ ~" },
	{ "HTTPS://API.GitHub.com./x", "https api.github.com ~ ~ ~" },
	{ "https://api.github.com:443/", "https api.github.com ~ ~ ~" },
	{ "https://api.github.com:8443/", "https api.github.com:8443 ~ ~ ~" },
	{ "http://h:80/a/b", "http h ~ ~ ~" },
	{ "https://[2001:DB8::A]:99/x", "https [2001:db8::a]:99 ~ ~ ~" },
	{ "https://me@[::1]:99/x", "https [::1]:99 ~ me ~" },
	/* user and password */
	{ "https://me@h/", "https h ~ me ~" },
	{ "https://me:pw@h/", "https h ~ me pw" },
	{ "https://@h/", "https h ~  ~" },
	{ "https://:pw@h/", "https h ~  pw" },
	{ "https://me:@h/", "https h ~ me " },
	{ "https://me:p:w@h/", "https h ~ me p:w" },
	{ "https://a%40b:p%3a%2Fw%25@h/", "https h ~ a@b p:/w%" },
	/* the host ends at the first of `/?#` */
	{ "https://h/a@evil.com", "https h ~ ~ ~" },
	{ "https://h?a@evil.com", "https h ~ ~ ~" },
	{ "https://h#a@evil.com", "https h ~ ~ ~" },
	{ "https://h?x=1", "https h ~ ~ ~" },
	/* paths, for protocols other than http and https */
	{ "ftp://h/a/b.git", "ftp h a/b.git ~ ~" },
	{ "ftp://h//a/b//", "ftp h a/b ~ ~" },
	{ "ftp://h/a%20b%2fc", "ftp h a b/c ~ ~" },
	{ "ftp://h/", "ftp h ~ ~ ~" },
	{ "cert:///etc/key.pem", "cert  etc/key.pem ~ ~" },
	/* who is spoken to is the host, whatever stands before the '@' */
	{ "https://api.github.com@evil.com/", "https evil.com ~ "
					      "api.github.com ~" },
	{ "https://api.github.com:443@evil.com/", "https evil.com ~ "
						  "api.github.com 443" },
	{ "https://api.github.com%40evil.com/", NULL },
	/* some programs end the host at '\', some at the last '@' */
	{ "https://evil.com\\@api.github.com/", NULL },
	{ "https://evil.com\\.api.github.com/", NULL },
	{ "https://api.github.com\\evil.com/", NULL },
	{ "https://a@evil.com@api.github.com/", NULL },
	/* encoded bytes of a host are decoded, and are then another name */
	{ "https://api.github.com%2eevil.com/",
	  "https api.github.com.evil.com ~ ~ ~" },
	{ "https://api.github.com%2fevil.com/", NULL },
	{ "https://api.github.com%00.evil.com/", NULL },
	{ "https://api.github.com%0d/", NULL },
	{ "https://api.github.com%0a/", NULL },
	{ "https://evil%0ahost=api.github.com/", NULL },
	{ "https://api.github.com%/", NULL },
	{ "https://api.github.com%2/", NULL },
	{ "https://api.github.com%zz/", NULL },
	{ "https://api.github.com%7f/", NULL },
	{ "https://a%0ab@h/", NULL },
	{ "https://a:p%0db@h/", NULL },
	{ "https://a:p%00b@h/", NULL },
	{ "ftp://h/a%0ab", NULL },
	/* nor may the protocol hide a line */
	{ "https%0ahost=evil.com://api.github.com/", NULL },
	{ "https%://api.github.com/", NULL },
	/* not PROTOCOL://HOST */
	{ "", NULL },
	{ "api.github.com", NULL },
	{ "api.github.com:443", NULL },
	{ "https:", NULL },
	{ "https:/", NULL },
	{ "https://", NULL },
	{ "https:/github.com/", NULL },
	{ "https:///github.com/", NULL },
	{ "https:\\\\github.com/", NULL },
	{ "://github.com/", NULL },
	{ "//github.com/", NULL },
	{ "https//github.com/", NULL },
	{ "https://?x", NULL },
	{ "https://me@", NULL },
	{ "https://me@/x", NULL },
	/* hosts that address_host() refuses */
	{ "https://h:0443/", NULL },
	{ "https://h:99999/", NULL },
	{ "https://127.1/", NULL },
	{ "https://2130706433/", NULL },
	{ "https://[fe80::1%25eth0]/", NULL },
	{ "https://h h/", NULL },
	{ "https:// h/", NULL },
	{ "https://h\t/", NULL },
	{ "https://h\r", NULL },
};

static void describe(const struct credential *c, char *out, size_t size)
{
	static const enum field fields[] = { FIELD_PROTOCOL, FIELD_HOST,
					     FIELD_PATH, FIELD_USERNAME,
					     FIELD_PASSWORD };

	*out = '\0';
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		const char *value = c->values[fields[i]];
		size_t used = strlen(out);

		(void)snprintf(out + used, size - used, "%s%s", i ? " " : "",
			       value ? value : "~");
	}
}

START_TEST(takes_a_url_apart)
{
	const char *url = urls[_i].url;
	struct credential c = { 0 };
	struct error e = { 0 };
	char fields[128];
	enum status status = address_from_url(url, strlen(url), &c, &e);

	if (status == STATUS_OK)
		status = address_canonical(&c, &e);
	describe(&c, fields, sizeof(fields));
	if (urls[_i].fields) {
		ck_assert_msg(status == STATUS_OK, "'%s': %s", url, e.message);
		ck_assert_str_eq(fields, urls[_i].fields);
	} else {
		ck_assert_msg(status == STATUS_MALFORMED, "'%s' gives %s", url,
			      fields);
		ck_assert_str_ne(e.message, "");
		ck_assert(!strstr(e.message, "github"));
		ck_assert(!strstr(e.message, "evil"));
	}
	credential_clear(&c);
}
END_TEST

/* Only `length` bytes are read. */
START_TEST(stops_at_its_end)
{
	static const char url[] = "https://api.example.com/";
	struct credential c = { 0 };
	struct error e = { 0 };

	ck_assert_int_eq(address_from_url(url, 15, &c, &e), STATUS_OK);
	ck_assert_str_eq(c.values[FIELD_HOST], "api.exa");
	credential_clear(&c);
	ck_assert_int_eq(address_from_url(url, 7, &c, &e), STATUS_MALFORMED);
	credential_clear(&c);
	ck_assert_int_eq(address_from_url("https://h%41", 11, &c, &e),
			 STATUS_MALFORMED);
	credential_clear(&c);
}
END_TEST

Suite *url_suite(void)
{
	Suite *suite = suite_create("url");
	TCase *tc = tcase_create("url");

	tcase_add_loop_test(tc, takes_a_url_apart, 0,
			    sizeof(urls) / sizeof(urls[0]));
	tcase_add_test(tc, stops_at_its_end);
	suite_add_tcase(suite, tc);
	return suite;
}
