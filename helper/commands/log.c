#include <string.h>

#include "helper/backends/open.h"
#include "helper/commands/command.h"
#include "helper/commands/display/dates.h"
#include "helper/commands/display/json.h"
#include "helper/commands/display/table.h"
#include "helper/commands/display/width.h"
#include "helper/config/load.h"
#include "helper/events/journal.h"
#include "protocol/core/text.h"

enum {
	NAME_SIZE = 384,
	LAST_MAX = 1000000,
};

static const struct table_column columns[] = {
	{ "TIME", 16, 0, 0 },	{ "EVENT", 8, 0, 0 }, { "ENTRY", 13, 0, 0 },
	{ "DETAIL", 10, 2, 0 }, { "BY", 6, 1, 0 },
};

/* Which lines are wanted. */
struct selection {
	char name[NAME_SIZE]; /* "": any entry's */
	long long last;
};

static enum status read_selection(const struct invocation *invocation,
				  struct selection *selection, struct error *e)
{
	const char *last = command_option(invocation, "last");

	selection->last = LAST_MAX;
	if (invocation->argument_count > 0)
		text_sanitize(invocation->arguments[0], selection->name,
			      sizeof(selection->name));
	if (!last || (text_number(last, LAST_MAX, &selection->last) &&
		      selection->last > 0))
		return STATUS_OK;
	error_set(e, STATUS_USAGE, "'--last' wants a number of lines");
	error_hint(e, "as in 'ringbearer log --last 20'");
	return STATUS_USAGE;
}

/* A provider or host stands for all of its entries, which may be gone. */
static bool is_wanted(const struct journal_line *line,
		      const struct selection *selection)
{
	size_t length = strlen(selection->name);
	/* `notion/` is the one without a username, which may be `notion`. */
	bool nameless = length > 1 && selection->name[length - 1] == '/';
	char next;

	if (length == 0)
		return true;
	length -= nameless;
	if (strncmp(line->entry, selection->name, length) != 0)
		return false;
	next = line->entry[length];
	if (nameless && next == '/')
		next = line->entry[length + 1];
	return next == '\0' || next == ':' || (next == '/' && !nameless);
}

/* Leaves in the journal what is wanted of it. */
static void choose(const struct selection *selection, struct journal *journal)
{
	size_t last = (size_t)selection->last;
	size_t kept = 0;

	for (size_t i = 0; i < journal->count; i++)
		if (is_wanted(&journal->lines[i], selection))
			journal->lines[kept++] = journal->lines[i];
	journal->count = kept < last ? kept : last;
	memmove(journal->lines, journal->lines + kept - journal->count,
		journal->count * sizeof(*journal->lines));
}

static void add_row(struct table *table, const struct journal_line *line)
{
	char date[WHEN_SIZE];

	when_date(line->time, date);
	table_add(table, date, TONE_PLAIN);
	table_add(table, line->event, TONE_PLAIN);
	table_add(table, line->entry, TONE_PLAIN);
	table_add(table, line->detail, TONE_PLAIN);
	table_add(table, line->by, TONE_PLAIN);
}

static enum status print_table(const struct journal *journal, struct error *e)
{
	struct table table = {
		.columns = columns,
		.column_count = sizeof(columns) / sizeof(columns[0]),
	};

	if (journal->count == 0)
		return STATUS_OK;
	width_prepare();
	for (size_t i = 0; i < journal->count; i++)
		add_row(&table, &journal->lines[i]);
	return table_show(&table, "the log", e);
}

static void add_text(json_object *object, const char *key, const char *text)
{
	json_set_text(object, key, *text ? text : NULL);
}

static json_object *make_object(const struct journal_line *line)
{
	json_object *object = json_object_new_object();

	json_set_number(object, "time", true, line->time);
	add_text(object, "event", line->event);
	add_text(object, "entry", line->entry);
	add_text(object, "detail", line->detail);
	add_text(object, "by", line->by);
	add_text(object, "backend", line->backend);
	return object;
}

static enum status print_json(const struct journal *journal, struct error *e)
{
	json_object *list = json_object_new_array();

	for (size_t i = 0; i < journal->count; i++)
		json_object_array_add(list, make_object(&journal->lines[i]));
	return json_write(list, "the log", e);
}

/* What the person is to know besides; the gravest first. */
static void note(const struct config *config, const struct journal *journal,
		 const struct selection *selection, struct error *e)
{
	if (journal->damaged > 0) {
		error_set(e, STATUS_OK, "%zu damaged line%s left out",
			  journal->damaged,
			  journal->damaged == 1 ? " was" : "s were");
	} else if (config->journal == JOURNAL_OFF) {
		error_set(e, STATUS_OK, "no journal is kept");
		error_hint(e,
			   "write 'journal = changes' or 'journal = all' "
			   "into '%s'",
			   config->file);
	} else if (journal->count == 0 && *selection->name) {
		error_set(e, STATUS_OK, "the journal says nothing of '%s'",
			  selection->name);
	} else if (journal->count == 0) {
		error_set(e, STATUS_OK, "nothing has happened yet");
	}
}

static enum status print(const struct invocation *invocation,
			 const struct config *config, struct journal *journal,
			 struct error *e)
{
	struct selection selection = { 0 };
	enum status status = read_selection(invocation, &selection, e);

	if (status == STATUS_OK)
		status = journal_read(journal, e);
	if (status != STATUS_OK)
		return status;
	choose(&selection, journal);
	status = command_option(invocation, "json") ? print_json(journal, e)
						    : print_table(journal, e);
	if (status == STATUS_OK)
		note(config, journal, &selection, e);
	return status;
}

static enum status run(const struct invocation *invocation, struct error *e)
{
	const struct options *options = invocation->options;
	struct config config = { 0 };
	struct journal journal = { 0 };
	enum status status = backend_configure(options->config,
					       options->backend, &config, e);

	if (status == STATUS_OK)
		status = print(invocation, &config, &journal, e);
	journal_clear(&journal);
	config_clear(&config);
	return status;
}

static const struct command_option options_of_log[] = {
	{ "json", NULL, "a list of objects; what is not known is null" },
	{ "last", "N", "the last N lines alone" },
	{ 0 },
};

const struct command command_log = {
	.name = "log",
	.arguments = "[NAME]",
	.kind = ARGUMENT_ENTRY,
	.maximum = 1,
	.summary = "show what happened to the entries, and when",
	.details =
		"Prints the journal, the oldest line first, of all entries or "
		"of those of a NAME,\nwhich may be gone by now: PROVIDER or "
		"HOST, or the full name as it was. 'by' is\nthe program that "
		"asked, as it calls itself. Nothing is noted unless the\n"
		"configuration says 'journal = changes' or, with every read, "
		"'journal = all'.\n",
	.example = "ringbearer log --last 20\nringbearer log notion\n",
	.options = options_of_log,
	.run = run,
};
