#include <errno.h>
#include <string.h>

#include "protocol/core/error.h"
#include "protocol/core/text.h"
#include "tests/unit/protocol/suites.h"

static const struct {
	enum status status;
	int code;
} codes[] = {
	{ STATUS_OK, 0 },	   { STATUS_NOT_FOUND, 1 },
	{ STATUS_USAGE, 2 },	   { STATUS_MALFORMED, 3 },
	{ STATUS_REFUSED, 4 },	   { STATUS_UNVERIFIED, 5 },
	{ STATUS_UNAVAILABLE, 6 }, { STATUS_LOCKED, 6 },
	{ STATUS_TIMEOUT, 6 },	   { STATUS_FAILED, 6 },
};

START_TEST(gives_the_documented_exit_code)
{
	ck_assert_int_eq(status_exit_code(codes[_i].status), codes[_i].code);
}
END_TEST

START_TEST(returns_its_status_and_drops_the_hint)
{
	struct error e = { 0 };

	error_hint(&e, "try %d", 7);
	ck_assert_str_eq(e.hint, "try 7");
	ck_assert_int_eq(error_set(&e, STATUS_LOCKED, "%s is %d", "it", 3),
			 STATUS_LOCKED);
	ck_assert_str_eq(e.message, "it is 3");
	ck_assert_str_eq(e.hint, "");
	/* The message may be made of the one before. */
	error_set(&e, STATUS_LOCKED, "line 1: %s", e.message);
	ck_assert_str_eq(e.message, "line 1: it is 3");
}
END_TEST

START_TEST(adds_the_reason_of_errno)
{
	struct error e = { 0 };

	error_hint(&e, "old");
	errno = ENOSPC;
	ck_assert_int_eq(error_errno(&e, STATUS_FAILED, "cannot write '%s'",
				     "x\n"),
			 STATUS_FAILED);
	ck_assert_str_eq(e.message,
			 "cannot write 'x\\x0a': No space left on device");
	ck_assert_str_eq(e.hint, "");
}
END_TEST

START_TEST(makes_text_from_outside_harmless)
{
	struct error e = { 0 };

	error_set(&e, STATUS_FAILED, "it says '%s'",
		  "\x1b]52;c;x\x07\xe2\x80\xae\xff");
	error_hint(&e, "go to %s", "\x9b\r\n");
	ck_assert_str_eq(e.message,
			 "it says '\\x1b]52;c;x\\x07\\u{202e}\\xff'");
	ck_assert_str_eq(e.hint, "go to \\x9b\\x0d\\x0a");
}
END_TEST

/* Too long in every way: cut, terminated, still harmless, still UTF-8. */
START_TEST(cuts_what_is_too_long)
{
	struct {
		struct error e;
		char behind;
	} guarded = { .behind = '#' };
	char text[4 * ERROR_MESSAGE_MAX];

	for (size_t i = 0; i + 2 < sizeof(text); i += 2)
		memcpy(text + i, _i ? "\xc3\xa9" : "\x1b\n", 2);
	text[sizeof(text) - 2] = '\0';
	errno = ENOSPC;
	error_errno(&guarded.e, STATUS_FAILED, "x%s", text);
	error_hint(&guarded.e, "x%s", text);
	ck_assert_int_eq(guarded.behind, '#');
	ck_assert_uint_lt(strlen(guarded.e.message), ERROR_MESSAGE_MAX);
	ck_assert_uint_gt(strlen(guarded.e.message), ERROR_MESSAGE_MAX - 80);
	ck_assert_uint_lt(strlen(guarded.e.hint), ERROR_HINT_MAX);
	ck_assert(text_is_utf8(guarded.e.message, strlen(guarded.e.message)));
	ck_assert(!text_has_control(guarded.e.message,
				    strlen(guarded.e.message)));
	ck_assert(text_is_utf8(guarded.e.hint, strlen(guarded.e.hint)));
	ck_assert(!text_has_control(guarded.e.hint, strlen(guarded.e.hint)));
}
END_TEST

Suite *error_suite(void)
{
	Suite *suite = suite_create("error");
	TCase *tc = tcase_create("error");

	tcase_add_loop_test(tc, gives_the_documented_exit_code, 0,
			    sizeof(codes) / sizeof(codes[0]));
	tcase_add_test(tc, returns_its_status_and_drops_the_hint);
	tcase_add_test(tc, adds_the_reason_of_errno);
	tcase_add_test(tc, makes_text_from_outside_harmless);
	tcase_add_loop_test(tc, cuts_what_is_too_long, 0, 2);
	suite_add_tcase(suite, tc);
	return suite;
}
