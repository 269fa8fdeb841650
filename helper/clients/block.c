#include <stdlib.h>
#include <string.h>

#include "helper/clients/client.h"
#include "helper/clients/lines.h"
#include "helper/clients/scan.h"
#include "protocol/core/memory.h"

static const char mark[] = "# ringbearer:";

/* What a block is made of. Freed by block_clear(). */
struct block {
	char *begin; /* its marks, without LF */
	char *end;
	char *section;
	char *lines;
};

/* Where one stands in a text. */
struct place {
	size_t from;
	size_t to; /* behind its last LF */
};

static char *make_mark(const struct client_use *use, const char *word)
{
	const char *of = use->client->each ? use->words[0] : NULL;

	return memory_format("%s %s%s%s", mark, word, of ? " " : "",
			     of ? of : "");
}

static void block_make(const struct client_use *use, struct block *block)
{
	const struct client *client = use->client;

	*block = (struct block){
		.begin = make_mark(use, "begin"),
		.end = make_mark(use, "end"),
		.section = client_expand(use, client->section ? client->section
							      : ""),
		.lines = client_expand(use, client->lines),
	};
}

static void block_clear(struct block *block)
{
	free(block->begin);
	free(block->end);
	free(block->section);
	free(block->lines);
}

/* STATUS_NOT_FOUND, without a message, if it is not there. */
static enum status find(const struct client_use *use, const struct block *block,
			const char *text, struct place *place, struct error *e)
{
	struct settings_line line = { 0 };
	size_t begun = 0;

	while (settings_line_next(text, &line)) {
		if (begun == 0 && settings_line_is(&line, block->begin)) {
			begun = line.number;
			place->from = line.from;
		} else if (begun > 0 && settings_line_is(&line, block->end)) {
			place->to = line.next;
			return STATUS_OK;
		}
	}
	if (begun == 0)
		return STATUS_NOT_FOUND;
	error_set(e, STATUS_MALFORMED, "'%s':%zu: the line '%s' is missing",
		  use->file, begun, block->end);
	error_hint(e, "take the lines from there on out by hand");
	return STATUS_MALFORMED;
}

static void write_block(const struct block *block, bool with_section,
			struct buffer *out)
{
	if (out->length > 0 && out->data[out->length - 1] != '\n')
		buffer_add_text(out, "\n");
	buffer_add_texts(out, block->begin, "\n", NULL);
	if (with_section)
		buffer_add_texts(out, block->section, "\n", NULL);
	buffer_add_texts(out, block->lines, block->end, "\n", NULL);
}

/* Puts it into a text that has none, unless somebody wrote it by hand. */
static enum status insert(const struct client_use *use,
			  const struct block *block, const char *text,
			  struct buffer *out, struct error *e)
{
	struct client_scan scan = { .section = block->section,
				    .lines = block->lines };
	enum status status = client_scan(use, text, &scan, e);
	size_t at = strlen(text);

	if (status != STATUS_OK)
		return status;
	if (scan.headed > 0 || use->client->first)
		at = scan.headed;
	buffer_add(out, text, at);
	if (!scan.there)
		write_block(block, *block->section && scan.headed == 0, out);
	buffer_add_text(out, text + at);
	return STATUS_OK;
}

/* What one that is there should be: it stands beneath a header, or has it. */
static void renew(const struct block *block, const char *text,
		  const struct place *place, struct buffer *out)
{
	const char *header =
		*block->section
			? memmem(text + place->from, place->to - place->from,
				 block->section, strlen(block->section))
			: NULL;

	buffer_add(out, text, place->from);
	write_block(block, header != NULL, out);
	buffer_add_text(out, text + place->to);
}

static enum status add(const struct client_use *use, const struct block *block,
		       const char *text, struct buffer *out, struct error *e)
{
	struct place place;
	enum status status = find(use, block, text, &place, e);

	if (status == STATUS_NOT_FOUND)
		return insert(use, block, text, out, e);
	if (status == STATUS_OK)
		renew(block, text, &place, out);
	return status;
}

static enum status take_out(const struct client_use *use,
			    const struct block *block, const char *text,
			    struct buffer *out, struct error *e)
{
	struct place place = { 0 };
	enum status status = find(use, block, text, &place, e);

	if (status != STATUS_OK && status != STATUS_NOT_FOUND)
		return status;
	buffer_add(out, text, place.from);
	buffer_add_text(out, text + place.to);
	return STATUS_OK;
}

enum status client_change_block(const struct client_use *use, const char *text,
				bool undo, struct buffer *out, struct error *e)
{
	struct block block;
	enum status status = undo ? STATUS_OK : client_scan_check(use, text, e);

	if (status != STATUS_OK)
		return status;
	block_make(use, &block);
	status = undo ? take_out(use, &block, text, out, e)
		      : add(use, &block, text, out, e);
	block_clear(&block);
	return status;
}
