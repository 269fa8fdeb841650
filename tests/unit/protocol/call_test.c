#include <string.h>

#include "tests/unit/protocol/rows.h"
#include "tests/unit/protocol/stand-in.h"
#include "tests/unit/protocol/suites.h"

/* `argument` is what else it says, or NULL: it cannot be written. */
static enum status write(const struct credential *record, const void *argument,
			 struct buffer *out, struct error *e)
{
	buffer_add_text(out, credential_token(record));
	if (!argument)
		return error_set(e, STATUS_MALFORMED, "not written");
	buffer_add_text(out, argument);
	return STATUS_OK;
}

static enum status write_nothing(const struct credential *record,
				 const void *argument, struct buffer *out,
				 struct error *e)
{
	(void)record;
	(void)argument;
	(void)out;
	(void)e;
	return STATUS_OK;
}

static const struct {
	const char *name, *host, *nothing;
	const char *argument;
	enum status status;
	const char *sent;
	enum status fails;
} questions[] = {
	{ "h.example", NULL, NULL, "!", STATUS_OK, "pw!" },
	{ NULL, "h.example", NULL, "!", STATUS_OK, "pw!" },
	/* the name is what counts */
	{ "nobody", "h.example", NULL, "!", STATUS_NOT_FOUND },
	{ "nobody", NULL, "{}", "!", STATUS_NOT_FOUND },
	{ NULL, "x.example", NULL, "!", STATUS_NOT_FOUND },
	{ NULL, "x.example", "{}", "!", STATUS_OK, "{}" },
	{ NULL, "h.example", "{}", "!", STATUS_OK, "pw!" },
	{ NULL, "x.example", "{}", "!", STATUS_LOCKED, .fails = STATUS_LOCKED },
	{ NULL, "h.example", "{}", NULL, STATUS_MALFORMED },
};

static void ask(struct stand_in *s, int i, struct wanted *wanted)
{
	*wanted = (struct wanted){ .name = questions[i].name,
				   .nothing = questions[i].nothing,
				   .write = write,
				   .argument = questions[i].argument };
	stand_in_open(s, ANN, NULL);
	s->fails = questions[i].fails;
	credential_set(&wanted->address, FIELD_PROTOCOL, "https");
	credential_set(&wanted->address, FIELD_HOST, questions[i].host);
}

START_TEST(answers)
{
	struct stand_in s;
	struct wanted wanted;
	struct error e = { 0 };

	ask(&s, _i, &wanted);
	ck_assert_int_eq(call_answer(&s.call, &wanted, &e),
			 questions[_i].status);
	ck_assert_str_eq(s.output.data,
			 questions[_i].sent ? questions[_i].sent : "");
	credential_clear(&wanted.address);
	stand_in_close(&s);
}
END_TEST

START_TEST(tells_what_cannot_be_sent)
{
	struct stand_in s;
	struct wanted wanted;
	struct error e = { 0 };

	ask(&s, 0, &wanted);
	s.cannot_send = true;
	ck_assert_int_eq(call_answer(&s.call, &wanted, &e), STATUS_FAILED);
	/* An empty answer is none. */
	wanted.write = write_nothing;
	ck_assert_int_eq(call_answer(&s.call, &wanted, &e), STATUS_OK);
	credential_clear(&wanted.address);
	stand_in_close(&s);
}
END_TEST

Suite *call_suite(void)
{
	Suite *suite = row_suite("call", answers,
				 sizeof(questions) / sizeof(questions[0]));
	TCase *tcase = tcase_create("sending");

	tcase_add_test(tcase, tells_what_cannot_be_sent);
	suite_add_tcase(suite, tcase);
	return suite;
}
