/*
 * A provider's answer, by the rules of the built-in definitions: a status (two
 * bytes), headers, a byte 0, a body. Nothing but what the definition names is
 * said against a token, and nothing but JSON for it.
 */
#include "helper/verifier/outcome.h"
#include "helper/catalogue/builtin.h"
#include "helper/verifier/learn.h"
#include "protocol/core/text.h"
#include "tests/fuzz/fuzz.h"

/* Its first letter is no digit of a `\x0c` that may stand before it. */
static const char token[] = "token-canary-4711";

static bool is_bad(enum verdict verdict)
{
	return verdict == VERDICT_INVALID || verdict == VERDICT_EXPIRED ||
	       verdict == VERDICT_REVOKED;
}

static void check(const struct answer *answer, const struct finding *f)
{
	long status = answer->status;

	if (f->verdict == VERDICT_OK)
		hold(status >= 200 && status < 300 && answer->is_json);
	if (status == 429 || status >= 500 || (status >= 300 && status < 400) ||
	    !answer->is_json)
		hold(!is_bad(f->verdict));
	hold(!text_has_control(f->reason, strlen(f->reason)));
	hold(!strstr(f->reason, token));
}

static void judge(const struct inquiry *q, const struct answer *answer)
{
	for (size_t i = 0; i < q->provider->step_count; i++) {
		struct finding f = { 0 };

		outcome_judge(q, &q->provider->steps[i], answer, &f);
		check(answer, &f);
	}
}

/* Each definition is read once. */
static struct inquiry *inquiries(void)
{
	static struct inquiry *all;
	struct error e = { 0 };

	if (all)
		return all;
	all = calloc(builtin_definition_count, sizeof(*all));
	for (size_t i = 0; all && i < builtin_definition_count; i++) {
		struct message m = {
			.body = builtin_definitions[i].text,
			.body_length = strlen(builtin_definitions[i].text),
		};

		credential_set(&m.head, FIELD_PASSWORD, token);
		hold(inquiry_read(&m, &all[i], &e) == STATUS_OK);
		message_clear(&m);
	}
	hold(all);
	return all;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct answer answer = { 0 };
	char *headers;
	bool fits;

	if (size < 2)
		return 0;
	answer.status = 100 + (data[0] << 8 | data[1]) % 500;
	data += 2;
	size -= 2;
	headers = fuzz_part(&data, &size);
	fits = (!headers ||
		answer_add_header(&answer, headers, strlen(headers))) &&
	       (size == 0 ||
		answer_add_body(&answer, (const char *)data, size));
	if (fits) {
		answer_parse(&answer);
		for (size_t i = 0; i < builtin_definition_count; i++)
			judge(&inquiries()[i], &answer);
	}
	answer_clear(&answer);
	free(headers);
	return 0;
}
