#include <stdio.h>
#include <unistd.h>

#include "helper/backends/cache.h"
#include "helper/commands/command.h"
#include "helper/commands/output.h"
#include "helper/entries/entries.h"
#include "helper/entries/versions.h"
#include "helper/events/event.h"
#include "protocol/core/text.h"

enum {
	TIME_SIZE = 64,
	NUMBER_MAX = 1000000000,
};

/* One line for each version, gathered before any is printed. */
static bool add_version(const struct credential *address,
			const struct backend_version *version, void *argument)
{
	struct buffer *out = argument;
	char created[TIME_SIZE] = "";
	char deleted[TIME_SIZE] = "";
	char line[3 * TIME_SIZE];
	const char *state = version->current ? "current" : "";

	(void)address;
	if (version->created)
		text_sanitize(version->created, created, sizeof(created));
	if (version->deleted)
		text_sanitize(version->deleted, deleted, sizeof(deleted));
	if (version->destroyed)
		state = "destroyed";
	else if (version->deleted)
		state = "erased ";
	(void)snprintf(line, sizeof(line), "%d  %s%s%s%s\n", version->number,
		       created, *state ? "  " : "", state,
		       version->destroyed ? "" : deleted);
	buffer_add_text(out, line);
	return true;
}

static enum status list(const struct store *store,
			const struct credential *address, struct error *e)
{
	struct buffer out = { 0 };
	const struct backend *backend = store->backend;
	enum status status = backend->versions(backend, store->config, address,
					       add_version, &out, e);

	if (status == STATUS_OK)
		status = output_write("it", out.data, out.length, e);
	buffer_clear(&out);
	return status;
}

static enum status no_version(const char *name, struct error *e)
{
	error_set(e, STATUS_NOT_FOUND,
		  "there is no such version of '%s' to go back to", name);
	error_hint(e, "'ringbearer restore --list' shows those there are");
	return STATUS_NOT_FOUND;
}

static enum status restore(const struct store *store,
			   const struct credential *address, int number,
			   struct error *e)
{
	const struct backend *backend = store->backend;
	struct credential record = { 0 };
	const struct event event = { EVENT_STORED, &record, "restored" };
	char name[ENTRY_NAME_SIZE];
	int restored = 0;
	enum status status;

	entry_name(address, name, sizeof(name));
	cache_forget(address);
	status = backend->restore(backend, store->config, address, number,
				  &restored, e);
	cache_forget(address);
	if (status == STATUS_NOT_FOUND && !e->message[0])
		return no_version(name, e);
	if (status == STATUS_OK)
		status = store_find(store, address, &record, e);
	if (status == STATUS_OK) {
		entry_name(&record, name, sizeof(name));
		dprintf(STDOUT_FILENO, "restored %s, which is version %d now\n",
			name, restored);
		announce(store->config, &event, e);
	}
	credential_clear(&record);
	return status;
}

static enum status read_number(const struct invocation *invocation, int *number,
			       struct error *e)
{
	const char *text = command_option(invocation, "version");
	long long value = 0;

	if (text && (!text_number(text, NUMBER_MAX, &value) || value == 0))
		return error_set(e, STATUS_USAGE,
				 "the option '--version' wants a number");
	*number = (int)value;
	return STATUS_OK;
}

static enum status run(const struct invocation *invocation, struct error *e)
{
	const struct options *options = invocation->options;
	struct store store = { 0 };
	struct credential address = { 0 };
	int number = 0;
	enum status status = read_number(invocation, &number, e);

	if (status == STATUS_OK)
		status = store_load(&store, options->config, options->backend,
				    e);
	if (status == STATUS_OK)
		status = versions_find(&store, invocation->arguments[0],
				       &address, e);
	if (status == STATUS_OK)
		status = command_option(invocation, "list")
				 ? list(&store, &address, e)
				 : restore(&store, &address, number, e);
	credential_clear(&address);
	store_close(&store);
	return status;
}

static const struct command_option options[] = {
	{ "version", "N", "this one, instead of the last" },
	{ "list", NULL, "only show what versions there are" },
	{ 0 },
};

const struct command command_restore = {
	.name = "restore",
	.arguments = "NAME|ADDRESS",
	.kind = ARGUMENT_ENTRY,
	.minimum = 1,
	.maximum = 1,
	.summary = "bring back an older version of an entry",
	.details =
		"An erased entry comes back as it was last; of one that is "
		"kept, the version\nbefore becomes the newest, or the one that "
		"--version names. --list shows\ntheir numbers and times, never "
		"a secret. Only a back-end that keeps versions\ncan do it: "
		"vault. An erased entry is found by its name or by "
		"https://HOST[/PATH].\n",
	.example = "ringbearer restore --list git.example/me\n"
		   "ringbearer restore git.example/me\n",
	.options = options,
	.run = run,
};
