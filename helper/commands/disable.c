#include <stdio.h>
#include <unistd.h>

#include "helper/commands/command.h"
#include "helper/entries/entries.h"
#include "helper/entries/update.h"
#include "helper/events/event.h"

static void put_to_rest(struct credential *record, void *argument)
{
	(void)argument;
	credential_set(record, FIELD_DISABLED, "1");
}

static void wake(struct credential *record, void *argument)
{
	(void)argument;
	credential_set(record, FIELD_DISABLED, NULL);
}

/* What one of the two commands does, and what that is called. */
struct turn {
	update_change *change;
	enum event_kind kind;
};

static enum status revise_entry(const struct invocation *invocation,
				const struct store *store,
				const struct turn *turn, struct error *e)
{
	struct credential entry = { 0 };
	struct update u = {
		.store = store,
		.seen = &entry,
		.change = turn->change,
	};
	const struct event event = { turn->kind, &entry, NULL };
	char name[ENTRY_NAME_SIZE];
	enum status status =
		entries_find(store, invocation->arguments[0], &entry, e);

	if (status == STATUS_OK)
		status = entry_update(&u, e);
	entry_name(&entry, name, sizeof(name));
	if (status == STATUS_OK)
		dprintf(STDOUT_FILENO, "%s %s%sd\n", name,
			u.changed ? "is " : "was already ",
			invocation->command->name);
	if (status == STATUS_OK && u.changed) {
		turn->change(&entry, NULL);
		announce(store->config, &event, e);
	}
	credential_clear(&entry);
	return status;
}

static enum status run(const struct invocation *invocation,
		       const struct turn *turn, struct error *e)
{
	struct store store = { 0 };
	enum status status = command_open(invocation, &store, e);

	if (status == STATUS_OK)
		status = revise_entry(invocation, &store, turn, e);
	store_close(&store);
	return status;
}

static enum status run_disable(const struct invocation *invocation,
			       struct error *e)
{
	const struct turn turn = { put_to_rest, EVENT_DISABLED };

	return run(invocation, &turn, e);
}

static enum status run_enable(const struct invocation *invocation,
			      struct error *e)
{
	const struct turn turn = { wake, EVENT_ENABLED };

	return run(invocation, &turn, e);
}

const struct command command_disable = {
	.name = "disable",
	.arguments = "NAME",
	.kind = ARGUMENT_ENTRY,
	.minimum = 1,
	.maximum = 1,
	.summary = "keep a token, but do not hand it out",
	.details =
		"Until 'enable' the entry is listed as disabled: 'get' takes "
		"another one that fits,\nor is refused (exit code 4), as are "
		"'token', 'headers' and 'exec'; 'check' leaves\nit alone "
		"unless it is named. A new token kept in its place is not "
		"disabled.\n",
	.example = "ringbearer disable notion\n",
	.run = run_disable,
};

const struct command command_enable = {
	.name = "enable",
	.arguments = "NAME",
	.kind = ARGUMENT_ENTRY,
	.minimum = 1,
	.maximum = 1,
	.summary = "hand out a token again that was disabled",
	.details = "Ends what 'disable' began. The provider is not asked; "
		   "'check NAME' does that.\n",
	.example = "ringbearer enable notion\n",
	.run = run_enable,
};
