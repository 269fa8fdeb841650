#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "helper/backends/open.h"
#include "helper/commands/command.h"
#include "helper/entries/entries.h"
#include "helper/entries/move.h"
#include "helper/events/event.h"

enum {
	DETAIL_SIZE = 2 * ENTRY_NAME_SIZE + 16,
};

/* The command under way. */
struct command_move {
	const struct invocation *invocation;
	struct store store;
	struct store to;
	struct moving moving;
	struct credentials entries;
	bool dry;
	size_t failed;	      /* entries, however many copies of them */
	bool lasting;	      /* one of them for what does not go by itself */
	enum status unlisted; /* what could not be listed, and why */
	struct error unlisted_reason;
};

static enum status choose(struct command_move *k, struct error *e)
{
	const struct invocation *invocation = k->invocation;
	const char *to = command_option(invocation, "to");
	bool all = command_option(invocation, "all") != NULL;
	enum status status;

	if (!to)
		return error_set(e, STATUS_USAGE,
				 "'move' needs '--to BACKEND'");
	if (all == (invocation->argument_count > 0))
		return error_set(e, STATUS_USAGE,
				 "'move' needs a NAME or '--all'");
	status = backend_find(to, &k->to.backend, e);
	if (status == STATUS_OK)
		status = move_check(&k->to, e);
	if (status != STATUS_OK)
		return status;
	if (all) {
		status = entries_load(&k->store, credentials_add_notes,
				      &k->entries, &k->unlisted_reason);
		k->unlisted = status;
		if (k->entries.count > 0)
			return STATUS_OK;
		*e = k->unlisted_reason;
		return status;
	}
	return entries_copies(&k->store, invocation->arguments[0], &k->entries,
			      e);
}

static void tell(struct command_move *k, size_t index, enum moved moved,
		 struct error *e)
{
	static const char *const words[] = {
		[MOVED_NOW] = "moved from",
		[MOVED_BEFORE] = "stays in",
		[MOVED_GONE] = "is no longer in",
	};
	const struct credential *entry = &k->entries.items[index];
	const char *from = entry->values[FIELD_BACKEND];
	char name[ENTRY_NAME_SIZE];
	char detail[DETAIL_SIZE];
	const struct event event = { EVENT_MOVED, entry, detail };

	from = from ? from : k->store.backend->name;
	entries_name(&k->entries, index, name, sizeof(name));
	(void)snprintf(detail, sizeof(detail), "from %s to %s", from,
		       k->to.backend->name);
	if (moved == MOVED_NOW)
		dprintf(STDOUT_FILENO, "%s: %s '%s' to '%s'\n", name,
			k->dry ? "would be moved from" : words[moved], from,
			k->to.backend->name);
	else
		dprintf(STDOUT_FILENO, "%s: %s '%s'\n", name, words[moved],
			from);
	if (moved == MOVED_NOW && !k->dry)
		announce(k->store.config, &event, e);
}

/* Where it would go, for a person who wants to see that first. */
static enum status look(const struct command_move *k,
			const struct credential *entry, enum moved *moved)
{
	const char *from = entry->values[FIELD_BACKEND];

	*moved = from && strcmp(from, k->to.backend->name) == 0 ? MOVED_BEFORE
								: MOVED_NOW;
	return STATUS_OK;
}

static enum status move_one(struct command_move *k, size_t index,
			    struct error *e)
{
	const struct credential *entry = &k->entries.items[index];
	enum moved moved;
	char name[ENTRY_NAME_SIZE];
	enum status status = k->dry ? look(k, entry, &moved)
				    : entry_move(&k->moving, entry, &moved, e);

	if (status == STATUS_OK) {
		tell(k, index, moved, e);
		return STATUS_OK;
	}
	entries_name(&k->entries, index, name, sizeof(name));
	dprintf(STDOUT_FILENO, "%s: was not moved: %s\n", name, e->message);
	return status;
}

/* Notes that it stays: `failed` is about the copies of one entry together. */
static void count_failure(struct command_move *k, size_t index,
			  enum status status, bool *failed)
{
	if (!entries_is_copy(&k->entries, index))
		*failed = false;
	if (status == STATUS_OK)
		return;
	k->failed += !*failed;
	*failed = true;
	k->lasting |= status != STATUS_LOCKED && status != STATUS_TIMEOUT &&
		      status != STATUS_UNAVAILABLE;
}

static size_t count_entries(const struct credentials *entries)
{
	size_t count = 0;

	for (size_t i = 0; i < entries->count; i++)
		count += !entries_is_copy(entries, i);
	return count;
}

/* How many stay. What is wrong with the first may not go by itself. */
static enum status sum_up(const struct command_move *k, size_t count,
			  enum status first, struct error *e)
{
	const struct error why = *e;

	error_set(e, first, "%zu of %zu entries were not moved, the first: %s",
		  k->failed, count, why.message);
	if (!k->lasting)
		error_hint(e, "they are where they were; the same again moves "
			      "them");
	else if (*why.hint)
		error_hint(e, "they are where they were; of the first: %s",
			   why.hint);
	else
		error_hint(e, "they are where they were");
	return first;
}

/* Each, and at the end what failed first. */
static enum status move_all(struct command_move *k, struct error *e)
{
	enum status first = STATUS_OK;
	size_t count = count_entries(&k->entries);
	bool failed = false;

	for (size_t i = 0; i < k->entries.count; i++) {
		struct error of_this = { 0 };
		enum status status = move_one(k, i, &of_this);

		count_failure(k, i, status, &failed);
		if (first == STATUS_OK && of_this.message[0])
			*e = of_this;
		if (first == STATUS_OK)
			first = status;
	}
	if (first == STATUS_OK && k->unlisted != STATUS_OK) {
		*e = k->unlisted_reason;
		return k->unlisted;
	}
	return count > 1 && k->failed > 0 ? sum_up(k, count, first, e) : first;
}

static enum status run(const struct invocation *invocation, struct error *e)
{
	struct command_move k = { .invocation = invocation };
	enum status status = command_open(invocation, &k.store, e);

	k.dry = command_option(invocation, "dry-run") != NULL;
	k.moving.force = command_option(invocation, "force") != NULL;
	k.moving.from = &k.store;
	k.moving.to = &k.to;
	k.to.config = k.store.config;
	if (status == STATUS_OK)
		status = choose(&k, e);
	if (status == STATUS_OK)
		status = move_all(&k, e);
	credentials_clear(&k.entries);
	store_close(&k.store);
	return status;
}

static const struct command_option options[] = {
	{ "to", "BACKEND", "where to; the configuration must read it" },
	{ "all", NULL, "everything that is kept" },
	{ "force", NULL, "replace another token that is kept there" },
	{ "dry-run", NULL, "show what would be moved" },
	{ 0 },
};

const struct command command_move = {
	.name = "move",
	.arguments = "[NAME]",
	.kind = ARGUMENT_ENTRY,
	.minimum = 0,
	.maximum = 1,
	.summary = "move an entry, or all, to another back-end",
	.details =
		"Each is copied, read back, compared, and only then erased "
		"where it was. Stopped at\nany point nothing is lost, and the "
		"same again ends it. Of several, one that cannot\nbe moved "
		"stays, and the others go on; the exit code tells.\n",
	.example = "ringbearer move notion --to file\n"
		   "ringbearer move --all --to secret-service\n",
	.options = options,
	.run = run,
};
