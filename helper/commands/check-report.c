#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "helper/commands/check-report.h"
#include "helper/commands/display/dates.h"
#include "helper/commands/output.h"
#include "helper/entries/entries.h"
#include "helper/system/terminal.h"
#include "protocol/core/buffer.h"
#include "protocol/core/clock.h"
#include "protocol/core/expiry.h"
#include "protocol/core/text.h"

enum {
	REASON_SIZE = 640,
	LINE_SIZE = 2048,
};

#define RED "\033[31m"
#define YELLOW "\033[33m"
#define PLAIN "\033[0m"

bool report_ends(const struct report *r, const struct rechecked *item)
{
	long long days = r->within == REPORT_NEVER ? 0 : r->within;

	return rechecked_ends(item, r->now + days * DAY, r->now);
}

void report_count(struct report *r, const struct rechecked *item)
{
	if (!item->asked)
		r->unasked++;
	else if (rechecked_is_refused(item))
		r->refused++;
	else if (rechecked_is_open(item))
		r->open++;
	else if (item->v.verdict == VERDICT_LIMITED)
		r->limited++;
	else
		r->good++;
	if (!rechecked_is_refused(item) && report_ends(r, item))
		r->ending++;
	r->nonsense = r->nonsense || item->v.nonsense;
	if (r->failure == STATUS_OK)
		r->failure = item->kept;
}

/* The provider's reason, with the status of HTTP where that tells something. */
static void describe(const struct rechecked *item, char *out)
{
	const char *reason = credential_extra(&item->v.learnt, VERIFY_REASON);
	const char *http =
		credential_extra(&item->v.learnt, VERIFY_HTTP_STATUS);
	char shown[REASON_SIZE - 32];

	text_sanitize(reason ? reason : "no reason was given", shown,
		      sizeof(shown));
	if (http && strcmp(http, "200") != 0)
		(void)snprintf(out, REASON_SIZE, "%s (HTTP %.3s)", shown, http);
	else
		(void)snprintf(out, REASON_SIZE, "%s", shown);
}

static enum status print(const char *text, struct error *e)
{
	return output_write("the report", text, strlen(text), e);
}

/* One line: the name, what is wrong, what to do. Each is fit to be shown. */
static enum status say(const struct rechecked *item, const char *color,
		       const char *what, const char *to_do, struct error *e)
{
	bool colored = terminal_has_color(STDOUT_FILENO);
	char name[ENTRY_NAME_SIZE];
	char line[LINE_SIZE];

	entry_name(&item->record, name, sizeof(name));
	(void)snprintf(line, sizeof(line), "%s: %s%s%s%s%s\n", name,
		       colored ? color : "", what, colored ? PLAIN : "",
		       *to_do ? "; " : "", to_do);
	return print(line, e);
}

static void renewal(const struct rechecked *item, char *out, size_t size)
{
	const char *page = item->provider ? item->provider->create_url : NULL;
	char name[ENTRY_NAME_SIZE];

	entry_name(&item->record, name, sizeof(name));
	if (!item->provider)
		(void)snprintf(out, size, "store a new one");
	else
		(void)snprintf(out, size,
			       "make a new one%s%s and run 'ringbearer rotate "
			       "%s'",
			       page ? " at " : "", page ? page : "", name);
}

static enum status say_refused(const struct rechecked *item, struct error *e)
{
	char reason[REASON_SIZE];
	char what[REASON_SIZE + 32];
	char to_do[LINE_SIZE / 2];

	describe(item, reason);
	(void)snprintf(what, sizeof(what), "%s: %s",
		       verdict_names[item->v.verdict], reason);
	if (item->v.verdict == VERDICT_WRONG_PLACE)
		(void)snprintf(to_do, sizeof(to_do),
			       "run 'ringbearer connect %s' and choose where "
			       "it belongs",
			       item->provider->name);
	else
		renewal(item, to_do, sizeof(to_do));
	return say(item, RED, what, to_do, e);
}

static enum status say_open(const struct rechecked *item, struct error *e)
{
	const char *retry = credential_extra(&item->v.learnt, VERIFY_RETRY);
	char reason[REASON_SIZE];
	char what[REASON_SIZE + 64];
	char to_do[64] = "nothing was changed, check again later";

	describe(item, reason);
	(void)snprintf(what, sizeof(what), "%s: %s",
		       verdict_names[item->v.verdict], reason);
	if (retry)
		(void)snprintf(to_do, sizeof(to_do),
			       "nothing was changed, check again in %.10s "
			       "seconds",
			       retry);
	return say(item, YELLOW, what, to_do, e);
}

/* How the end is known, in words. */
static const char *source(const struct credential *record)
{
	const char *known = record->values[FIELD_EXPIRY_KNOWN];

	if (known && strcmp(known, "computed") == 0)
		return "computed from the usual lifetime";
	if (known && strcmp(known, "asked") == 0)
		return "as you said";
	return "as told with it";
}

static enum status say_ending(const struct report *r,
			      const struct rechecked *item, struct error *e)
{
	long long end = expiry_noted(&item->record);
	char when[WHEN_SIZE];
	char date[WHEN_SIZE];
	char what[3 * WHEN_SIZE];
	char to_do[LINE_SIZE / 2];

	when_left(&item->record, r->now, when);
	when_day(end, date);
	if (end <= r->now)
		(void)snprintf(what, sizeof(what), "expired on %s (%s)", date,
			       source(&item->record));
	else
		(void)snprintf(what, sizeof(what), "expires %s, on %s (%s)",
			       when, date, source(&item->record));
	renewal(item, to_do, sizeof(to_do));
	return say(item, end <= r->now ? RED : YELLOW, what, to_do, e);
}

static enum status say_not_noted(const struct rechecked *item, struct error *e)
{
	char what[ERROR_MESSAGE_MAX + 64];

	(void)snprintf(what, sizeof(what), "%s, but that was not noted: %s",
		       verdict_names[item->v.verdict], item->error.message);
	return say(item, RED, what, item->error.hint, e);
}

/* The verifier has made it harmless, but read what came from outside. */
static void add_line(const char *line, size_t length, struct buffer *out)
{
	char *shown = text_harmless(line, length);

	buffer_add_texts(out, shown, "\n", NULL);
	free(shown);
}

/* What was sent and what came back, behind the name; nothing without it. */
static enum status say_trace(const struct rechecked *item, struct error *e)
{
	const char *trace = credential_extra(&item->v.learnt, VERIFY_TRACE);
	struct buffer text = { 0 };
	char name[ENTRY_NAME_SIZE];
	enum status status;

	if (!trace)
		return STATUS_OK;
	entry_name(&item->record, name, sizeof(name));
	add_line(name, strlen(name), &text);
	while (*trace) {
		size_t length = strcspn(trace, "\n");

		add_line(trace, length, &text);
		trace += length + (trace[length] == '\n');
	}
	status = print(text.data, e);
	buffer_clear(&text);
	return status;
}

static enum status report_item(struct report *r, const struct rechecked *item,
			       struct error *e)
{
	enum status status = say_trace(item, e);

	report_count(r, item);
	if (status != STATUS_OK)
		return status;
	if (rechecked_is_refused(item))
		status = say_refused(item, e);
	else if (rechecked_is_open(item) &&
		 (r->terminal || r->strict || item->v.nonsense))
		status = say_open(item, e);
	if (status == STATUS_OK && !rechecked_is_refused(item) &&
	    report_ends(r, item))
		status = say_ending(r, item, e);
	if (status == STATUS_OK && item->kept != STATUS_OK)
		status = say_not_noted(item, e);
	return status;
}

static void add_count(char *line, size_t number, const char *what)
{
	if (number > 0)
		text_list_add(line, LINE_SIZE, "%zu %s", number, what);
}

static enum status summarize(const struct report *r, struct error *e)
{
	char line[LINE_SIZE] = "";

	add_count(line, r->good, "ok");
	add_count(line, r->limited, "limited");
	add_count(line, r->refused, "refused");
	add_count(line, r->ending, "expired or expiring");
	add_count(line, r->open, "with no clear answer");
	add_count(line, r->unasked, "that no provider is known for");
	add_count(line, r->disabled, "disabled");
	if (!*line)
		return print("nothing is stored\n", e);
	(void)snprintf(line + strlen(line), sizeof(line) - strlen(line), "\n");
	return print(line, e);
}

enum status report_lines(struct report *r, const struct recheck *c,
			 struct error *e)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < c->count && status == STATUS_OK; i++)
		status = report_item(r, &c->items[i], e);
	if (status == STATUS_OK && r->terminal)
		status = summarize(r, e);
	return status;
}
