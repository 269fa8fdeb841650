#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "helper/catalogue/catalogue.h"
#include "helper/commands/command.h"
#include "helper/commands/prompt/ask.h"
#include "helper/commands/prompt/confirmation.h"
#include "helper/entries/entries.h"
#include "helper/entries/erase.h"
#include "helper/events/event.h"
#include "protocol/core/text.h"

enum {
	QUESTION_SIZE = 3 * ENTRY_NAME_SIZE + 64,
};

static enum status confirm(const struct credential *entry, const char *name,
			   struct error *e)
{
	const char *who = entry->values[FIELD_NAME];
	const char *label = entry->values[FIELD_LABEL];
	char shown[2][ENTRY_NAME_SIZE] = { "", "" };
	char question[QUESTION_SIZE];

	if (who)
		text_sanitize(who, shown[0], ENTRY_NAME_SIZE);
	if (label)
		text_sanitize(label, shown[1], ENTRY_NAME_SIZE);
	(void)snprintf(question, sizeof(question),
		       "forget '%s'%s%s%s%s and its token? [y/N] ", name,
		       *shown[0] ? " of " : "", shown[0], *shown[1] ? ", " : "",
		       shown[1]);
	return ask_or_option(question, "nothing was erased", "--yes", e);
}

/* Whether the provider, when last asked, took it. */
static bool is_live(const struct credential *entry)
{
	enum verdict verdict = verdict_parse(entry->values[FIELD_VERDICT]);

	return verdict_kind(verdict) == VERDICT_KIND_GOOD;
}

/* Erased is erased, even if its definition cannot be read any more. */
static void say_where_to_revoke(const struct store *store,
				const struct credential *entry, bool open)
{
	struct provider *provider = NULL;
	struct error ignored = { 0 };

	(void)catalogue_find_for(store->config, entry, &provider, &ignored);
	confirmation_revoke(provider,
			    is_live(entry) ? "the token, which is still good,"
					   : "the token",
			    open);
	provider_free(provider);
}

static enum status disconnect(const struct invocation *invocation,
			      const struct store *store,
			      struct credential *entry, struct error *e)
{
	const struct event event = { .kind = EVENT_REMOVED, .record = entry };
	char name[ENTRY_NAME_SIZE];
	enum status status =
		entries_find(store, invocation->arguments[0], entry, e);

	if (status != STATUS_OK)
		return status;
	entry_name(entry, name, sizeof(name));
	if (!command_option(invocation, "yes"))
		status = confirm(entry, name, e);
	if (status == STATUS_OK)
		status = entry_erase(store, entry, e);
	if (status != STATUS_OK)
		return status;
	dprintf(STDOUT_FILENO, "disconnected %s\n", name);
	say_where_to_revoke(store, entry,
			    command_option(invocation, "open") != NULL);
	announce(store->config, &event, e);
	return STATUS_OK;
}

static enum status run(const struct invocation *invocation, struct error *e)
{
	struct store store = { 0 };
	struct credential entry = { 0 };
	enum status status = command_open(invocation, &store, e);

	if (status == STATUS_OK)
		status = disconnect(invocation, &store, &entry, e);
	credential_clear(&entry);
	store_close(&store);
	return status;
}

static const struct command_option options[] = {
	{ "yes", NULL, "do not ask" },
	{ "open", NULL, "open the page where the token is revoked" },
	{ NULL, NULL, NULL },
};

const struct command command_disconnect = {
	.name = "disconnect",
	.arguments = "NAME",
	.kind = ARGUMENT_ENTRY,
	.minimum = 1,
	.maximum = 1,
	.summary = "forget a token, and say where to revoke it",
	.details =
		"Erases this one entry and looks whether it is gone. A person "
		"is asked first, a\nscript needs --yes. The token itself stays "
		"good until it is revoked: the\nprovider's page for that is "
		"shown.\n",
	.example = "ringbearer disconnect notion/ann@example.org\n",
	.options = options,
	.run = run,
};
