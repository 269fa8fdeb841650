#include <stdlib.h>
#include <string.h>

#include "tests/unit/protocol/rows.h"
#include "tests/unit/protocol/stand-in.h"

static const char *token_at_host(const struct stand_in *s)
{
	for (size_t i = 0; i < s->count; i++)
		if (strcmp(s->records[i].values[FIELD_HOST], "h.example") == 0)
			return credential_token(&s->records[i]);
	return "";
}

static size_t length_of(const struct row *row)
{
	return row->length ? row->length : strlen(row->input);
}

void check_row(const struct row *row)
{
	struct stand_in s;
	struct error e = { 0 };
	enum status status;

	stand_in_open(&s, row->records, row->words);
	s.fails = row->fails;
	if (row->input)
		stand_in_send(&s, row->input, length_of(row));
	if (row->variable)
		ck_assert_int_eq(setenv(row->variable, row->value, 1), 0);
	status = row->protocol->serve(&s.call, &e);
	if (row->variable)
		(void)unsetenv(row->variable);
	ck_assert_str_eq(s.output.data, row->output ? row->output : "");
	ck_assert_msg(status == row->status, "status %d: %s", status,
		      e.message);
	if (row->says)
		ck_assert_msg(strstr(e.message, row->says), "%s", e.message);
	else
		ck_assert_str_eq(e.message, "");
	if (row->after)
		ck_assert_str_eq(token_at_host(&s), row->after);
	stand_in_close(&s);
}

/* Whatever a protocol has to send may fail to be sent. */
void check_closed(const struct row *row)
{
	struct stand_in s;
	struct error e = { 0 };

	stand_in_open(&s, row->records, row->words);
	s.cannot_send = true;
	s.fails = row->fails;
	if (row->input)
		stand_in_send(&s, row->input, length_of(row));
	if (row->variable)
		ck_assert_int_eq(setenv(row->variable, row->value, 1), 0);
	if (row->output)
		ck_assert_int_ne(row->protocol->serve(&s.call, &e), STATUS_OK);
	if (row->variable)
		(void)unsetenv(row->variable);
	stand_in_close(&s);
}

void check_deaf(const struct row *row)
{
	struct stand_in s;
	struct error e = { 0 };

	stand_in_open(&s, row->records, row->words);
	s.cannot_receive = true;
	s.fails = row->fails;
	if (row->input && row->protocol->serve(&s.call, &e) == STATUS_OK)
		ck_assert(!s.asked);
	ck_assert(!s.asked || e.message[0]);
	ck_assert_uint_eq(s.stored, 0);
	stand_in_close(&s);
}

Suite *row_suite(const char *name, const TTest *test, int count)
{
	Suite *suite = suite_create(name);
	TCase *tcase = tcase_create("rows");

	tcase_add_loop_test(tcase, test, 0, count);
	suite_add_tcase(suite, tcase);
	return suite;
}
