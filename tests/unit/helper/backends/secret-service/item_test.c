#include <stddef.h>
#include <string.h>

#include "helper/backends/secret-service/item.h"
#include "tests/unit/helper/suites.h"

enum {
	ITEMS = 3,
};

static const struct {
	const char *name;
	struct {
		const char *host;
		const char *user;
		const char *stored;
		const char *path;
	} items[ITEMS];	     /* ended by one without a host */
	const char *winners; /* the paths of those that count, in order */
} searches[] = {
	{ "none", { { NULL } }, "" },
	{ "one", { { "h", "u", "1", "/1" } }, "/1" },
	{ "no twins",
	  { { "h", "v", "1", "/1" }, { "g", "u", "2", "/2" } },
	  "/2/1" },
	{ "the newer",
	  { { "h", "u", "2", "/1" }, { "h", "u", "1", "/2" } },
	  "/1" },
	{ "as numbers",
	  { { "h", "u", "9", "/1" }, { "h", "u", "10", "/2" } },
	  "/2" },
	{ "equally new",
	  { { "h", "u", "1", "/2" }, { "h", "u", "1", "/1" } },
	  "/2" },
	{ "without a time",
	  { { "h", "u", "1", "/1" }, { "h", "u", NULL, "/2" } },
	  "/1" },
	{ "no name is not the empty name",
	  { { "h", "", "1", "/1" }, { "h", NULL, "2", "/2" } },
	  "/2/1" },
	{ "three",
	  { { "h", "u", "3", "/1" },
	    { "g", "u", "1", "/2" },
	    { "h", "u", "2", "/3" } },
	  "/2/1" },
};

START_TEST(the_newest_counts)
{
	struct credential records[ITEMS] = { 0 };
	struct twin twins[ITEMS];
	char winners[32] = "";
	size_t count = 0;

	for (; count < ITEMS && searches[_i].items[count].host; count++) {
		struct credential *c = &records[count];

		credential_set(c, FIELD_HOST, searches[_i].items[count].host);
		credential_set(c, FIELD_USERNAME,
			       searches[_i].items[count].user);
		credential_set(c, FIELD_STORED,
			       searches[_i].items[count].stored);
		twins[count] = (struct twin){
			.record = c,
			.path = searches[_i].items[count].path,
			.outdone = true,
		};
	}
	twins_judge(twins, count);
	for (size_t i = 0; i < count; i++)
		if (!twins[i].outdone)
			strcat(winners, twins[i].path);
	ck_assert_msg(strcmp(winners, searches[_i].winners) == 0, "%s: %s",
		      searches[_i].name, winners);
	for (size_t i = 0; i < count; i++)
		credential_clear(&records[i]);
}
END_TEST

Suite *twins_suite(void)
{
	Suite *suite = suite_create("twins");
	TCase *test = tcase_create("twins");

	tcase_add_loop_test(test, the_newest_counts, 0,
			    sizeof(searches) / sizeof(searches[0]));
	suite_add_tcase(suite, test);
	return suite;
}
