#include <stdio.h>
#include <string.h>

#include "helper/network/plausible.h"
#include "protocol/core/buffer.h"
#include "protocol/core/record.h"
#include "protocol/core/text.h"
#include "tests/unit/helper/definition/definition.h"
#include "tests/unit/helper/suites.h"

enum {
	ANSWERS = 100000,
};

static const char definition[] =
	"provider test {\n"
	"title = Test\n"
	"hosts = {api.example.com}\n"
	"headers = {\"Authorization: Bearer {token}\"}\n"
	"account = {\"{email}\", \"{id}\"}\n"
	"field workspace { title = W from = learnt }\n"
	"field key { title = K from = learnt secret = true }\n"
	"field region { title = R from = typed }\n"
	"verify me {\n"
	"get = \"https://api.example.com/me\"\n"
	"outcome { status = 200 pointer = /id verdict = ok }\n"
	"learn email { from = {\"{/email}\"} }\n"
	"learn id { from = {\"{/id}\"} }\n"
	"learn workspace { from = {\"{/workspace}\"} }\n"
	"learn key { from = {\"{/key}\"} }\n"
	"}\n"
	"}\n";

static struct provider *provider;

static void set_up(void)
{
	provider = definition_read(definition);
}

static void tear_down(void)
{
	provider_free(provider);
}

static bool is_plausible(const char *text, bool traces)
{
	struct credential answer = { 0 };
	struct error e = { 0 };
	bool plausible =
		record_decode(text, strlen(text), &answer, &e) == STATUS_OK &&
		answer_is_plausible(provider, traces, &answer);

	credential_clear(&answer);
	return plausible;
}

static const struct {
	const char *text;
	bool plausible;
} answers[] = {
	{ "verdict=ok\n", true },
	{ "verdict=ok\nemail=me@x\nid=1\naccount=me@x\nmissing=s\n"
	  "field.workspace=w\nsecret.key=k\nfield.answer.number=0\n"
	  "field.answer.reason=r\nfield.answer.status=200\n"
	  "field.answer.step=me\nfield.answer.retry=3\n",
	  true },
	{ "", false },
	{ "email=me@x\n", false },
	{ "verdict=fine\n", false },
	/* no field of the record's own, and none that git acts upon */
	{ "verdict=ok\nhost=evil.example\n", false },
	{ "verdict=ok\nfield.host=evil.example\n", false },
	{ "verdict=ok\nfield.url=https://evil.example\n", false },
	{ "verdict=ok\nfield.quit=1\n", false },
	{ "verdict=ok\nfield.capability[]=state\n", false },
	{ "verdict=ok\nusername=me\n", false },
	{ "verdict=ok\npassword=p\n", false },
	{ "verdict=ok\nprovider=other\n", false },
	{ "verdict=ok\ndisabled=1\n", false },
	{ "verdict=ok\npassword_expiry_utc=9\n", false },
	/* nothing that this definition does not learn */
	{ "verdict=ok\norganization=Acme\n", false },
	{ "verdict=ok\nfield.region=eu\n", false },
	{ "verdict=ok\nfield.user-uri=u\n", false },
	{ "verdict=ok\nfield.setting.file=f\n", false },
	{ "verdict=ok\nfield.choice.1=One\n", false },
	{ "verdict=ok\nnote.type=t\n", false },
	{ "verdict=ok\nnewer=1\n", false },
	/* a secret is one, and nothing else is */
	{ "verdict=ok\nfield.key=k\n", false },
	{ "verdict=ok\nsecret.workspace=w\n", false },
	{ "verdict=ok\nsecret.answer.reason=r\n", false },
	/* bytes */
	{ "verdict=ok\nfield.workspace=%1B[2J\n", false },
	{ "verdict=ok\nfield.workspace=a%0Aquit=1\n", false },
	{ "verdict=ok\nfield.workspace=\xff\n", false },
	{ "verdict=ok\nfield.workspace=\xc2\x9b"
	  "2J\n",
	  false },
	{ "verdict=ok\nsecret.key=%0D\n", false },
	{ "verdict=ok\nemail=%7F\n", false },
	{ "verdict=ok\nfield.answer.reason=%1B]0;x%07\n", false },
	/* only who asked for a trace gets one */
	{ "verdict=ok\nfield.answer.trace=> GET\n", false },
};

START_TEST(tells_what_this_definition_learns)
{
	ck_assert_int_eq(is_plausible(answers[_i].text, false),
			 answers[_i].plausible);
}
END_TEST

START_TEST(takes_a_trace_if_asked)
{
	ck_assert(is_plausible("verdict=ok\nfield.answer.trace=a%0Ab\n", true));
	ck_assert(!is_plausible("verdict=ok\nfield.answer.trace=%1Bb\n", true));
}
END_TEST

START_TEST(knows_how_long_a_value_is)
{
	char text[PLAUSIBLE_TEXT_MAX + 32] = "verdict=ok\nid=";
	char *value = text + strlen(text);

	memset(value, 'a', PLAUSIBLE_TEXT_MAX);
	strcpy(value + PLAUSIBLE_TEXT_MAX, "\n");
	ck_assert(is_plausible(text, false));
	strcpy(value + PLAUSIBLE_TEXT_MAX, "a\n");
	ck_assert(!is_plausible(text, false));
}
END_TEST

static unsigned int next(unsigned int most)
{
	static unsigned int state = 1;

	state = state * 1103515245U + 12345U;
	return (state >> 16) % most;
}

/* One answer of a verifier that means harm, by a grammar. */
static void write_answer(struct buffer *out)
{
	static const char *const keys[] = {
		"email",
		"id",
		"account",
		"missing",
		"field.workspace",
		"secret.key",
		"field.answer.number",
		"field.answer.reason",
		"field.host",
		"field.url",
		"field.quit",
		"field.capability[]",
		"host",
		"username",
		"password",
		"name",
		"organization",
		"field.key",
		"secret.workspace",
		"note.type",
		"newer",
		"field.answer.trace",
		"field.choice.1",
		"field.%1B",
		"protocol",
		"disabled",
		"field.region",
		"field.",
	};
	static const char *const pieces[] = {
		"a",	"me@example.com", "1",	    "%1B[2J", "%0Aquit=1",
		"\xff", "\xc3\xa4",	  "%C2%9B", "%00",    "%",
		"=",	"\xe2\x80\xae",	  " ",
	};
	const unsigned int plain = 8; /* keys that are declared */
	unsigned int lines = next(5);

	out->length = 0;
	buffer_add_text(out, next(9) ? "verdict=ok\n" : "verdict=no\n");
	for (unsigned int i = 0; i < lines; i++) {
		unsigned int parts = next(4);
		unsigned int most =
			next(3) ? plain : sizeof(keys) / sizeof(*keys);

		buffer_add_texts(out, keys[next(most)], "=", NULL);
		for (unsigned int j = 0; j < parts; j++)
			buffer_add_text(out, pieces[next(next(2) ? 3 : 13)]);
		buffer_add_text(out, "\n");
	}
}

static void check_value(const char *value)
{
	ck_assert_uint_le(strlen(value), PLAUSIBLE_TEXT_MAX);
	ck_assert(!text_has_control(value, strlen(value)));
	ck_assert(text_is_utf8(value, strlen(value)));
	ck_assert_ptr_null(strstr(value, "\xe2\x80\xae"));
	ck_assert_ptr_null(strstr(value, "\xc2\x9b"));
}

static void check_believed(const struct credential *answer)
{
	static const char declared[] = " verdict email id account missing ";
	static const char extras[] =
		" workspace key answer.number answer.reason ";
	char word[64];

	for (int f = 0; f < FIELD_COUNT; f++) {
		if (!answer->values[f])
			continue;
		snprintf(word, sizeof(word), " %s ", field_info[f].key);
		ck_assert_ptr_nonnull(strstr(declared, word));
		check_value(answer->values[f]);
	}
	for (size_t i = 0; i < answer->extra_count; i++) {
		snprintf(word, sizeof(word), " %s ", answer->extras[i].key);
		ck_assert_ptr_nonnull(strstr(extras, word));
		check_value(answer->extras[i].value);
	}
}

START_TEST(believes_nothing_else_of_a_hostile_one)
{
	struct credential answer = { 0 };
	struct buffer text = { 0 };
	struct error e = { 0 };
	int believed = 0;

	for (int i = 0; i < ANSWERS; i++) {
		write_answer(&text);
		if (record_decode(text.data, text.length, &answer, &e) !=
			    STATUS_OK ||
		    !answer_is_plausible(provider, false, &answer))
			continue;
		believed++;
		check_believed(&answer);
	}
	/* The grammar reaches both. */
	ck_assert_int_gt(believed, ANSWERS / 50);
	ck_assert_int_lt(believed, ANSWERS);
	credential_clear(&answer);
	buffer_clear(&text);
}
END_TEST

Suite *plausible_suite(void)
{
	Suite *suite = suite_create("helper/plausible");
	TCase *c = tcase_create("plausible");

	tcase_add_checked_fixture(c, set_up, tear_down);
	tcase_add_loop_test(c, tells_what_this_definition_learns, 0,
			    sizeof(answers) / sizeof(answers[0]));
	tcase_add_test(c, takes_a_trace_if_asked);
	tcase_add_test(c, knows_how_long_a_value_is);
	tcase_add_test(c, believes_nothing_else_of_a_hostile_one);
	tcase_set_timeout(c, 60);
	suite_add_tcase(suite, c);
	return suite;
}
