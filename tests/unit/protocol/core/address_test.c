#include <stdio.h>
#include <string.h>

#include "protocol/core/address.h"
#include "tests/unit/protocol/suites.h"

#define TEN "abcdefghij"
#define SIXTY TEN TEN TEN TEN TEN TEN
#define L63 SIXTY "xyz"
#define L62 SIXTY "xy"
/* 253 bytes: three labels of 63, one of 61, three dots */
#define N253 L63 "." L63 "." L63 "." SIXTY "x"

static const struct {
	const char *protocol;
	const char *host;
	const char *canonical; /* NULL: refused */
} hosts[] = {
	/* case, the dot at the end */
	{ "https", "api.github.com", "api.github.com" },
	{ "https", "API.GitHub.com", "api.github.com" },
	{ "https", "api.github.com.", "api.github.com" },
	{ "https", "API.GITHUB.COM.:443", "api.github.com" },
	{ "https", "api.github.com..", NULL },
	{ "https", ".", NULL },
	{ "https", "localhost", "localhost" },
	{ "https", "localhost.", "localhost" },
	{ "https", "a_b-c.x1", "a_b-c.x1" },
	/* ports */
	{ "https", "h:443", "h" },
	{ "http", "h:80", "h" },
	{ "https", "h:80", "h:80" },
	{ "http", "h:443", "h:443" },
	{ "ftp", "h:443", "h:443" },
	{ "ftp", "h:80", "h:80" },
	{ "smtp", "h:25", "h:25" },
	{ "https", "h:", "h" },
	{ "https", "h.:8443", "h:8443" },
	{ "https", "h:1", "h:1" },
	{ "https", "h:65535", "h:65535" },
	{ "https", "h:65536", NULL },
	{ "https", "h:65979", NULL },
	{ "https", "h:73979", NULL },
	{ "https", "h:99999", NULL },
	{ "https", "h:4294967739", NULL },
	{ "https", "h:18446744073709552059", NULL },
	{ "https", "h:0", NULL },
	{ "https", "h:00", NULL },
	{ "https", "h:0443", NULL },
	{ "https", "h:443x", NULL },
	{ "https", "h:x", NULL },
	{ "https", "h:-1", NULL },
	{ "https", "h:+443", NULL },
	{ "https", "h: 443", NULL },
	{ "https", "h:443 ", NULL },
	{ "https", "h:443:443", NULL },
	{ "https", "h::443", NULL },
	{ "https", "h:44\xd9\xa3", NULL },
	{ "https", ":443", NULL },
	{ "ftp", ":21", NULL },
	/* what belongs to a URL and not to a host */
	{ "https", "api.github.com@evil.com", NULL },
	{ "https", "user:pw@evil.com", NULL },
	{ "https", "evil.com\\@api.github.com", NULL },
	{ "https", "evil.com\\", NULL },
	{ "https", "evil.com/api.github.com", NULL },
	{ "https", "evil.com?api.github.com", NULL },
	{ "https", "example.com#?/", NULL },
	{ "https", "https://api.github.com", NULL },
	{ "https", "//api.github.com", NULL },
	{ "https", "api.github.com%2eevil.com", NULL },
	{ "https", "api.github.com%00", NULL },
	{ "https", "api.github.com%0d", NULL },
	{ "https", "%61pi.github.com", NULL },
	{ "https", "*.github.com", NULL },
	{ "https", "a,b.com", NULL },
	/* four decimal numbers, or no address */
	{ "https", "127.0.0.1", "127.0.0.1" },
	{ "http", "127.0.0.1:8080", "127.0.0.1:8080" },
	{ "https", "127.0.0.1.", "127.0.0.1" },
	{ "https", "255.255.255.255", "255.255.255.255" },
	{ "https", "256.0.0.1", NULL },
	{ "https", "127.1", NULL },
	{ "https", "127.0.1", NULL },
	{ "https", "0x7f.1", NULL },
	{ "https", "0x7f.0.0.1", NULL },
	{ "https", "0X7F000001", NULL },
	{ "https", "0x", NULL },
	{ "https", "2130706433", NULL },
	{ "https", "017700000001", NULL },
	{ "https", "0177.0.0.1", NULL },
	{ "https", "127.0.0.01", NULL },
	{ "https", "1.2.3.4.5", NULL },
	{ "https", "example.123", NULL },
	{ "https", "example.0x7f", NULL },
	{ "https", "0", NULL },
	{ "https", "1.example", "1.example" },
	{ "https", "1.2.3.4a", "1.2.3.4a" },
	{ "https", "0x7f.example", "0x7f.example" },
	{ "https", "example.0xg", "example.0xg" },
	/* IPv6 */
	{ "https", "[::1]", "[::1]" },
	{ "https", "[::1]:443", "[::1]" },
	{ "https", "[::1]:8443", "[::1]:8443" },
	{ "https", "[2001:DB8::A]", "[2001:db8::a]" },
	{ "https", "[2001:db8:0:0:0:0:0:b]", "[2001:db8::b]" },
	{ "https", "[2001:0db8::000b]:99", "[2001:db8::b]:99" },
	{ "https", "[::ffff:127.0.0.1]", "[::ffff:127.0.0.1]" },
	{ "https", "[::FFFF:7f00:1]", "[::ffff:127.0.0.1]" },
	{ "https", "[fd00::a]:0", NULL },
	{ "https", "[::1]:0443", NULL },
	{ "https", "[::1]443", NULL },
	{ "https", "[::1].", NULL },
	{ "https", "[::1]x:443", NULL },
	{ "https", "[::1", NULL },
	{ "https", "[", NULL },
	{ "https", "[]", NULL },
	{ "https", "]", NULL },
	{ "https", "::1", NULL },
	{ "https", "2001:db8::b", NULL },
	{ "https", "[127.0.0.1]", NULL },
	{ "https", "[v1.a]", NULL },
	{ "https", "[1::2::3]", NULL },
	{ "https", "[::12345]", NULL },
	{ "https", "[[::1]]", NULL },
	{ "https", "[fe80::1%eth0]", NULL },
	{ "https", "[fe80::1%25eth0]", NULL },
	{ "https", "[::1%251]", NULL },
	{ "https", "[fe80::1%25eth0]:443", NULL },
	/* labels */
	{ "https", ".github.com", NULL },
	{ "https", "a..b.com", NULL },
	{ "https", "-a.com", NULL },
	{ "https", "a.-b", NULL },
	{ "https", "a-.com", "a-.com" },
	{ "https", L63 ".com", L63 ".com" },
	{ "https", L63 "x.com", NULL },
	{ "https", "a." L63, "a." L63 },
	{ "https", "a." L63 "x", NULL },
	{ "https", N253, N253 },
	{ "https", N253 ".", N253 },
	{ "https", N253 ":65535", N253 ":65535" },
	{ "https", N253 "y", NULL },
	{ "https", L63 "." L63 "." L63 "." L62, NULL },
	{ "https", N253 "." N253, NULL },
	/* blanks and control bytes */
	{ "https", " api.github.com", NULL },
	{ "https", "api.github.com ", NULL },
	{ "https", "api github.com", NULL },
	{ "https", "api.github.com\t", NULL },
	{ "https", "api.github.com\r", NULL },
	{ "https", "api.github.com\r\n", NULL },
	{ "https", "api.github.com\nhost=evil.com", NULL },
	{ "https", "a\x01.com", NULL },
	{ "https", "a\x7f.com", NULL },
	{ "https", "[::1\r]", NULL },
	/* bytes above 0x7f: themselves, and nothing else */
	{ "https",
	  "b\xc3\xbc"
	  "cher.example",
	  "b\xc3\xbc"
	  "cher.example" },
	{ "https", "xn--bcher-kva.example", "xn--bcher-kva.example" },
	{ "https", "XN--BCHER-KVA.example", "xn--bcher-kva.example" },
	/* fullwidth g, soft hyphen, zero width, ideographic full stop */
	{ "https", "\xef\xbd\x87ithub.com", "\xef\xbd\x87ithub.com" },
	{ "https", "git\xc2\xadhub.com", "git\xc2\xadhub.com" },
	{ "https", "git\xe2\x80\x8bhub.com", "git\xe2\x80\x8bhub.com" },
	{ "https",
	  "github\xe3\x80\x82"
	  "com",
	  "github\xe3\x80\x82"
	  "com" },
	/* Cyrillic o, Kelvin sign: small letters are ASCII's alone */
	{ "https", "n\xd0\xbetion.com", "n\xd0\xbetion.com" },
	{ "https", "\xe2\x84\xaa.com", "\xe2\x84\xaa.com" },
	{ "https", "b\xc3\xbc.example:443", "b\xc3\xbc.example" },
	{ "https", "b\xc3\xbc.example:8443", "b\xc3\xbc.example:8443" },
	{ "https", "b\xc3\xbc.example:0443", NULL },
	{ "https", "b\xc3\xbc@evil.com", NULL },
	{ "https", "b\xc3\xbc/x", NULL },
	{ "https", "b\xc3\xbc\\x", NULL },
	{ "https", "b\xc3\xbc%2e", NULL },
	{ "https", "b\xc3\xbc x", NULL },
	{ "https", "b\xc3\xbc\n.example", NULL },
	{ "https", "b\xc3\xbc\x7f", NULL },
	{ "https", "[\xc3\xbc]", NULL },
	{ "https", "b\xc3", NULL },
	{ "https", "b\xff.example", NULL },
	{ "https", "api.github.com\xc0\xae", NULL },
	/* no host */
	{ "https", "", NULL },
	{ "http", "", NULL },
	{ "cert", "", "" },
	{ "ftp", "", "" },
};

START_TEST(makes_one_form_of_a_host)
{
	struct {
		char text[ADDRESS_HOST_MAX];
		char behind;
	} out = { .behind = '#' };
	struct error e = { 0 };
	enum status status =
		address_host(hosts[_i].protocol, hosts[_i].host, out.text, &e);

	ck_assert_int_eq(out.behind, '#');
	if (!hosts[_i].canonical) {
		ck_assert_msg(status == STATUS_MALFORMED, "'%s' gives '%s'",
			      hosts[_i].host, out.text);
		ck_assert_str_ne(e.message, "");
		ck_assert_msg(strlen(hosts[_i].host) < 8 ||
				      !strstr(e.message, hosts[_i].host),
			      "shows the host: %s", e.message);
		return;
	}
	ck_assert_msg(status == STATUS_OK, "'%s': %s", hosts[_i].host,
		      e.message);
	ck_assert_str_eq(out.text, hosts[_i].canonical);
	/* The canonical form is its own canonical form. */
	ck_assert_int_eq(address_host(hosts[_i].protocol, hosts[_i].canonical,
				      out.text, &e),
			 STATUS_OK);
	ck_assert_str_eq(out.text, hosts[_i].canonical);
}
END_TEST

/* No byte but these may stand in a name. */
START_TEST(knows_the_bytes_of_a_name)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789-_.";
	const char host[] = { 'a', (char)_i, 'b', '\0' };
	char out[ADDRESS_HOST_MAX];
	struct error e = { 0 };

	ck_assert_int_eq(address_host("https", host, out, &e) == STATUS_OK,
			 strchr(allowed, _i) != NULL);
}
END_TEST

START_TEST(canonicalises_in_place)
{
	struct credential c = { 0 };
	struct error e = { 0 };

	credential_set(&c, FIELD_PROTOCOL, "HTTPS");
	credential_set(&c, FIELD_HOST, "API.Example.:443");
	credential_set(&c, FIELD_USERNAME, "Me");
	ck_assert_int_eq(address_canonical(&c, &e), STATUS_OK);
	ck_assert_str_eq(c.values[FIELD_PROTOCOL], "https");
	ck_assert_str_eq(c.values[FIELD_HOST], "api.example");
	ck_assert_str_eq(c.values[FIELD_USERNAME], "Me");
	credential_set(&c, FIELD_PROTOCOL, "HTTP");
	credential_set(&c, FIELD_HOST, "API.Example:0");
	ck_assert_int_eq(address_canonical(&c, &e), STATUS_MALFORMED);
	ck_assert_str_eq(c.values[FIELD_PROTOCOL], "HTTP");
	ck_assert_str_eq(c.values[FIELD_HOST], "API.Example:0");
	credential_clear(&c);
}
END_TEST

Suite *address_suite(void)
{
	Suite *suite = suite_create("address");
	TCase *tc = tcase_create("address");

	tcase_add_loop_test(tc, makes_one_form_of_a_host, 0,
			    sizeof(hosts) / sizeof(hosts[0]));
	tcase_add_loop_test(tc, knows_the_bytes_of_a_name, 1, 128);
	tcase_add_test(tc, canonicalises_in_place);
	suite_add_tcase(suite, tc);
	return suite;
}
