#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/commands/display/json.h"
#include "helper/commands/display/table.h"
#include "helper/commands/report/import.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

enum {
	LINE_SIZE = 512,
	PLACE_SIZE = 512,
};

static const struct {
	const char *word;
	enum tone tone;
} results[IMPORT_RESULTS] = {
	[IMPORT_FOUND] = { "found", TONE_PLAIN },
	[IMPORT_KEPT] = { "kept", TONE_GOOD },
	[IMPORT_UNCHANGED] = { "unchanged", TONE_GOOD },
	[IMPORT_DIFFERS] = { "differs", TONE_WARNING },
	[IMPORT_REFUSED] = { "refused", TONE_BAD },
	[IMPORT_LEFT] = { "skipped", TONE_WARNING },
	[IMPORT_BROKEN] = { "malformed", TONE_BAD },
	[IMPORT_FAILED] = { "failed", TONE_BAD },
};

static const struct table_column columns[] = {
	{ "LINE", 4, 0, 0 },   { "HOST", 12, 0, 0 }, { "USERNAME", 8, 1, 0 },
	{ "RESULT", 9, 0, 0 }, { "WHY", 16, 0, 60 },
};

static char *copy(const char *text)
{
	return text && *text ? text_harmless(text, strlen(text)) : NULL;
}

static char *place_of(const struct credential *c)
{
	const char *path = c->values[FIELD_PATH];
	char place[PLACE_SIZE];

	(void)snprintf(place, sizeof(place), "%s%s%s", c->values[FIELD_HOST],
		       path ? "/" : "", path ? path : "");
	return copy(place);
}

static struct import_row *add_row(struct import_report *report)
{
	report->rows =
		memory_grow(report->rows, report->count, sizeof(*report->rows));
	return &report->rows[report->count++];
}

void import_report_add(struct import_report *report,
		       const struct import_item *item,
		       enum import_result result, enum status status,
		       const char *why)
{
	const struct credential *c = item->credential;

	*add_row(report) = (struct import_row){
		.result = result,
		.status = status,
		.line = item->line,
		.place = c ? place_of(c) : NULL,
		.username = c ? copy(c->values[FIELD_USERNAME]) : NULL,
		.why = copy(why),
	};
	report->results[result]++;
}

void import_report_clear(struct import_report *report)
{
	for (size_t i = 0; i < report->count; i++) {
		free(report->rows[i].place);
		free(report->rows[i].username);
		free(report->rows[i].why);
	}
	free(report->rows);
	*report = (struct import_report){ 0 };
}

static void add_cells(struct table *table, const struct import_row *row)
{
	char line[32] = "";

	if (row->line > 0)
		(void)snprintf(line, sizeof(line), "%zu", row->line);
	table_add(table, line, TONE_PLAIN);
	table_add(table, row->place, TONE_PLAIN);
	table_add(table, row->username, TONE_PLAIN);
	table_add(table, results[row->result].word, results[row->result].tone);
	table_add(table, row->why, TONE_PLAIN);
}

static void count(const struct import_report *report, char *out, size_t size)
{
	*out = '\0';
	for (size_t i = 0; i < IMPORT_RESULTS; i++)
		if (report->results[i] > 0)
			text_list_add(out, size, "%zu %s", report->results[i],
				      results[i].word);
	if (!*out)
		(void)snprintf(out, size, "no token in it");
}

static enum status print_table(const struct import_report *report,
			       struct error *e)
{
	struct table table = {
		.columns = columns,
		.column_count = sizeof(columns) / sizeof(columns[0]),
	};
	char line[LINE_SIZE];
	enum status status = STATUS_OK;

	for (size_t i = 0; i < report->count; i++)
		add_cells(&table, &report->rows[i]);
	if (report->count > 0)
		status = table_show(&table, "the report", e);
	count(report, line, sizeof(line));
	if (status == STATUS_OK && dprintf(STDOUT_FILENO, "%s\n", line) < 0)
		status = error_errno(e, STATUS_FAILED,
				     "cannot write the report");
	return status;
}

static json_object *make_object(const struct import_row *row)
{
	json_object *object = json_object_new_object();

	json_set_number(object, "line", row->line > 0, (long long)row->line);
	json_set_text(object, "host", row->place);
	json_set_text(object, "username", row->username);
	json_set_text(object, "result", results[row->result].word);
	json_set_text(object, "why", row->why);
	return object;
}

static enum status print_json(const struct import_report *report,
			      struct error *e)
{
	json_object *list = json_object_new_array();

	for (size_t i = 0; i < report->count; i++)
		json_object_array_add(list, make_object(&report->rows[i]));
	return json_write(list, "the report", e);
}

enum status import_report_print(const struct import_report *report, bool json,
				struct error *e)
{
	return json ? print_json(report, e) : print_table(report, e);
}

/* Its numbers, parted by commas; what has no room is cut off. */
static void list_lines(const struct import_report *report, char *out)
{
	*out = '\0';
	for (size_t i = 0; i < report->count; i++) {
		const struct import_row *row = &report->rows[i];

		if (row->result == IMPORT_BROKEN && row->line > 0)
			text_list_add(out, LINE_SIZE, "%zu", row->line);
	}
}

static enum status say_broken(const struct import_report *report,
			      const char *path, struct error *e)
{
	char lines[LINE_SIZE];

	list_lines(report, lines);
	error_set(e, STATUS_MALFORMED, "'%s' is malformed%s%s", path,
		  *lines ? " in line " : " in part", lines);
	error_hint(e, "all else in it was gone through");
	return STATUS_MALFORMED;
}

static size_t count_status(const struct import_report *report,
			   enum status status)
{
	size_t found = 0;

	for (size_t i = 0; i < report->count; i++)
		found += report->rows[i].status == status;
	return found;
}

enum status import_report_judge(const struct import_report *report,
				const char *path, struct error *e)
{
	static const struct {
		enum status status;
		const char *says;
		const char *hint;
	} outcomes[] = {
		{ STATUS_MALFORMED, "cannot be kept as it stands", "" },
		{ STATUS_REFUSED, "was refused, and is not kept", "" },
		{ STATUS_UNVERIFIED, "could not be verified, and is not kept",
		  "run it again later" },
		{ STATUS_USAGE, "differs from what is kept, which stays",
		  "'--force' replaces what is kept" },
	};

	if (report->results[IMPORT_BROKEN] > 0)
		return say_broken(report, path, e);
	for (size_t i = 0; i < sizeof(outcomes) / sizeof(outcomes[0]); i++) {
		size_t found = count_status(report, outcomes[i].status);

		if (found == 0)
			continue;
		error_set(e, outcomes[i].status, "%zu of %zu %s", found,
			  report->count, outcomes[i].says);
		if (*outcomes[i].hint)
			error_hint(e, "%s", outcomes[i].hint);
		return outcomes[i].status;
	}
	return STATUS_OK;
}
