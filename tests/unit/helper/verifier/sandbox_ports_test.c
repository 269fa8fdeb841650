#include <stddef.h>

#include "helper/verifier/ports.h"
#include "tests/unit/helper/verifier/suites.h"

static const struct {
	const char *url;
	int port;
} urls[] = {
	{ "https://api.example.org/me", 443 },
	{ "https://api.example.org:8443/me?at=1:2", 8443 },
	{ "https://[2001:db8::1]/", 443 },
	{ "https://[2001:db8::1]:8443/", 8443 },
	{ "http://127.0.0.1:8080/a:1", 8080 },
	{ "http://[::1]:65535/", 65535 },
};

static const struct {
	const char *proxy;
	int port;
} proxies[] = {
	{ NULL, 0 },
	{ "", 0 },
	{ "proxy.example", 1080 },
	{ "proxy.example:3128", 3128 },
	{ "http://proxy.example:3128/", 3128 },
	{ "http://proxy.example/", 1080 },
	{ "https://proxy.example", 443 },
	{ "HTTPS://proxy.example:8443", 8443 },
	{ "socks5h://proxy.example", 1080 },
	{ "http://me:pass:word@proxy.example:3128", 3128 },
	{ "me:1234@proxy.example", 1080 },
	{ "http://a@b:77@proxy.example:3128", 3128 },
	{ "http://[::1]:3128", 3128 },
	{ "[::1]", 1080 },
	{ "proxy.example:", 1080 },
	{ "proxy.example:0", 0 },
	{ "proxy.example:65536", 0 },
	{ "proxy.example:123456", 0 },
	{ "proxy.example:31x8", 0 },
};

START_TEST(reads_the_port_of_a_url)
{
	ck_assert_int_eq(port_of_url(urls[_i].url), urls[_i].port);
}
END_TEST

START_TEST(reads_the_port_of_a_proxy)
{
	ck_assert_int_eq(port_of_proxy(proxies[_i].proxy), proxies[_i].port);
}
END_TEST

Suite *ports_suite(void)
{
	Suite *suite = suite_create("verifier/ports");
	TCase *c = tcase_create("ports");

	tcase_add_loop_test(c, reads_the_port_of_a_url, 0,
			    sizeof(urls) / sizeof(urls[0]));
	tcase_add_loop_test(c, reads_the_port_of_a_proxy, 0,
			    sizeof(proxies) / sizeof(proxies[0]));
	suite_add_tcase(suite, c);
	return suite;
}
