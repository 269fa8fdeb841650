#include <time.h>
#include <unistd.h>

#include "helper/broker/recheck.h"
#include "helper/commands/check-report.h"
#include "helper/commands/command.h"
#include "helper/commands/display/dates.h"
#include "helper/commands/display/progress.h"
#include "helper/entries/entries.h"
#include "helper/events/event.h"
#include "helper/system/terminal.h"
#include "protocol/core/text.h"

enum {
	DAYS_MAX = 36500
};

/* All but what is disabled, which is counted; a `disabled` of NULL: all. */
static enum status add_all(const struct credentials *entries,
			   struct recheck *checking, size_t *disabled,
			   struct error *e)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < entries->count && status == STATUS_OK; i++)
		if (disabled && entry_is_disabled(&entries->items[i]))
			++*disabled;
		else
			status = recheck_add(checking, &entries->items[i], e);
	return status;
}

/* What of all that is kept is not among what is asked about. */
struct gathered {
	size_t disabled;
	enum status unread; /* why some could not be read; `e` tells it */
};

/* What was found may not be all that the name fits. */
static enum status gather_named(const char *name, struct recheck *checking,
				struct gathered *gathered, struct error *e)
{
	struct credentials entries = { 0 };
	struct error of_adding = { 0 };
	enum status status = entries_match(checking->store, name, &entries, e);

	if (status == STATUS_UNAVAILABLE && entries.count > 0) {
		gathered->unread = status;
		status = STATUS_OK;
	}
	if (status == STATUS_OK)
		status = add_all(&entries, checking, NULL, &of_adding);
	if (of_adding.message[0])
		*e = of_adding;
	credentials_clear(&entries);
	return status;
}

static enum status gather_all(struct recheck *checking,
			      struct gathered *gathered, struct error *e)
{
	struct credentials entries = { 0 };
	struct error of_adding = { 0 };
	enum status status;

	gathered->unread =
		entries_load(checking->store, credentials_add, &entries, e);
	status = add_all(&entries, checking, &gathered->disabled, &of_adding);
	if (status != STATUS_OK)
		*e = of_adding;
	else if (entries.count == 0)
		status = gathered->unread;
	credentials_clear(&entries);
	return status;
}

static enum status gather(const struct invocation *invocation,
			  struct recheck *checking, struct gathered *gathered,
			  struct error *e)
{
	enum status status = STATUS_OK;

	if (invocation->argument_count == 0)
		return gather_all(checking, gathered, e);
	for (int i = 0; i < invocation->argument_count && status == STATUS_OK;
	     i++)
		status = gather_named(invocation->arguments[i], checking,
				      gathered, e);
	return status;
}

static enum status read_within(const struct invocation *invocation,
			       long long *within, struct error *e)
{
	const char *days = command_option(invocation, "within");

	*within = REPORT_NEVER;
	if (!days || text_number(days, DAYS_MAX, within))
		return STATUS_OK;
	error_set(e, STATUS_USAGE, "'--within' wants a number of days");
	error_hint(e, "as in 'ringbearer check --within 14'");
	return STATUS_USAGE;
}

/* A trace is for reading, of something in particular. */
static enum status check_trace(const struct invocation *invocation,
			       struct error *e)
{
	if (!command_option(invocation, "trace"))
		return STATUS_OK;
	if (command_option(invocation, "json"))
		return error_set(e, STATUS_USAGE,
				 "'--trace' cannot stand beside '--json'");
	if (invocation->argument_count > 0)
		return STATUS_OK;
	error_set(e, STATUS_USAGE, "'--trace' wants the name of an entry");
	error_hint(e, "'ringbearer list' shows the names");
	return STATUS_USAGE;
}

static void show_progress(size_t done, size_t all, void *argument)
{
	progress_show(argument, done, all);
}

/*
 * What is wrong was printed already, so these have no message of their own;
 * only what could not be read has one. A token that is of no use any more is
 * the worse news.
 */
static enum status conclude(const struct report *r, enum status unread)
{
	if (r->refused > 0 || r->ending > 0)
		return STATUS_REFUSED;
	if (unread != STATUS_OK)
		return unread;
	if (r->failure != STATUS_OK)
		return r->failure;
	return r->nonsense || (r->strict && r->open > 0) ? STATUS_UNVERIFIED
							 : STATUS_OK;
}

static void announce_item(const struct recheck *checking,
			  const struct report *report,
			  const struct rechecked *item, struct error *note)
{
	const struct event turned = {
		.kind = EVENT_VERIFIED,
		.record = &item->record,
		.detail = item->record.values[FIELD_VERDICT],
	};
	char when[WHEN_SIZE];
	const struct event expiring = {
		.kind = EVENT_EXPIRING,
		.record = &item->record,
		.detail = when,
	};

	if (item->turned)
		announce(checking->store->config, &turned, note);
	if (report->within == REPORT_NEVER || rechecked_is_refused(item) ||
	    !report_ends(report, item))
		return;
	when_expires(&item->record, report->now, when);
	announce(checking->store->config, &expiring, note);
}

static enum status check(const struct invocation *invocation,
			 struct recheck *checking, long long within,
			 struct error *e)
{
	struct progress progress = { .what = "checking" };
	struct report report = {
		.within = within,
		.terminal = terminal_width(STDOUT_FILENO) > 0,
		.strict = checking->store->config->policy == POLICY_REQUIRE,
	};
	struct gathered gathered = { .unread = STATUS_OK };
	enum status status = gather(invocation, checking, &gathered, e);

	if (status != STATUS_OK)
		return status;
	report.disabled = gathered.disabled;
	recheck_ask(checking, show_progress, &progress);
	report.now = time(NULL);
	status = command_option(invocation, "json")
			 ? report_json(&report, checking, e)
			 : report_lines(&report, checking, e);
	for (size_t i = 0; i < checking->count; i++)
		announce_item(checking, &report, &checking->items[i], e);
	return status == STATUS_OK ? conclude(&report, gathered.unread)
				   : status;
}

static enum status run(const struct invocation *invocation, struct error *e)
{
	struct store store = { 0 };
	struct recheck checking = { 0 };
	long long within;
	enum status status = read_within(invocation, &within, e);

	if (status == STATUS_OK)
		status = check_trace(invocation, e);
	if (status != STATUS_OK)
		return status;
	status = command_open(invocation, &store, e);
	checking.store = &store;
	checking.traces = command_option(invocation, "trace");
	if (status == STATUS_OK)
		status = check(invocation, &checking, within, e);
	recheck_clear(&checking);
	store_close(&store);
	return status;
}

static const struct command_option options[] = {
	{ "json", NULL, "a list of objects, for every entry" },
	{ "trace", NULL, "what is sent and what comes back, for NAMEs" },
	{ "within", "DAYS", "what expires by then is a problem, too" },
	{ 0 },
};

const struct command command_check = {
	.name = "check",
	.arguments = "[NAME...]",
	.kind = ARGUMENT_ENTRY,
	.maximum = -1,
	.summary = "ask the providers again",
	.details =
		"Asks about every entry that is not disabled, or those that a "
		"NAME fits, many at\nonce, and notes the verdicts. Without a "
		"terminal it prints a line for each\nproblem and nothing else, "
		"so that cron sends mail only when there is something\nto do. "
		"An answer that says nothing (no network, too many requests) "
		"changes\nnothing. Entries of hosts that no provider owns are "
		"looked at for their expiry\nonly.\n\nExit code 4: a token "
		"was refused, has expired, or expires within DAYS. Otherwise\n"
		"6: an entry could not be read, or its verdict not be noted.\n",
	.example = "ringbearer check\nringbearer check notion --within 14\n",
	.options = options,
	.run = run,
};
