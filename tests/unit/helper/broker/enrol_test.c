#include <string.h>

#include "helper/broker/enrol.h"
#include "tests/unit/helper/backends/memory_backend.h"
#include "tests/unit/helper/suites.h"

static const struct {
	const char *seen; /* the token there at first; NULL: none */
	const char *old;  /* when the new one was judged */
	const char *now;  /* when it is to be kept */
	enum status status;
} places[] = {
	{ NULL, NULL, NULL, STATUS_OK },
	{ "canary-1", "canary-1", "canary-1", STATUS_OK },
	{ "canary-1", "canary-1", "canary-2", STATUS_FAILED },
	{ "canary-1", "canary-2", "canary-2", STATUS_FAILED },
	{ "canary-1", "canary-2", "canary-1", STATUS_FAILED },
	{ NULL, NULL, "canary-2", STATUS_FAILED },
	{ NULL, "canary-2", "canary-2", STATUS_FAILED },
	{ "canary-1", "canary-1", NULL, STATUS_FAILED },
	/* Somebody has done the very same. */
	{ "canary-1", "canary-1", "canary-new", STATUS_OK },
	{ NULL, NULL, "canary-new", STATUS_OK },
	/* There is nothing that could be rotated any more. */
	{ NULL, NULL, NULL, STATUS_FAILED },
};

/* Takes what is kept away and keeps `password`, or nothing. */
static void put(const char *password)
{
	credentials_clear(&memory_records);
	if (password)
		memory_keep("a", password, 1);
}

START_TEST(replaces_what_was_seen)
{
	struct enrolment c = { .store = &memory_store,
			       .stays = _i > 0,
			       .keeps_old = true };
	struct error e = { 0 };
	const struct credential *kept;

	credential_set(&c.request, FIELD_PROTOCOL, "https");
	credential_set(&c.request, FIELD_HOST, "h");
	credential_set(&c.request, FIELD_USERNAME, "a");
	credential_set(&c.request, FIELD_PASSWORD, "canary-new");
	put(places[_i].seen);
	ck_assert_int_eq(enrol_see(&c, &e), STATUS_OK);
	put(places[_i].old);
	ck_assert_int_eq(enrol_compose(&c, VERDICT_KIND_UNCLEAR, &e),
			 STATUS_OK);
	put(places[_i].now);
	ck_assert_int_eq(enrol_keep(&c, &e), places[_i].status);
	ck_assert_ptr_null(strstr(e.message, "canary"));
	kept = memory_of("a");
	if (places[_i].status == STATUS_OK)
		ck_assert_str_eq(kept->values[FIELD_PASSWORD], "canary-new");
	else
		ck_assert_pstr_eq(kept ? kept->values[FIELD_PASSWORD] : NULL,
				  places[_i].now);
	if (_i == 1)
		ck_assert_str_eq(kept->values[FIELD_PREVIOUS], "canary-1");
	enrol_clear(&c);
}
END_TEST

/* A store never asks again what has become of the place. */
START_TEST(overwrites_what_came_meanwhile)
{
	struct enrolment c = { .store = &memory_store, .overwrites = true };
	struct error e = { 0 };

	credential_set(&c.request, FIELD_PROTOCOL, "https");
	credential_set(&c.request, FIELD_HOST, "h");
	credential_set(&c.request, FIELD_USERNAME, "a");
	credential_set(&c.request, FIELD_PASSWORD, "canary-new");
	put("canary-1");
	memory_keep("", "canary-new", 1);
	credential_set(memory_of("a"), FIELD_LABEL, "l");
	ck_assert_int_eq(enrol_compose(&c, VERDICT_KIND_UNCLEAR, &e),
			 STATUS_OK);
	ck_assert(c.has_old);
	put("canary-2");
	memory_keep("", "canary-new", 1);
	ck_assert_int_eq(enrol_keep(&c, &e), STATUS_OK);
	ck_assert_str_eq(memory_of("a")->values[FIELD_PASSWORD], "canary-new");
	ck_assert_str_eq(memory_of("a")->values[FIELD_LABEL], "l");
	ck_assert_ptr_nonnull(memory_of(""));
	enrol_clear(&c);
}
END_TEST

Suite *enrol_suite(void)
{
	Suite *suite = suite_create("connecting");
	TCase *c = tcase_create("connecting");

	tcase_add_checked_fixture(c, memory_set_up, memory_tear_down);
	tcase_add_loop_test(c, replaces_what_was_seen, 0,
			    sizeof(places) / sizeof(places[0]));
	tcase_add_test(c, overwrites_what_came_meanwhile);
	suite_add_tcase(suite, c);
	return suite;
}
