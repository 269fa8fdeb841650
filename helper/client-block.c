#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/client-block.h"
#include "helper/client.h"

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
	char *line;

	if (asprintf(&line, "%s %s%s%s", mark, word, of ? " " : "",
		     of ? of : "") < 0)
		memory_exhausted();
	return line;
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

bool settings_line_next(const char *text, struct settings_line *line)
{
	const char *at = text + line->next;
	size_t whole = strcspn(at, "\n");

	if (*at == '\0')
		return false;
	line->from = line->next;
	line->next += whole + (at[whole] == '\n');
	line->number++;
	while (whole > 0 && strchr(" \t\r", *at)) {
		at++;
		whole--;
	}
	while (whole > 0 && strchr(" \t\r", at[whole - 1]))
		whole--;
	line->text = at;
	line->length = whole;
	return true;
}

static bool is_line(const struct settings_line *line, const char *text)
{
	return line->length == strlen(text) &&
	       memcmp(line->text, text, line->length) == 0;
}

/* STATUS_NOT_FOUND, without a message, if it is not there. */
static enum status find(const struct client_use *use, const struct block *block,
			const char *text, struct place *place, struct error *e)
{
	struct settings_line line = { 0 };
	size_t begun = 0;

	while (settings_line_next(text, &line)) {
		if (begun == 0 && is_line(&line, block->begin)) {
			begun = line.number;
			place->from = line.from;
		} else if (begun > 0 && is_line(&line, block->end)) {
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

/* Blanks and quotes make no other name: `[ a."b" ]` is `[a.b]`. */
static char *plain_name(const char *text, size_t length)
{
	char *name = memory_copy(text, length);
	size_t kept = 0;

	for (size_t i = 0; i < length; i++)
		if (!strchr(" \t\"'[]", text[i]))
			name[kept++] = text[i];
	name[kept] = '\0';
	return name;
}

/* Whether `name` is `whole`, or the first of its parts. */
static bool begins(const char *whole, const char *name)
{
	size_t length = strlen(name);

	return strncmp(whole, name, length) == 0 &&
	       (whole[length] == '\0' || whole[length] == '.');
}

/* A scan of what others wrote. */
struct scan {
	char *wanted;  /* our section's plain name */
	char *section; /* the one that a line stands in */
	size_t headed; /* behind the header of ours; 0: there is none */
};

/* False for an array of tables of our section's name. */
static bool enter(struct scan *scan, const struct settings_line *line)
{
	const char *end = memchr(line->text, ']', line->length);

	free(scan->section);
	scan->section = plain_name(line->text, end ? (size_t)(end - line->text)
						   : line->length);
	if (!*scan->wanted || strcmp(scan->section, scan->wanted) != 0)
		return true;
	scan->headed = line->next;
	return line->text[1] != '[';
}

/* What a line of ours sets: what stands before `=`, or its first word. */
static size_t key_length(const char *line)
{
	size_t whole = strcspn(line, "\n");
	size_t length = strcspn(line, "=\n");

	if (length == whole)
		return strcspn(line, " \n");
	while (length > 0 && line[length - 1] == ' ')
		length--;
	return length;
}

/* Whether a line sets what one of ours does. */
static bool sets_ours(const struct settings_line *line, const char *ours)
{
	for (; *ours; ours += strcspn(ours, "\n") + 1) {
		size_t length = key_length(ours);

		if (line->length > length &&
		    memcmp(line->text, ours, length) == 0 &&
		    strchr(" \t=\"{", line->text[length]))
			return true;
	}
	return false;
}

/*
 * In TOML a table must not be defined twice: as `a.b = ` above `[a]`, or as
 * `a = {}`.
 */
static bool redefines(const struct scan *scan, const struct settings_line *line)
{
	const char *equals = memchr(line->text, '=', line->length);
	char *key;
	char *whole;
	bool does;

	if (!equals || strcmp(scan->section, scan->wanted) == 0)
		return false;
	key = plain_name(line->text, (size_t)(equals - line->text));
	if (asprintf(&whole, "%s%s%s", scan->section, *scan->section ? "." : "",
		     key) < 0)
		memory_exhausted();
	does = begins(whole, scan->wanted) || begins(scan->wanted, whole);
	free(whole);
	free(key);
	return does;
}

/*
 * A key of several words may be in quotes, in capitals, with `_` for `-`, or
 * stand before a colon: what reads the file takes it for ours all the same.
 */
static bool spells_ours(const struct settings_line *line, const char *ours)
{
	size_t length = strcspn(ours, " \t=\"{");

	if (!memchr(ours, '-', length) && !memchr(ours, '_', length))
		return false;
	for (size_t at = 0; at + length <= line->length; at++) {
		size_t same = 0;

		while (same < length &&
		       (tolower((unsigned char)line->text[at + same]) ==
				ours[same] ||
			(strchr("-_", line->text[at + same]) &&
			 strchr("-_", ours[same]))))
			same++;
		if (same == length)
			return true;
	}
	return false;
}

static bool stands_in_the_way(const struct client_use *use,
			      const struct block *block,
			      const struct scan *scan,
			      const struct settings_line *line)
{
	bool here = !*scan->wanted || strcmp(scan->section, scan->wanted) == 0;

	if (line->length == 0 || strchr("#;[", *line->text))
		return false;
	return (here && sets_ours(line, block->lines)) ||
	       spells_ours(line, block->lines) ||
	       (use->client->toml && redefines(scan, line));
}

static enum status refuse(const struct client_use *use,
			  const struct block *block, size_t line,
			  const char *what, struct error *e)
{
	error_set(e, STATUS_USAGE, "'%s':%zu: %s", use->file, line, what);
	error_hint(e, "change it by hand; this is wanted: %s%s%.*s",
		   block->section, *block->section ? " " : "",
		   (int)strcspn(block->lines, "\n"), block->lines);
	return STATUS_USAGE;
}

/* What speaks against a line of others; NULL: nothing. */
static const char *object_to(const struct client_use *use,
			     const struct block *block, struct scan *scan,
			     const struct settings_line *line)
{
	static const char taken[] = "another setting stands there already";

	if (use->client->toml &&
	    (memmem(line->text, line->length, "\"\"\"", 3) ||
	     memmem(line->text, line->length, "'''", 3)))
		return "a text of several lines could hide where a table "
		       "begins";
	if (line->length > 0 && *line->text == '[')
		return enter(scan, line) ? NULL : taken;
	return stands_in_the_way(use, block, scan, line) ? taken : NULL;
}

/* Looks at what is there already; sets scan->headed. */
static enum status look(const struct client_use *use, const struct block *block,
			const char *text, struct scan *scan, struct error *e)
{
	struct settings_line line = { 0 };
	const char *wrong;

	while (settings_line_next(text, &line)) {
		wrong = object_to(use, block, scan, &line);
		if (wrong)
			return refuse(use, block, line.number, wrong, e);
	}
	return STATUS_OK;
}

static void write_block(const struct block *block, bool with_section,
			struct buffer *out)
{
	if (out->length > 0 && out->data[out->length - 1] != '\n')
		buffer_add_text(out, "\n");
	buffer_add_text(out, block->begin);
	buffer_add_text(out, "\n");
	if (with_section) {
		buffer_add_text(out, block->section);
		buffer_add_text(out, "\n");
	}
	buffer_add_text(out, block->lines);
	buffer_add_text(out, block->end);
	buffer_add_text(out, "\n");
}

/* Puts it into a text that has none. */
static enum status insert(const struct client_use *use,
			  const struct block *block, const char *text,
			  struct buffer *out, struct error *e)
{
	struct scan scan = {
		.wanted = plain_name(block->section, strlen(block->section)),
		.section = memory_copy("", 0),
	};
	enum status status = look(use, block, text, &scan, e);
	size_t at = strlen(text);

	if (scan.headed > 0 || use->client->first)
		at = scan.headed;
	if (status == STATUS_OK) {
		buffer_add(out, text, at);
		write_block(block, *block->section && scan.headed == 0, out);
		buffer_add_text(out, text + at);
	}
	free(scan.wanted);
	free(scan.section);
	return status;
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

static enum status add(const struct client_use *use, const char *text,
		       struct buffer *out, struct error *e)
{
	struct block block;
	struct place place;
	enum status status;

	block_make(use, &block);
	status = find(use, &block, text, &place, e);
	if (status == STATUS_NOT_FOUND) {
		status = insert(use, &block, text, out, e);
	} else if (status == STATUS_OK) {
		renew(&block, text, &place, out);
	}
	block_clear(&block);
	return status;
}

static enum status take_out(const struct client_use *use, const char *text,
			    struct buffer *out, struct error *e)
{
	struct place place = { 0 };
	struct block block;
	enum status status;

	block_make(use, &block);
	status = find(use, &block, text, &place, e);
	block_clear(&block);
	if (status != STATUS_OK && status != STATUS_NOT_FOUND)
		return status;
	buffer_add(out, text, place.from);
	buffer_add_text(out, text + place.to);
	return STATUS_OK;
}

const struct client_form client_form_block = {
	.add = add,
	.take_out = take_out,
};
