#include <stdlib.h>
#include <string.h>

#include "helper/clients/lines.h"
#include "helper/clients/scan.h"
#include "protocol/core/memory.h"

static const char taken[] = "another setting stands there already";

/* A reading of what others wrote. Start with scan_begin(). */
struct scan {
	const struct client_use *use;
	const char *text;
	struct settings_line line;
	char *wanted;  /* our section's plain name */
	char *section; /* the one that the line stands in */
	int depth;     /* of TOML's brackets, at the line's begin and end */
	int depth_behind;
	size_t opened;	    /* the line where the first of them is */
	unsigned int found; /* a bit for each line of ours */
	size_t first_found; /* the line where the first of them is */
};

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

static void scan_begin(struct scan *scan, const struct client_use *use,
		       const char *section, const char *text)
{
	*scan = (struct scan){
		.use = use,
		.text = text,
		.wanted = plain_name(section, strlen(section)),
		.section = memory_copy("", 0),
	};
}

static void scan_end(struct scan *scan)
{
	free(scan->wanted);
	free(scan->section);
}

static bool is_header(const struct scan *scan)
{
	return scan->depth == 0 && scan->line.length > 0 &&
	       *scan->line.text == '[';
}

static bool scan_next(struct scan *scan)
{
	scan->depth = scan->depth_behind;
	if (!settings_line_next(scan->text, &scan->line))
		return false;
	if (!scan->use->client->toml || is_header(scan))
		return true;
	scan->depth_behind += settings_line_depth(&scan->line);
	if (scan->depth_behind < 0)
		scan->depth_behind = 0;
	if (scan->depth == 0 && scan->depth_behind > 0)
		scan->opened = scan->line.number;
	return true;
}

/* Whether a text of several lines may begin or end there. */
static bool hides(const struct scan *scan)
{
	const struct settings_line *line = &scan->line;

	return scan->use->client->toml &&
	       (memmem(line->text, line->length, "\"\"\"", 3) ||
		memmem(line->text, line->length, "'''", 3));
}

static enum status broken(const struct client_use *use, size_t line,
			  const char *what, struct error *e)
{
	error_set(e, STATUS_MALFORMED, "'%s':%zu: %s", use->file, line, what);
	error_hint(e, "nothing was changed: mend it first");
	return STATUS_MALFORMED;
}

enum status client_scan_check(const struct client_use *use, const char *text,
			      struct error *e)
{
	enum status status = STATUS_OK;
	struct scan scan;

	if (!use->client->section)
		return STATUS_OK;
	scan_begin(&scan, use, "", text);
	/* Behind a text of several lines nothing is sure: client_scan(). */
	while (status == STATUS_OK && scan_next(&scan) && !hides(&scan))
		if (is_header(&scan) &&
		    !settings_line_is_header(&scan.line, use->client->toml))
			status = broken(use, scan.line.number,
					"the header of a section is broken", e);
	if (status == STATUS_OK && scan.depth > 0)
		status = broken(use, scan.opened, "a list does not end", e);
	scan_end(&scan);
	return status;
}

/* Whether `name` is `whole`, or the first of its parts. */
static bool begins(const char *whole, const char *name)
{
	size_t length = strlen(name);

	return strncmp(whole, name, length) == 0 &&
	       (whole[length] == '\0' || whole[length] == '.');
}

/* False for an array of tables of our section's name. */
static bool enter(struct scan *scan, struct client_scan *out)
{
	const struct settings_line *line = &scan->line;
	const char *end = memchr(line->text, ']', line->length);

	free(scan->section);
	scan->section = plain_name(line->text, end ? (size_t)(end - line->text)
						   : line->length);
	if (!*scan->wanted || strcmp(scan->section, scan->wanted) != 0)
		return true;
	out->headed = line->next;
	return line->text[1] != '[';
}

/*
 * In TOML a table must not be defined twice: as `a.b = ` above `[a]`, or as
 * `a = {}`.
 */
static bool redefines(const struct scan *scan)
{
	const struct settings_line *line = &scan->line;
	const char *equals = memchr(line->text, '=', line->length);
	char *key;
	char *whole;
	bool does;

	if (!equals || strcmp(scan->section, scan->wanted) == 0)
		return false;
	key = plain_name(line->text, (size_t)(equals - line->text));
	whole = memory_format("%s%s%s", scan->section,
			      *scan->section ? "." : "", key);
	does = begins(whole, scan->wanted) || begins(scan->wanted, whole);
	free(whole);
	free(key);
	return does;
}

static bool stands_in_the_way(const struct scan *scan,
			      const struct client_scan *out)
{
	bool here = !*scan->wanted || strcmp(scan->section, scan->wanted) == 0;

	if (scan->line.length == 0 || strchr("#;[", *scan->line.text))
		return false;
	return (here && settings_line_sets(&scan->line, out->lines)) ||
	       settings_line_spells(&scan->line, out->lines) ||
	       (scan->use->client->toml && redefines(scan));
}

/* What speaks against a line of others; NULL: nothing. */
static const char *object_to(struct scan *scan, struct client_scan *out)
{
	if (hides(scan))
		return "a text of several lines could hide where a table "
		       "begins";
	if (scan->depth > 0)
		return NULL;
	if (is_header(scan))
		return enter(scan, out) ? NULL : taken;
	return stands_in_the_way(scan, out) ? taken : NULL;
}

/* Whether the line is one of ours that somebody wrote by hand, and the first.
 */
static bool take_ours(struct scan *scan, const struct client_scan *out)
{
	const struct client *client = scan->use->client;
	const struct settings_taste taste = {
		.blanks = client->section != NULL,
		.comments = client->toml,
	};
	bool anywhere = !client->section && !client->first;
	unsigned int bit = 1;

	if (scan->depth > 0 ||
	    (!anywhere && strcmp(scan->section, scan->wanted) != 0))
		return false;
	for (const char *ours = out->lines; *ours;
	     ours += strcspn(ours, "\n") + 1, bit <<= 1) {
		const char *end = settings_same(scan->line.text, ours, &taste);

		if (!end || (scan->found & bit))
			continue;
		if (!scan->found)
			scan->first_found = scan->line.number;
		scan->found |= bit;
		settings_line_skip(scan->text, &scan->line, end);
		scan->depth_behind = 0;
		return true;
	}
	return false;
}

static unsigned int all_bits(const char *lines)
{
	unsigned int bits = 0;

	for (; *lines; lines += strcspn(lines, "\n") + 1)
		bits = bits << 1 | 1;
	return bits;
}

static enum status refuse(const struct client_use *use,
			  const struct client_scan *out, size_t line,
			  const char *what, struct error *e)
{
	error_set(e, STATUS_USAGE, "'%s':%zu: %s", use->file, line, what);
	error_hint(e, "change it by hand; this is wanted: %s%s%.*s",
		   out->section, *out->section ? " " : "",
		   (int)strcspn(out->lines, "\n"), out->lines);
	return STATUS_USAGE;
}

enum status client_scan(const struct client_use *use, const char *text,
			struct client_scan *out, struct error *e)
{
	enum status status = STATUS_OK;
	const char *wrong;
	struct scan scan;

	scan_begin(&scan, use, out->section, text);
	while (status == STATUS_OK && scan_next(&scan)) {
		if (take_ours(&scan, out))
			continue;
		wrong = object_to(&scan, out);
		if (wrong)
			status = refuse(use, out, scan.line.number, wrong, e);
	}
	out->there = scan.found == all_bits(out->lines);
	/* The rest of ours could not stand apart from these. */
	if (status == STATUS_OK && scan.found && !out->there)
		status = refuse(use, out, scan.first_found, taken, e);
	scan_end(&scan);
	return status;
}
