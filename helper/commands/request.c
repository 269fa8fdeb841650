#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/backends/open.h"
#include "helper/commands/command.h"
#include "helper/commands/output.h"
#include "helper/commands/prompt/ask.h"
#include "helper/commands/prompt/choose.h"
#include "helper/commands/prompt/guide.h"
#include "helper/config/load.h"
#include "helper/definition/fields.h"
#include "helper/definition/scopes.h"
#include "protocol/core/text.h"

enum {
	COLUMNS = 72, /* what a mail has */
	TEXT_SIZE = 1024,
	ITEM = 5, /* columns before the text of an item */
};

/* Appends a paragraph behind a blank line. */
static void add_paragraph(struct wrap *g, const char *text)
{
	buffer_add_text(&g->out, "\n");
	wrap_add(g, "", 0, text);
}

/* A line that is to be copied, so it is never broken. */
static void add_line(struct wrap *g, const char *before, const char *text)
{
	char *shown = text_harmless(text, strlen(text));

	buffer_add_texts(&g->out, before, shown, "\n", NULL);
	free(shown);
}

/* A word as a shell takes it back: in quotes, unless it needs none. */
static void add_word(struct buffer *out, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789@%+=:,./_-";

	if (*word && word[strspn(word, plain)] == '\0') {
		buffer_add_text(out, word);
		return;
	}
	buffer_add_text(out, "'");
	for (; *word; word++)
		if (*word == '\'')
			buffer_add_text(out, "'\\''");
		else
			buffer_add(out, word, 1);
	buffer_add_text(out, "'");
}

static void add_option(const struct invocation *invocation, const char *name,
		       struct buffer *out)
{
	const char *value = command_option(invocation, name);

	if (!value)
		return;
	buffer_add_texts(out, " --", name, NULL);
	/* In one word: a value may begin with `-`. */
	buffer_add_text(out, "=");
	add_word(out, value);
}

static void add_command(struct wrap *g, const struct invocation *invocation,
			const struct provider *provider)
{
	struct buffer line = { 0 };

	buffer_add_texts(&line, "ringbearer connect ", provider->name, NULL);
	add_option(invocation, "account", &line);
	add_option(invocation, "scopes", &line);
	buffer_add_text(&g->out, "\n");
	add_line(g, "    ", line.data);
	buffer_clear(&line);
}

static void add_who(struct wrap *g, const struct invocation *invocation,
		    const struct provider *provider)
{
	const char *from = command_option(invocation, "from");
	const char *purpose = command_option(invocation, "for");
	const char *account = command_option(invocation, "account");
	char text[TEXT_SIZE];

	(void)snprintf(text, sizeof(text), "A token of %s is asked for.",
		       provider->title);
	wrap_add(g, "", 0, text);
	if (from || purpose || account)
		buffer_add_text(&g->out, "\n");
	if (from)
		wrap_add(g, "By:", 9, from);
	if (purpose)
		wrap_add(g, "For:", 9, purpose);
	if (account)
		wrap_add(g, "Account:", 9, account);
}

static void add_steps(struct wrap *g, const struct provider *provider)
{
	if (provider->create_url) {
		add_paragraph(g, "Please make it on this page:");
		add_line(g, "\n    ", provider->create_url);
	}
	if (provider->guide.count == 0)
		return;
	add_paragraph(g, "Step by step:");
	buffer_add_text(&g->out, "\n");
	guide_steps(g, provider);
}

/* What connect will ask for beside the token. */
static void add_fields(struct wrap *g, const struct provider *provider)
{
	bool first = true;
	char text[TEXT_SIZE];

	for (size_t i = 0; i < provider->field_count; i++) {
		const struct provider_field *field = &provider->fields[i];

		if (!typed_field_is(field))
			continue;
		if (first)
			buffer_add_text(
				&g->out,
				"\nBeside the token this is needed:\n\n");
		first = false;
		(void)snprintf(text, sizeof(text), "%s%s%s", field->title,
			       field->secret ? ", as secret as the token" : "",
			       field->optional ? ", if there is one" : "");
		wrap_add(g, "  -", ITEM, text);
	}
}

static void add_handing_over(struct wrap *g,
			     const struct invocation *invocation,
			     const struct provider *provider)
{
	add_paragraph(g,
		      "Whoever has the token can use it: never send it by mail "
		      "or chat, and put it into no document. Do one of these "
		      "instead:");
	buffer_add_text(&g->out, "\n");
	wrap_add(g, "  -", ITEM,
		 "On your own machine, where ringbearer is installed: run the "
		 "command below. It asks for the token, which is not shown, "
		 "and keeps it there.");
	wrap_add(g, "  -", ITEM,
		 "On the machine of whoever asks: type or paste it there "
		 "yourself, at the question of the same command.");
	add_command(g, invocation, provider);
	if (!provider->revoke_url)
		return;
	add_paragraph(g, "If anybody else saw it, or when it is no longer "
			 "needed, revoke it:");
	add_line(g, "\n    ", provider->revoke_url);
}

static enum status print_sheet(const struct invocation *invocation,
			       const struct provider *provider, struct error *e)
{
	struct wrap g = { .columns = COLUMNS };
	enum status status;

	add_who(&g, invocation, provider);
	add_steps(&g, provider);
	guide_scopes(&g, "\nTick these scopes, and no others:\n\n", provider,
		     command_option(invocation, "scopes"));
	add_fields(&g, provider);
	guide_warnings(&g, "\nTo know:\n\n", provider);
	add_handing_over(&g, invocation, provider);
	status =
		output_write("to standard output", g.out.data, g.out.length, e);
	buffer_clear(&g.out);
	return status;
}

static enum status check_options(const struct invocation *invocation,
				 const struct provider *provider,
				 struct error *e)
{
	static const char *const texts[] = { "account", "from", "for" };
	const char *scopes = command_option(invocation, "scopes");
	enum status status = STATUS_OK;

	for (size_t i = 0; i < 3 && status == STATUS_OK; i++)
		status = ask_check_option(texts[i],
					  command_option(invocation, texts[i]),
					  e);
	return status == STATUS_OK ? scopes_check(scopes, provider, e) : status;
}

static enum status run(const struct invocation *invocation, struct error *e)
{
	const struct options *options = invocation->options;
	struct config config = { 0 };
	struct provider *provider = NULL;
	enum status status = backend_configure(options->config,
					       options->backend, &config, e);

	if (status == STATUS_OK)
		status = choose_provider(&config, invocation->arguments[0],
					 &provider, e);
	if (status == STATUS_OK)
		status = check_options(invocation, provider, e);
	if (status == STATUS_OK)
		status = print_sheet(invocation, provider, e);
	provider_free(provider);
	config_clear(&config);
	return status;
}

static const struct command_option options_of_request[] = {
	{ "scopes", "LIST", "scopes to ask for, parted by commas" },
	{ "account", "ACCOUNT", "whose token it is to be, or which account" },
	{ "from", "TEXT", "who asks" },
	{ "for", "TEXT", "what it is for" },
	{ NULL, NULL, NULL },
};

const struct command command_request = {
	.name = "request",
	.arguments = "PROVIDER",
	.kind = ARGUMENT_PROVIDER,
	.minimum = 1,
	.maximum = 1,
	.summary = "write a sheet that asks somebody else for a token",
	.details =
		"For an admin, say, who may make the token when you may not. "
		"The sheet is plain\ntext for a mail: who asks, what for, "
		"where and how to make the token, which\nscopes to tick and "
		"why, and how to hand it over: no secret is ever sent.\n",
	.example = "ringbearer request calendly --scopes webhooks:write "
		   "\\\n\t--from 'Ann Archer' --for 'the booking page'\n",
	.options = options_of_request,
	.run = run,
};
