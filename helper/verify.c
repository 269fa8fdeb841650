#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/child.h"
#include "helper/paths.h"
#include "helper/verify.h"
#include "protocol/record.h"

enum {
	ANSWER_MAX = 1 << 20, /* bytes */
	GRACE = 200,	      /* milliseconds past the verifier's own limit */
};

/* What the verifier may know of our environment: how to reach the network. */
static const char *const passed_on[] = {
	"https_proxy", "HTTPS_PROXY", "no_proxy",   "NO_PROXY",
	"all_proxy",   "ALL_PROXY",   "http_proxy",
};

enum {
	PASSED_ON = sizeof(passed_on) / sizeof(passed_on[0])
};

struct program {
	char *path;
	char *environment[PASSED_ON + 1];
};

static void prepare(struct program *program)
{
	size_t count = 0;

	program->path = path_of_part("ringbearer-verify");
	for (size_t i = 0; i < PASSED_ON; i++) {
		const char *value = getenv(passed_on[i]);
		size_t size = strlen(passed_on[i]) + 2;

		if (!value)
			continue;
		size += strlen(value);
		program->environment[count] = memory_alloc(size, 1);
		(void)snprintf(program->environment[count++], size, "%s=%s",
			       passed_on[i], value);
	}
	program->environment[count] = NULL;
}

static void clear(struct program *program)
{
	free(program->path);
	for (size_t i = 0; program->environment[i]; i++)
		free(program->environment[i]);
}

static int start(void *argument)
{
	struct program *program = argument;
	char name[] = "ringbearer-verify";
	char *arguments[] = { name, NULL };

	(void)!chdir("/");
	(void)execve(program->path, arguments, program->environment);
	return 127;
}

static void write_request(const struct config *config,
			  const struct provider *provider,
			  const struct credential *credential,
			  struct buffer *out)
{
	static const enum field needed[] = { FIELD_USERNAME, FIELD_PASSWORD,
					     FIELD_AUTHTYPE, FIELD_CREDENTIAL };
	struct credential request = { 0 };
	char timeout[32];

	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		credential_set(&request, needed[i],
			       credential->values[needed[i]]);
	(void)snprintf(timeout, sizeof(timeout), "%d",
		       config->verify_timeout * 1000);
	credential_set_extra(&request, VERIFY_TIMEOUT, timeout, false);
	credential_set_extra(&request, VERIFY_CA_FILE, config->ca_file, false);
	credential_set_extra(&request, VERIFY_FILE, provider->file, false);
	record_encode(&request, out);
	buffer_add_text(out, "\n");
	buffer_add_text(out, provider->text);
	credential_clear(&request);
}

static void cannot_tell(struct verification *v, enum verdict verdict,
			const char *reason)
{
	credential_clear(&v->learnt);
	v->verdict = verdict;
	credential_set_extra(&v->learnt, VERIFY_REASON, reason, false);
}

static void read_answer(const struct buffer *answer, struct verification *v)
{
	struct error ignored = { 0 };
	const char *word;

	if (!answer->data ||
	    record_decode(answer->data, answer->length, &v->learnt, &ignored)) {
		cannot_tell(v, VERDICT_UNKNOWN,
			    "'ringbearer-verify' gave no answer");
		return;
	}
	word = v->learnt.values[FIELD_VERDICT];
	v->verdict = word ? verdict_parse(word) : VERDICT_COUNT;
	if (v->verdict == VERDICT_COUNT)
		cannot_tell(v, VERDICT_UNKNOWN,
			    "'ringbearer-verify' gave no verdict");
}

void verify(const struct config *config, const struct provider *provider,
	    const struct credential *credential, struct verification *v)
{
	struct program program;
	struct buffer request = { 0 };
	struct buffer answer = { 0 };
	struct child child = {
		.run = start,
		.argument = &program,
		.timeout = config->verify_timeout * 1000 + GRACE,
		.max_answer = ANSWER_MAX,
	};
	int exit_code = -1;
	enum child_end end;

	prepare(&program);
	write_request(config, provider, credential, &request);
	child.input = request.data;
	child.input_length = request.length;
	end = child_run(&child, &answer, &exit_code);
	if (end == CHILD_EXITED && exit_code == 0)
		read_answer(&answer, v);
	else if (end == CHILD_TIMED_OUT)
		cannot_tell(v, VERDICT_UNAVAILABLE, "no answer in time");
	else if (end == CHILD_EXITED && exit_code == 127)
		cannot_tell(v, VERDICT_UNKNOWN,
			    "'ringbearer-verify' is not installed");
	else
		cannot_tell(v, VERDICT_UNKNOWN, "'ringbearer-verify' failed");
	buffer_clear(&answer);
	buffer_clear(&request);
	clear(&program);
}

void verification_clear(struct verification *v)
{
	credential_clear(&v->learnt);
	v->verdict = VERDICT_OK;
}
