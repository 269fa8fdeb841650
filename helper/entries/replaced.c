#include <string.h>

#include "helper/entries/entries.h"
#include "helper/entries/replaced.h"
#include "protocol/core/buffer.h"

enum {
	DIGITS = MARK_SIZE - 1
};

/* The mark in a list of them, one blank behind each but the last; or NULL. */
static const char *find(const char *marks, const char *mark)
{
	return marks && *mark ? strstr(marks, mark) : NULL;
}

bool replaced_has(const struct credential *record,
		  const struct credential *given)
{
	char mark[MARK_SIZE];

	return record->values[FIELD_REPLACED] && entry_mark(given, mark) &&
	       find(record->values[FIELD_REPLACED], mark);
}

static void add(struct buffer *marks, const char *mark)
{
	if (marks->length > 0)
		buffer_add_text(marks, " ");
	buffer_add(marks, mark, strnlen(mark, DIGITS));
}

void replaced_note(const struct credential *old, struct credential *record)
{
	const char *rest = record->values[FIELD_REPLACED];
	struct buffer marks = { 0 };
	char was[MARK_SIZE] = "", is[MARK_SIZE] = "";
	int left = REPLACED_MAX;

	if (!entry_mark(record, is) || !entry_mark(old, was))
		return;
	if (strcmp(was, is) != 0) {
		add(&marks, was);
		left--;
	}
	for (; rest && strlen(rest) >= DIGITS && left > 0;
	     rest = strchr(rest, ' ') ? strchr(rest, ' ') + 1 : NULL) {
		if (strncmp(rest, is, DIGITS) == 0 ||
		    strncmp(rest, was, DIGITS) == 0)
			continue;
		add(&marks, rest);
		left--;
	}
	credential_set(record, FIELD_REPLACED,
		       marks.length > 0 ? marks.data : NULL);
	buffer_clear(&marks);
}
