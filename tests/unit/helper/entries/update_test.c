#include <stdlib.h>
#include <string.h>

#include "helper/broker/broker.h"
#include "helper/entries/update.h"
#include "tests/unit/helper/backends/memory_backend.h"
#include "tests/unit/helper/suites.h"

static void set_label(struct credential *record, void *argument)
{
	credential_set(record, FIELD_LABEL, argument);
}

static void set_default(struct credential *record, void *argument)
{
	credential_set(record, FIELD_DEFAULT, argument);
}

/* Changes the entry with this username, as it was seen with `password`. */
static enum status revise_it(const char *username, const char *password,
			     struct update u, bool *changed)
{
	struct credential seen = { 0 };
	struct error e = { 0 };
	enum status status;

	credential_set(&seen, FIELD_PROTOCOL, "https");
	credential_set(&seen, FIELD_HOST, "h");
	credential_set(&seen, FIELD_USERNAME, username);
	credential_set(&seen, FIELD_PASSWORD, password);
	u.store = &memory_store;
	u.seen = &seen;
	status = entry_update(&u, &e);
	ck_assert_ptr_null(strstr(e.message, "canary"));
	*changed = u.changed;
	credential_clear(&seen);
	return status;
}

START_TEST(writes_what_changes)
{
	struct update u = { .change = set_label, .argument = (char[]){ "l" } };
	bool changed;

	memory_keep("a", "canary-a", 5);
	ck_assert_int_eq(revise_it("a", "canary-a", u, &changed), STATUS_OK);
	ck_assert(changed);
	ck_assert_str_eq(memory_of("a")->values[FIELD_LABEL], "l");
	ck_assert_str_eq(memory_of("a")->values[FIELD_STORED], "5");
	ck_assert_str_eq(memory_of("a")->values[FIELD_PASSWORD], "canary-a");
	ck_assert_int_eq(revise_it("a", "canary-a", u, &changed), STATUS_OK);
	ck_assert(!changed);
	ck_assert_uint_eq(memory_stored, 1);
}
END_TEST

/* Replaced since it was seen, or erased. */
START_TEST(leaves_another_token_alone)
{
	struct update u = { .change = set_label, .argument = (char[]){ "l" } };
	bool changed;

	memory_keep("a", "canary-new", 5);
	ck_assert_int_eq(revise_it("a", "canary-a", u, &changed),
			 STATUS_FAILED);
	ck_assert_int_eq(revise_it("b", "canary-b", u, &changed),
			 STATUS_FAILED);
	ck_assert(!changed);
	ck_assert_uint_eq(memory_stored, 0);
	ck_assert_ptr_null(memory_of("a")->values[FIELD_LABEL]);
}
END_TEST

START_TEST(leaves_one_default)
{
	struct update u = { .change = set_default,
			    .argument = (char[]){ "1" },
			    .alone = true };
	bool changed;

	memory_keep("a", "canary-a", 1);
	memory_keep("b", "canary-b", 2);
	memory_keep("c", "canary-c", 3);
	/* As somebody left it who was killed in between. */
	credential_set(memory_of("a"), FIELD_DEFAULT, "1");
	credential_set(memory_of("b"), FIELD_DEFAULT, "1");
	ck_assert_int_eq(revise_it("a", "canary-a", u, &changed), STATUS_OK);
	ck_assert(changed);
	ck_assert_str_eq(memory_of("a")->values[FIELD_DEFAULT], "1");
	ck_assert_ptr_null(memory_of("b")->values[FIELD_DEFAULT]);
	ck_assert_ptr_null(memory_of("c")->values[FIELD_DEFAULT]);
	ck_assert_uint_eq(memory_stored, 1);
}
END_TEST

static const struct {
	const char *disabled; /* the usernames */
	const char *found;    /* the username; NULL: refused */
} gets[] = {
	{ "", "c" }, { "c", "b" }, { "cb", "a" }, { "a", "c" }, { "abc", NULL },
};

START_TEST(hands_out_what_is_not_disabled)
{
	struct credential request = { 0 };
	struct credential answer = { 0 };
	struct error e = { 0 };
	enum status status;

	memory_keep("a", "canary-a", 1);
	memory_keep("b", "canary-b", 2);
	memory_keep("c", "canary-c", 3);
	for (const char *c = gets[_i].disabled; *c; c++)
		credential_set(memory_of((char[]){ *c, '\0' }), FIELD_DISABLED,
			       "1");
	credential_set(&request, FIELD_PROTOCOL, "https");
	credential_set(&request, FIELD_HOST, "h");
	status = broker_get(&memory_store, &request, &answer, &e);
	if (gets[_i].found) {
		ck_assert_int_eq(status, STATUS_OK);
		ck_assert_str_eq(answer.values[FIELD_USERNAME], gets[_i].found);
	} else {
		ck_assert_int_eq(status, STATUS_REFUSED);
		ck_assert_ptr_null(answer.values[FIELD_PASSWORD]);
		ck_assert_ptr_nonnull(strstr(e.message, "ringbearer enable h"));
		ck_assert_str_eq(e.hint, "");
	}
	credential_clear(&request);
	credential_clear(&answer);
}
END_TEST

/* A service may have no folder that a lock could lie in. */
START_TEST(goes_on_without_a_lock)
{
	struct update u = { .change = set_label, .argument = (char[]){ "l" } };
	bool changed;

	(void)setenv("XDG_STATE_HOME", "/proc/none", 1);
	memory_keep("a", "canary-a", 5);
	ck_assert_int_eq(revise_it("a", "canary-a", u, &changed), STATUS_OK);
	ck_assert_uint_eq(memory_stored, 1);
}
END_TEST

/* Neither what is gone nor what may not be changed is a failure then. */
START_TEST(leaves_in_silence)
{
	struct update u = { .change = set_label,
			    .argument = (char[]){ "l" },
			    .quiet = true };
	bool changed;

	memory_keep("a", "canary-new", 5);
	memory_keep("r", "canary-r", 5);
	credential_set(memory_of("r"), FIELD_CHANGEABLE, "0");
	ck_assert_int_eq(revise_it("a", "canary-a", u, &changed), STATUS_OK);
	ck_assert_int_eq(revise_it("b", "canary-b", u, &changed), STATUS_OK);
	ck_assert_int_eq(revise_it("r", "canary-r", u, &changed), STATUS_OK);
	ck_assert(!changed);
	ck_assert_uint_eq(memory_stored, 0);
	ck_assert_int_eq(revise_it("a", "canary-new", u, &changed), STATUS_OK);
	ck_assert(changed);
}
END_TEST

/* Notes go to the entry that has the secret; the mark, only among several. */
static const struct {
	const char *others, *password;
	bool preferred;
	const char *note, *mark; /* of `a` */
} noted[] = {
	{ "b", "canary-a", false, "billing", NULL },
	{ "b", "canary-a", true, "billing", "1" },
	{ NULL, "canary-a", true, "billing", NULL },
	{ "b", "canary-b", true, NULL, NULL },
};

START_TEST(notes_what_was_stored)
{
	struct credential request = { 0 };
	struct error e = { .message = "as before" };

	memory_keep("a", "canary-a", 5);
	if (noted[_i].others)
		memory_keep(noted[_i].others, "canary-b", 6);
	credential_set(&request, FIELD_PROTOCOL, "https");
	credential_set(&request, FIELD_HOST, "h");
	credential_set(&request, FIELD_USERNAME, "a");
	credential_set(&request, FIELD_PASSWORD, noted[_i].password);
	credential_set_note(&request, "team", "billing");
	ck_assert_int_eq(update_notes(&memory_store, &request,
				      noted[_i].preferred, &e),
			 STATUS_OK);
	ck_assert_str_eq(e.message, "as before");
	ck_assert_pstr_eq(credential_note(memory_of("a"), "team"),
			  noted[_i].note);
	ck_assert_pstr_eq(memory_of("a")->values[FIELD_DEFAULT],
			  noted[_i].mark);
	if (noted[_i].others)
		ck_assert_ptr_null(credential_note(memory_of("b"), "team"));
	credential_clear(&request);
}
END_TEST

#define LOOP(c, test, table) \
	tcase_add_loop_test(c, test, 0, sizeof(table) / sizeof(table[0]))

Suite *revising_suite(void)
{
	Suite *suite = suite_create("revising");
	TCase *c = tcase_create("revising");

	tcase_add_checked_fixture(c, memory_set_up, memory_tear_down);
	tcase_add_test(c, writes_what_changes);
	tcase_add_test(c, leaves_another_token_alone);
	tcase_add_test(c, leaves_in_silence);
	tcase_add_test(c, leaves_one_default);
	tcase_add_test(c, goes_on_without_a_lock);
	LOOP(c, notes_what_was_stored, noted);
	LOOP(c, hands_out_what_is_not_disabled, gets);
	suite_add_tcase(suite, c);
	return suite;
}
