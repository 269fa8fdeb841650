#include <string.h>

#include "tests/unit/protocol/rows.h"
#include "tests/unit/protocol/stand-in.h"
#include "tests/unit/protocol/suites.h"

#define T &protocol_terraform

static const struct row rows[] = {
	{ T, ANN, "get h.example", NULL, "{\"token\":\"pw\"}\n" },
	{ T, BEARER, "get H.Example:443", NULL, "{\"token\":\"pw\"}\n" },
	{ T, ANN, "get h.example:8443", NULL, "{}\n" },
	{ T, "protocol=https\nhost=xn--bcher-kva.example:8443\npassword=pw\n\n",
	  "get xn--bcher-kva.example:8443", NULL, "{\"token\":\"pw\"}\n" },
	{ T, BYTES, "get h.example", NULL, NULL, STATUS_MALFORMED, "UTF-8" },
	{ T, ANN, "get h.example", NULL, NULL, STATUS_LOCKED, "away",
	  .fails = STATUS_LOCKED },
	{ T, ANN, "get h.example/x", NULL, NULL, STATUS_MALFORMED, "the host" },
	{ T, ANN, "frob h.example", NULL, NULL, STATUS_USAGE, "no such word" },
	{ T, ANN, "get", NULL, NULL, STATUS_USAGE, "more arguments" },
	{ T, ANN, "get h.example x", NULL, NULL, STATUS_USAGE, "fewer" },
	{ T, NULL, "store h.example", "{\"token\":\"new\"}", .after = "new" },
	/* what cannot be kept whole must be refused */
	{ T, ANN, "store h.example", "{\"token\":\"new\",\"x\":1}", NULL,
	  STATUS_MALFORMED, "more than a 'token'", "pw" },
	{ T, ANN, "store h.example", "{\"token\":\"\"}", NULL, STATUS_MALFORMED,
	  "no 'token'", "pw" },
	{ T, ANN, "store h.example", "{\"token\":7}", NULL, STATUS_MALFORMED,
	  "'token' is no text", "pw" },
	{ T, ANN, "store h.example", "{\"token\":", NULL, STATUS_MALFORMED,
	  NOT_JSON, "pw" },
	{ T, ANN, "forget h.example", NULL, .after = "" },
	{ T, NULL, "forget h.example", NULL, .after = "" },
	{ T, ANN, "forget h.example", NULL, NULL, STATUS_FAILED, "away", "pw",
	  .fails = STATUS_FAILED },
};

START_TEST(answers)
{
	check_row(&rows[_i]);
	check_closed(&rows[_i]);
	check_deaf(&rows[_i]);
}
END_TEST

/* An argument that is there, and empty. */
START_TEST(wants_a_host)
{
	struct stand_in s;
	struct error e = { 0 };

	stand_in_open(&s, ANN, "get");
	stand_in_word(&s, "");
	ck_assert_int_eq(protocol_terraform.serve(&s.call, &e),
			 STATUS_MALFORMED);
	ck_assert_str_eq(e.message, "the address is empty");
	stand_in_close(&s);
}
END_TEST

START_TEST(reads_to_the_end_whatever_is_wrong)
{
	struct stand_in s;
	struct error e = { 0 };

	stand_in_open(&s, ANN, "store h.example/x");
	stand_in_send(&s, "{\"token\":\"new\"}", 15);
	ck_assert_int_eq(protocol_terraform.serve(&s.call, &e),
			 STATUS_MALFORMED);
	ck_assert(strstr(e.message, "the host") != NULL);
	ck_assert_uint_eq(s.left, 0);
	ck_assert_uint_eq(s.stored, 0);
	stand_in_close(&s);
}
END_TEST

Suite *terraform_suite(void)
{
	Suite *suite =
		row_suite("terraform", answers, sizeof(rows) / sizeof(rows[0]));
	TCase *tc = tcase_create("words");

	tcase_add_test(tc, wants_a_host);
	tcase_add_test(tc, reads_to_the_end_whatever_is_wrong);
	suite_add_tcase(suite, tc);
	return suite;
}
