#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/broker/explain.h"
#include "helper/commands/command.h"
#include "helper/commands/prompt/ask.h"
#include "helper/commands/prompt/choose.h"
#include "helper/commands/prompt/confirmation.h"
#include "helper/commands/prompt/fields.h"
#include "helper/commands/prompt/review.h"
#include "helper/commands/prompt/token.h"
#include "helper/definition/scopes.h"
#include "helper/entries/entries.h"
#include "helper/system/terminal.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

enum {
	LABEL_SIZE = 260,
};

/* The command under way. */
struct command_connect {
	const struct invocation *invocation;
	struct enrolment c;
	enum verdict_kind kind;
	bool asked; /* the provider was */
	struct lifetime lifetime;
};

static const char *option(const struct command_connect *k, const char *name)
{
	return command_option(k->invocation, name);
}

static enum status check_options(const struct command_connect *k,
				 struct error *e)
{
	static const char *const texts[] = { "label", "description",
					     "account" };
	enum status status = STATUS_OK;

	for (size_t i = 0; i < 3 && status == STATUS_OK; i++)
		status = ask_check_option(texts[i], option(k, texts[i]), e);
	return status;
}

/*
 * Sets the username that `account` means: what is kept may be called by its
 * label or email too.
 */
static enum status set_account(struct command_connect *k, const char *account,
			       struct error *e)
{
	struct enrolment *c = &k->c;
	struct credential found = { 0 };
	struct error why = { 0 };
	char name[2 * ENTRY_NAME_SIZE];
	enum status status;

	(void)snprintf(name, sizeof(name), "%s/%s", c->provider->name, account);
	status = entries_find(c->store, name, &found, &why);
	if (status == STATUS_OK)
		account = found.values[FIELD_USERNAME];
	else if (status != STATUS_NOT_FOUND)
		*e = why;
	credential_set(&c->request, FIELD_USERNAME, account);
	credential_clear(&found);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* The provider, or the PROVIDER/ACCOUNT, that the command line names. */
static enum status find_place(struct command_connect *k, struct error *e)
{
	const struct invocation *invocation = k->invocation;
	const char *account = option(k, "account");
	const char *slash = NULL;
	char *name = NULL;
	enum status status;

	if (invocation->argument_count > 0) {
		const char *given = invocation->arguments[0];

		slash = strchr(given, '/');
		name = memory_copy(given, strcspn(given, "/"));
	}
	status = choose_provider(k->c.store->config, name, &k->c.provider, e);
	free(name);
	if (status != STATUS_OK)
		return status;
	enrol_set_address(&k->c);
	if (slash && !account)
		account = slash + 1;
	if (account && *account)
		status = set_account(k, account, e);
	return status == STATUS_OK ? enrol_see(&k->c, e) : status;
}

/* What stands behind the provider, if anything does. */
static enum status take_fields(struct command_connect *k, struct error *e)
{
	return field_input_arguments(k->c.provider,
				     k->invocation->arguments + 1,
				     k->invocation->argument_count - 1,
				     &k->c.request, e);
}

static enum status check_scopes(struct command_connect *k, struct error *e)
{
	return scopes_check(option(k, "scopes"), k->c.provider, e);
}

static enum status read_lifetime(struct command_connect *k, struct error *e)
{
	return ask_lifetime_option(option(k, "expires"), &k->c, &k->lifetime,
				   e);
}

static enum status obtain(struct command_connect *k, struct error *e)
{
	const struct token_options how = {
		.scopes = option(k, "scopes"),
		.open = option(k, "open") != NULL,
		.clean = option(k, "clean") != NULL,
		.force = option(k, "force") != NULL,
	};

	return obtain_token(&how, &k->c, e);
}

static enum status judge(struct command_connect *k, struct error *e)
{
	struct enrolment *c = &k->c;
	struct account account;
	enum status status;

	k->kind = VERDICT_KIND_UNCLEAR;
	k->asked = !option(k, "no-verify") &&
		   c->store->config->policy != POLICY_OFF;
	if (!k->asked)
		return STATUS_OK;
	status = enrol_verify(c, &k->kind, e);
	if (status != STATUS_OK)
		return status;
	if (k->kind == VERDICT_KIND_REJECTED && terminal_has_person() &&
	    enrol_account(c, 0, &account)) {
		status = choose_account(c, e);
		if (status == STATUS_OK)
			status = enrol_verify(c, &k->kind, e);
		if (status != STATUS_OK)
			return status;
	}
	return k->kind == VERDICT_KIND_REJECTED ? choose_account_refuse(c, e)
						: STATUS_OK;
}

static enum status compare(struct command_connect *k, struct error *e)
{
	bool force = option(k, "force") != NULL;
	enum status status = enrol_compose(&k->c, k->kind, e);

	if (status == STATUS_OK && k->kind == VERDICT_KIND_UNCLEAR)
		status = weigh_doubt(&k->c, k->asked, force, e);
	else if (status == STATUS_OK)
		status = weigh_differences(&k->c, force, e);
	if (status == STATUS_OK)
		confirmation_dropping(&k->c);
	return status;
}

/* An empty text takes away what was noted before: see compose_inherit(). */
static void note_text(struct enrolment *c, enum field field, const char *text)
{
	if (text)
		credential_set(&c->record, field, text);
}

static enum status note_label(struct command_connect *k, struct error *e)
{
	const char *given = option(k, "label");
	char label[LABEL_SIZE] = "";
	enum status status = STATUS_OK;

	if (given || k->c.has_old || !terminal_has_person()) {
		note_text(&k->c, FIELD_LABEL, given);
		return status;
	}
	status = ask_label(label, sizeof(label), e);
	if (status == STATUS_OK)
		note_text(&k->c, FIELD_LABEL, label);
	return status;
}

/* What the questions that follow are about. */
static void say_verdict(const struct command_connect *k)
{
	const struct credential *record = &k->c.record;
	const char *who = record->values[FIELD_NAME];
	char shown[ENTRY_NAME_SIZE];

	if (!terminal_has_person() || k->kind != VERDICT_KIND_GOOD)
		return;
	text_sanitize(text_is_empty(who) ? "somebody without a name" : who,
		      shown, sizeof(shown));
	dprintf(STDERR_FILENO, "%s took the token: it is of %s\n",
		k->c.provider->title, shown);
}

static enum status annotate(struct command_connect *k, struct error *e)
{
	enum status status;

	say_verdict(k);
	status = ask_lifetime_noted(&k->c, &k->lifetime, e);
	if (status == STATUS_OK)
		status = note_label(k, e);
	note_text(&k->c, FIELD_DESCRIPTION, option(k, "description"));
	return status;
}

static enum status keep(struct command_connect *k, struct error *e)
{
	enum status status = enrol_keep(&k->c, e);

	if (status != STATUS_OK)
		return status;
	confirmation_print(k->c.has_old ? "reconnected" : "connected", &k->c);
	if (k->asked && k->kind == VERDICT_KIND_UNCLEAR)
		explain_doubt(k->c.provider, &k->c.answer, e);
	else
		explain_lacking(k->c.provider, option(k, "scopes"),
				&k->c.record, e);
	confirmation_dropped(&k->c);
	enrol_announce(&k->c, e);
	return STATUS_OK;
}

static enum status connect(struct command_connect *k, struct error *e)
{
	static enum status (*const steps[])(struct command_connect *,
					    struct error *) = {
		find_place, take_fields, check_scopes, read_lifetime, obtain,
		judge,	    compare,	 annotate,     keep,
	};
	enum status status = check_options(k, e);

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (status == STATUS_OK)
			status = steps[i](k, e);
	if (status == STATUS_USAGE && !e->hint[0])
		error_hint(e, "nothing was kept");
	return status;
}

static enum status run(const struct invocation *invocation, struct error *e)
{
	struct command_connect k = { .invocation = invocation };
	struct store store = { 0 };
	enum status status = command_open(invocation, &store, e);

	k.c.store = &store;
	if (status == STATUS_OK)
		status = connect(&k, e);
	enrol_clear(&k.c);
	store_close(&store);
	return status;
}

static const struct command_option options[] = {
	{ "account", "ACCOUNT", "file it under this; Harvest: which account" },
	{ "scopes", "LIST", "scopes to ask for, parted by commas" },
	{ "label", "TEXT", "a name of your own for it" },
	{ "description", "TEXT", "what it is for" },
	{ "expires", "DATE", "2030-12-31, a number of days, or never" },
	{ "no-verify", NULL, "keep it without asking the provider" },
	{ "open", NULL, "open the provider's page in the browser" },
	{ "clean", NULL, "take away quotes, 'Bearer' and blanks around it" },
	{ "force", NULL, "replace even another user's or a verified one" },
	{ NULL, NULL, NULL },
};

const struct command command_connect = {
	.name = "connect",
	.arguments = "[PROVIDER [FIELD=VALUE...]]",
	.kind = ARGUMENT_PROVIDER,
	.maximum = -1,
	.summary = "lead to a token, verify it and keep it",
	.details =
		"Without a provider there is a list to choose from. At a "
		"terminal the steps to a\ntoken are shown and the token is "
		"typed unseen; otherwise it is read from standard\ninput, and "
		"nothing is asked. The provider says whose it is, and that is "
		"shown at\nthe end. Connecting again replaces the token; if "
		"user or organization differ, a\nperson is asked and a script "
		"needs --force (exit code 2).\n",
	.example = "ringbearer connect notion < token.txt\n",
	.options = options,
	.run = run,
};
