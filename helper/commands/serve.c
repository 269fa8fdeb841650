#include "helper/broker/service.h"
#include "helper/commands/command.h"
#include "helper/system/program.h"

/* A link of ours may hide a program of another's, which answers the rest. */
static void give_way(const struct options *options, const struct call *call,
		     enum status status)
{
	const struct protocol *protocol = options->protocol;

	if (status != STATUS_OK && options->called && protocol->is_anothers &&
	    protocol->is_anothers(call, status))
		program_give_way(options->called, call->words,
				 call->word_count);
}

enum status command_serve(const struct options *options, struct error *e)
{
	struct serving serving;
	struct call call = {
		.service = &serving.service,
		.words = options->arguments,
		.word_count = options->argument_count,
	};
	enum status status;

	service_open(&serving, options->config, options->backend);
	status = options->protocol->serve(&call, e);
	if (status == STATUS_OK)
		service_announce(&serving);
	service_close(&serving);
	give_way(options, &call, status);
	return status;
}

static enum status run(const struct invocation *invocation, struct error *e)
{
	return command_serve(invocation->options, e);
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
