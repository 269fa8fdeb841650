#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/harden.h"
#include "helper/verifier/conversation.h"
#include "helper/verifier/http.h"
#include "protocol/record.h"

enum {
	INPUT_MAX = 4 << 20, /* bytes */
};

static int explain(const struct error *e, enum status status)
{
	(void)fprintf(stderr, "ringbearer-verify: %s\n", e->message);
	return status_exit_code(status);
}

static int about(int count, char **words)
{
	struct error e = { 0 };

	if (count == 2 && strcmp(words[1], "--version") == 0)
		(void)puts("ringbearer-verify " RINGBEARER_VERSION);
	else if (count == 2 && strcmp(words[1], "--help") == 0)
		(void)puts("usage: ringbearer-verify < QUESTION\n"
			   "\n"
			   "A part of ringbearer, which starts it to ask a "
			   "provider about a token.\n"
			   "The question is a record, a blank line and the "
			   "provider's definition.");
	else
		return explain(&e, error_set(&e, STATUS_USAGE,
					     "wrong usage; see --help"));
	return 0;
}

static enum status read_question(struct inquiry *q, struct error *e)
{
	struct buffer input = { 0 };
	enum status status;

	if (buffer_read(&input, STDIN_FILENO, INPUT_MAX) != 0)
		status = error_set(e, STATUS_MALFORMED,
				   "cannot read the question: %s",
				   strerror(errno));
	else
		status = inquiry_read(input.data, input.length, q, e);
	buffer_clear(&input);
	return status;
}

static enum status write_answer(const struct inquiry *q, struct error *e)
{
	struct buffer output = { 0 };
	enum status status = STATUS_OK;

	record_encode(&q->learnt, &output);
	if (write_all(STDOUT_FILENO, output.data, output.length) != 0)
		status = error_set(e, STATUS_FAILED,
				   "cannot write the answer: %s",
				   strerror(errno));
	buffer_clear(&output);
	return status;
}

int main(int argc, char **argv)
{
	struct inquiry q = { 0 };
	struct error e = { 0 };
	enum status status;

	harden();
	(void)unsetenv("SSLKEYLOGFILE");
	if (argc > 1)
		return about(argc, argv);
	status = read_question(&q, &e);
	if (status == STATUS_OK && !http_start())
		status = error_set(&e, STATUS_FAILED, "cannot use libcurl");
	if (status == STATUS_OK) {
		converse(&q);
		status = write_answer(&q, &e);
	}
	inquiry_clear(&q);
	return status == STATUS_OK ? 0 : explain(&e, status);
}
