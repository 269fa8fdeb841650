#include <string.h>

#include "helper/commands/prompt/edit.h"
#include "tests/unit/helper/suites.h"

START_TEST(changes_what_is_given)
{
	char owner[] = "owner=ops@example.org";
	char team[] = "team=";
	char twice[] = "a=b=c";
	char *notes[] = { owner, team, twice };
	struct credential record = { 0 };
	struct edit edit = { .label = "",
			     .notes = notes,
			     .note_count = 3,
			     .preferred = 1,
			     .forgets_old = true };

	credential_set(&record, FIELD_LABEL, "l");
	credential_set(&record, FIELD_DESCRIPTION, "d");
	credential_set(&record, FIELD_PASSWORD, "canary");
	credential_set(&record, FIELD_PREVIOUS, "canary-old");
	credential_set_note(&record, "team", "billing");
	edit_apply(&record, &edit);
	ck_assert_ptr_null(record.values[FIELD_LABEL]);
	ck_assert_str_eq(record.values[FIELD_DESCRIPTION], "d");
	ck_assert_str_eq(record.values[FIELD_PASSWORD], "canary");
	ck_assert_str_eq(record.values[FIELD_DEFAULT], "1");
	ck_assert_ptr_null(record.values[FIELD_PREVIOUS]);
	ck_assert_str_eq(credential_note(&record, "owner"), "ops@example.org");
	ck_assert_ptr_null(credential_note(&record, "team"));
	ck_assert_str_eq(credential_note(&record, "a"), "b=c");
	edit = (struct edit){ .preferred = -1, .description = "e" };
	edit_apply(&record, &edit);
	ck_assert_ptr_null(record.values[FIELD_DEFAULT]);
	ck_assert_str_eq(record.values[FIELD_DESCRIPTION], "e");
	credential_clear(&record);
}
END_TEST

static const struct {
	const char *text;
	enum status status;
	const char *known;
} expiries[] = {
	{ "never", STATUS_OK, "never" },
	{ "30", STATUS_OK, "asked" },
	{ "", STATUS_OK, "unknown" },
	{ "soon", STATUS_USAGE, "told" },
};

START_TEST(changes_the_expiry)
{
	struct credential record = { 0 };
	struct edit edit = { 0 };
	struct error e = { 0 };

	ck_assert(edit_is_empty(&edit));
	credential_set(&record, FIELD_EXPIRY_KNOWN, "told");
	credential_set(&record, FIELD_PASSWORD_EXPIRY_UTC, "1");
	ck_assert_int_eq(edit_set_expiry(&edit, expiries[_i].text, NULL, &e),
			 expiries[_i].status);
	ck_assert_int_eq(edit_is_empty(&edit),
			 expiries[_i].status != STATUS_OK);
	edit_apply(&record, &edit);
	ck_assert_str_eq(record.values[FIELD_EXPIRY_KNOWN], expiries[_i].known);
	credential_clear(&record);
}
END_TEST

Suite *edit_suite(void)
{
	Suite *suite = suite_create("edit");
	TCase *c = tcase_create("edit");

	tcase_add_test(c, changes_what_is_given);
	tcase_add_loop_test(c, changes_the_expiry, 0,
			    sizeof(expiries) / sizeof(expiries[0]));
	suite_add_tcase(suite, c);
	return suite;
}
