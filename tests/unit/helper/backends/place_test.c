#include <stdlib.h>
#include <string.h>

#include "helper/backends/place.h"
#include "tests/unit/helper/suites.h"

/* Each with one thing that makes it another place than the first. */
static char *endpoints[] = { (char *)"https://e:1", (char *)"https://e:2" };

static const struct {
	const struct backend *backend;
	const char *variable, *value;
	struct config config;
} places[] = {
	{ .backend = &backend_secret_service },
	{ .backend = &backend_file },
	{ .backend = &backend_file, .config.file_directory = (char *)"/a" },
	{ .backend = &backend_pass },
	{ .backend = &backend_pass, .config.pass_directory = (char *)"/a" },
	{ .backend = &backend_pass, .config.pass_prefix = (char *)"x" },
	{ .backend = &backend_pass,
	  .variable = "PASSWORD_STORE_DIR",
	  .value = "/b" },
	{ .backend = &backend_vault },
	{ .backend = &backend_vault, .variable = "VAULT_ADDR", .value = "b" },
	{ .backend = &backend_vault,
	  .variable = "VAULT_NAMESPACE",
	  .value = "b" },
	{ .backend = &backend_vault, .config.vault.address = (char *)"a" },
	{ .backend = &backend_vault,
	  .config.vault.namespace_path = (char *)"a" },
	{ .backend = &backend_vault, .config.vault.agent = (char *)"a" },
	{ .backend = &backend_vault, .config.vault.mount = (char *)"a" },
	{ .backend = &backend_vault, .config.vault.path = (char *)"a" },
	{ .backend = &backend_etcd },
	{ .backend = &backend_etcd, .config.etcd.prefix = (char *)"a" },
	{ .backend = &backend_etcd, .config.etcd.user = (char *)"a" },
	{ .backend = &backend_etcd,
	  .config.etcd = { .endpoints = endpoints, .endpoint_count = 1 } },
	{ .backend = &backend_etcd,
	  .config.etcd = { .endpoints = endpoints, .endpoint_count = 2 } },
};

enum {
	COUNT = sizeof(places) / sizeof(places[0])
};

static void describe(size_t i, struct buffer *out)
{
	if (places[i].variable)
		(void)setenv(places[i].variable, places[i].value, 1);
	place_describe(&places[i].config, places[i].backend, out);
	if (places[i].variable)
		(void)unsetenv(places[i].variable);
}

START_TEST(tells_places_apart)
{
	struct buffer this = { 0 };

	describe((size_t)_i, &this);
	for (size_t i = 0; i < COUNT; i++) {
		struct buffer other = { 0 };

		describe(i, &other);
		ck_assert_int_eq(this.length == other.length &&
					 memcmp(this.data, other.data,
						this.length) == 0,
				 i == (size_t)_i);
		buffer_clear(&other);
	}
	buffer_clear(&this);
}
END_TEST

Suite *store_place_suite(void)
{
	Suite *suite = suite_create("store-place");
	TCase *tc = tcase_create("store-place");

	tcase_add_loop_test(tc, tells_places_apart, 0, COUNT);
	suite_add_tcase(suite, tc);
	return suite;
}
