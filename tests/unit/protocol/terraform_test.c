#include "tests/unit/protocol/rows.h"
#include "tests/unit/protocol/suites.h"

#define T &protocol_terraform

static const struct row rows[] = {
	{ T, ANN, "get h.example", NULL, "{\"token\":\"pw\"}\n" },
	{ T, BEARER, "get H.Example:443", NULL, "{\"token\":\"pw\"}\n" },
	{ T, ANN, "get h.example:8443", NULL, "{}\n" },
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
}
END_TEST

Suite *terraform_suite(void)
{
	return row_suite("terraform", answers, sizeof(rows) / sizeof(rows[0]));
}
