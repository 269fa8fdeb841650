#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/network/verify-keys.h"
#include "helper/system/harden.h"
#include "helper/verifier/http.h"
#include "helper/verifier/queue.h"
#include "helper/verifier/relay.h"
#include "helper/verifier/sandbox.h"
#include "helper/verifier/sequence.h"

enum {
	INPUT_MAX = 64 << 20, /* bytes */
};

static int explain(const struct error *e, enum status status)
{
	(void)fprintf(stderr, "ringbearer-verify: %s\n", e->message);
	return status_exit_code(status);
}

/* What holds on this machine, for 'ringbearer doctor'. */
static enum status show_confinement(struct error *e)
{
	const struct sequence nothing = { 0 };
	struct confinement c;
	struct buffer text = { 0 };
	bool written;

	if (!http_start())
		return error_set(e, STATUS_FAILED, "cannot use libcurl");
	confine(&nothing, &c);
	confinement_describe(&c, &text);
	written = write_all(STDOUT_FILENO, text.data, text.length) == 0;
	buffer_clear(&text);
	return written ? STATUS_OK
		       : error_errno(e, STATUS_FAILED, "cannot write");
}

/* What it was started for by a word. */
static int about(int count, char **words)
{
	struct error e = { 0 };
	enum status status = STATUS_OK;

	if (count == 2 && strcmp(words[1], "--version") == 0)
		(void)puts("ringbearer-verify " RINGBEARER_VERSION);
	else if (count == 2 && strcmp(words[1], "--confinement") == 0)
		status = show_confinement(&e);
	else if (count == 2 && strcmp(words[1], "exchange") == 0)
		status = forward(&e);
	else if (count == 2 && strcmp(words[1], "--help") == 0)
		(void)puts("usage: ringbearer-verify < QUESTIONS\n"
			   "       ringbearer-verify exchange < REQUESTS\n"
			   "       ringbearer-verify --confinement\n"
			   "\n"
			   "A part of ringbearer, which starts it to ask "
			   "providers about tokens.\n"
			   "Each question is a line with two lengths, a "
			   "record and the provider's\n"
			   "definition.\n"
			   "With exchange it takes one HTTP request after the "
			   "other, all to one place.\n"
			   "With --confinement it says what the kernel keeps "
			   "it from.");
	else
		status = error_set(&e, STATUS_USAGE, "wrong usage; see --help");
	return status == STATUS_OK ? 0 : explain(&e, status);
}

static enum status read_questions(struct sequence *s, struct error *e)
{
	struct buffer input = { 0 };
	enum status status;

	if (buffer_read(&input, STDIN_FILENO, INPUT_MAX) != 0)
		status = error_set(e, STATUS_MALFORMED,
				   "cannot read the questions: %s",
				   strerror(errno));
	else
		status = sequence_read(input.data, input.length, s, e);
	buffer_clear(&input);
	return status;
}

/* Writes one answer; the first failure, as errno, goes to `argument`. */
static void write_answer(struct inquiry *q, void *argument)
{
	struct buffer output = { 0 };
	int *failure = argument;
	char number[32];

	(void)snprintf(number, sizeof(number), "%zu", q->number);
	credential_set_extra(&q->learnt, VERIFY_NUMBER, number, false);
	message_add(&q->learnt, NULL, 0, &output);
	if (!*failure &&
	    write_all(STDOUT_FILENO, output.data, output.length) != 0)
		*failure = errno;
	buffer_clear(&output);
}

static enum status answer(struct sequence *s, struct error *e)
{
	struct confinement ignored;
	int failure = 0;

	if (!http_start())
		return error_set(e, STATUS_FAILED, "cannot use libcurl");
	confine(s, &ignored);
	if (!queue_run(s->items, s->count, write_answer, &failure))
		return error_set(e, STATUS_FAILED, "cannot use libcurl");
	if (failure)
		return error_set(e, STATUS_FAILED, "cannot write an answer: %s",
				 strerror(failure));
	return STATUS_OK;
}

int main(int argc, char **argv)
{
	struct sequence s = { 0 };
	struct error e = { 0 };
	enum status status;

	harden();
	/* OpenSSL and libcurl copy the token where they like. */
	harden_memory(true);
	harden_descriptors();
	(void)unsetenv("SSLKEYLOGFILE");
	if (argc > 1)
		return about(argc, argv);
	status = read_questions(&s, &e);
	if (status == STATUS_OK)
		status = answer(&s, &e);
	sequence_clear(&s);
	return status == STATUS_OK ? 0 : explain(&e, status);
}
