/* Lines of the journal: no text that is noted forges a line or a field. */
#include "helper/events/journal.h"
#include "tests/fuzz/fuzz.h"

static void read_one(const uint8_t *data, size_t size)
{
	struct journal_line line = { 0 };
	char *text = fuzz_text(data, size);

	if (journal_line_read(text, &line))
		hold(line.event && line.entry && line.detail && line.by &&
		     line.backend);
	free(text);
}

static void write_one(const uint8_t *data, size_t size)
{
	char written[JOURNAL_LINE_MAX];
	struct journal_line line = { .time = 1234567890 };
	struct journal_line again = { 0 };
	const char **texts[] = { &line.event, &line.entry, &line.detail,
				 &line.by, &line.backend };
	char *parts[5];

	for (int i = 0; i < 5; i++) {
		parts[i] = fuzz_part(&data, &size);
		*texts[i] = parts[i] ? parts[i] : "";
	}
	journal_line_write(&line, written);
	hold(strlen(written) > 0 &&
	     strchr(written, '\n') == written + strlen(written) - 1);
	written[strlen(written) - 1] = '\0';
	hold(journal_line_read(written, &again) ==
	     (line.event[0] && line.entry[0]));
	hold(!line.event[0] || !line.entry[0] || again.time == line.time);
	for (int i = 0; i < 5; i++)
		free(parts[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	read_one(data, size);
	write_one(data, size);
	return 0;
}
