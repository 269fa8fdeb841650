#include <stdlib.h>
#include <string.h>

#include "helper/commands/check-report.h"
#include "helper/entries/entries.h"
#include "protocol/core/buffer.h"
#include "protocol/core/text.h"

enum {
	NAME_SIZE = 256,
};

/* The verifier has made it harmless, but read what came from outside. */
static void add_line(const char *line, size_t length, struct buffer *out)
{
	char *shown = text_harmless(line, length);

	buffer_add_text(out, shown);
	buffer_add_text(out, "\n");
	free(shown);
}

enum status report_trace(const struct checked *item, struct error *e)
{
	const char *trace = credential_extra(&item->v.learnt, VERIFY_TRACE);
	struct buffer text = { 0 };
	char name[NAME_SIZE];
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
	status = report_print(text.data, e);
	buffer_clear(&text);
	return status;
}
