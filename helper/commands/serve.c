#include <errno.h>
#include <unistd.h>

#include "helper/announce.h"
#include "helper/broker.h"
#include "helper/cache.h"
#include "helper/commands/command.h"
#include "protocol/secret.h"

/* A request has no limit of its own; this one keeps memory ours. */
enum {
	REQUEST_MAX = 4 << 20
};

/* One request on its way through the program. */
struct service {
	const struct protocol *protocol;
	enum operation operation;
	struct config config;
	const struct backend *backend;
	struct credential request;
	struct credential answer;
	bool has_answer;
};

static enum status read_request(struct service *s, struct error *e)
{
	struct buffer input = { 0 };
	enum status status;

	if (s->protocol->receive(&input, STDIN_FILENO, REQUEST_MAX) == 0)
		status = s->protocol->read(s->operation, input.data,
					   input.length, &s->request, e);
	else if (errno == EFBIG)
		status = error_set(e, STATUS_MALFORMED,
				   "the request is larger than %d MiB",
				   REQUEST_MAX >> 20);
	else
		status = error_errno(e, STATUS_MALFORMED,
				     "cannot read the request");
	buffer_clear(&input);
	return status;
}

static enum status perform(struct service *s, struct error *e)
{
	enum status status;

	switch (s->operation) {
	case OPERATION_GET:
		status = broker_get(&s->config, s->backend, &s->request,
				    &s->answer, e);
		s->has_answer = status == STATUS_OK;
		/* No match is an answer: git asks the next helper. */
		return status == STATUS_NOT_FOUND ? STATUS_OK : status;
	case OPERATION_STORE:
		return broker_store(&s->config, s->backend, &s->request, e);
	case OPERATION_ERASE:
		return broker_erase(&s->config, s->backend, &s->request, e);
	default:
		return STATUS_OK;
	}
}

static enum status answer(struct service *s, struct error *e)
{
	struct buffer out = { 0 };
	enum status status =
		s->protocol->write(s->operation, &s->request,
				   s->has_answer ? &s->answer : NULL, &out, e);

	if (status == STATUS_OK && out.length > 0 &&
	    write_all(STDOUT_FILENO, out.data, out.length) != 0)
		status = error_errno(e, STATUS_FAILED,
				     "cannot write the answer");
	buffer_clear(&out);
	return status;
}

static enum status serve(struct service *s, const struct options *options,
			 struct error *e)
{
	const struct event read = { .kind = EVENT_READ, .record = &s->answer };
	enum status status = STATUS_OK;

	if (s->operation != OPERATION_CAPABILITY)
		status = read_request(s, e);
	if (status == STATUS_OK && s->operation != OPERATION_CAPABILITY)
		status = config_load(options->config, options->backend,
				     &s->config, e);
	if (status == STATUS_OK && s->config.backend)
		status = cache_open(&s->config, &s->backend, e);
	if (status == STATUS_OK)
		status = perform(s, e);
	if (status == STATUS_OK)
		status = answer(s, e);
	if (status == STATUS_OK && s->has_answer)
		announce(&s->config, &read, NULL);
	return status;
}

enum status command_serve(const struct options *options, const char *operation,
			  struct error *e)
{
	struct service s = {
		.protocol = options->protocol,
		.operation = options->protocol->operation(operation),
	};
	enum status status = STATUS_OK;

	/* gitcredentials(7): a newer git's operations are ignored. */
	if (s.operation != OPERATION_UNKNOWN)
		status = serve(&s, options, e);
	credential_clear(&s.request);
	credential_clear(&s.answer);
	config_clear(&s.config);
	return status;
}

static enum status run(const struct invocation *invocation, struct error *e)
{
	return command_serve(invocation->options, invocation->command->name, e);
}

const struct command command_get = {
	.name = "get",
	.arguments = "",
	.summary = "answer with the credential that a request asks for",
	.details =
		"Reads lines such as protocol=https and host=api.notion.com "
		"from standard\ninput, up to a blank line or the end, and "
		"prints username, password and what else\nis known. Without a "
		"match it prints nothing and exits with 0.\n",
	.example = "printf 'url=https://api.notion.com\\n' | ringbearer get\n",
	.run = run,
};

const struct command command_store = {
	.name = "store",
	.arguments = "",
	.summary = "verify a credential with its provider and keep it",
	.details =
		"Reads protocol, host, username and password lines. A known "
		"provider is asked\nwhether the token is good; a token that it "
		"refuses is not kept, and an older one\nstays. Other hosts are "
		"kept without asking anybody.\n",
	.example = "{ printf 'url=https://api.notion.com\\npassword='; cat "
		   "token.txt; } |\n  ringbearer store\n",
	.run = run,
};

const struct command command_erase = {
	.name = "erase",
	.arguments = "",
	.summary = "forget the credentials that a request names",
	.details = "Reads protocol and host and, to name fewer, path, username "
		   "and "
		   "password lines.\nA password that is given must be the one "
		   "that "
		   "is kept.\n",
	.example =
		"printf 'url=https://api.notion.com\\n' | ringbearer erase\n",
	.run = run,
};

const struct command command_capability = {
	.name = "capability",
	.arguments = "",
	.summary = "say what of git's protocol is understood",
	.details = "Prints the version and capability lines of "
		   "git-credential(1).\n",
	.example = "ringbearer capability\n",
	.run = run,
};
