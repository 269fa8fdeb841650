#include <stdio.h>
#include <string.h>
#include <time.h>

#include "helper/events/journal.h"
#include "protocol/core/text.h"

enum {
	FIELDS = 6,
	TEXTS = FIELDS - 1, /* but for the time */
	TEXT_SIZE = 384,
	TIME_SIZE = sizeof("9999-12-31T23:59:59Z"),
};

#define TIME_FORMAT "%Y-%m-%dT%H:%M:%SZ"

static void write_time(long long seconds, char *out)
{
	time_t time = (time_t)seconds;
	struct tm parts = { 0 };

	(void)gmtime_r(&time, &parts);
	if (strftime(out, TIME_SIZE, TIME_FORMAT, &parts) == 0)
		*out = '\0';
}

void journal_line_write(const struct journal_line *line, char *out)
{
	const char *const texts[TEXTS] = { line->event, line->entry,
					   line->detail, line->by,
					   line->backend };
	size_t used;

	write_time(line->time, out);
	for (size_t i = 0; i < TEXTS; i++) {
		char shown[TEXT_SIZE];

		text_sanitize(texts[i], shown, sizeof(shown));
		used = strlen(out);
		(void)snprintf(out + used, JOURNAL_LINE_MAX - used, "\t%s%s",
			       shown, i + 1 < TEXTS ? "" : "\n");
	}
}

/* Only what write_time() writes: strptime(3) takes more. */
static bool read_time(const char *text, long long *out)
{
	struct tm parts = { 0 };
	char again[TIME_SIZE];
	const char *end = strptime(text, TIME_FORMAT, &parts);

	if (!end || *end)
		return false;
	*out = timegm(&parts);
	write_time(*out, again);
	return strcmp(text, again) == 0;
}

/* Cuts a line at its tabs; false, unless that makes so many fields. */
static bool cut(char *text, char **fields)
{
	size_t count = 0;

	do {
		if (count == FIELDS)
			return false;
		fields[count++] = text;
		text = strchr(text, '\t');
		if (text)
			*text++ = '\0';
	} while (text);
	return count == FIELDS;
}

static bool is_harmless(const char *text)
{
	char shown[TEXT_SIZE];

	text_sanitize(text, shown, sizeof(shown));
	return strcmp(text, shown) == 0;
}

bool journal_line_read(char *text, struct journal_line *out)
{
	char *fields[FIELDS];

	if (!cut(text, fields) || !read_time(fields[0], &out->time))
		return false;
	for (size_t i = 1; i < FIELDS; i++)
		if (!is_harmless(fields[i]))
			return false;
	out->event = fields[1];
	out->entry = fields[2];
	out->detail = fields[3];
	out->by = fields[4];
	out->backend = fields[5];
	return *out->event && *out->entry;
}
