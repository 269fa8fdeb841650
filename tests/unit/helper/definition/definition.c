#include <check.h>

#include "tests/unit/helper/definition/definition.h"

struct provider *definition_read(const char *text)
{
	struct provider *provider;
	struct error e = { 0 };

	ck_assert_msg(provider_parse(text, "test.conf", false, &provider, &e) ==
			      STATUS_OK,
		      "%s", e.message);
	return provider;
}
