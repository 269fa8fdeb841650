#include <stdlib.h>
#include <string.h>

#include "helper/catalogue/catalogue.h"
#include "helper/importers/import.h"
#include "protocol/core/memory.h"

static const char not_closed[] = "a quote that is not closed";

/* NAME=VALUE, as it stands on a line. */
struct assignment {
	size_t line;
	char *name;
	struct buffer value;
	bool refers; /* to another variable, whose value is not here */
};

struct reader {
	const struct importing *in;
	struct assignment *items;
	size_t count;
	const struct provider *provider; /* being looked at */
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool starts_reference(const char *text, const char *end)
{
	return *text == '$' && text + 1 < end &&
	       strchr("{(_abcdefghijklmnopqrstuvwxyz"
		      "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
		      text[1]);
}

/* What a backslash and this letter mean in double quotes; NULL: themselves. */
static const char *unescape(char c)
{
	static const char *const meanings[] = { "n\n", "t\t",  "r\r", "\"\"",
						"$$",  "\\\\", "``" };

	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
		if (meanings[i][0] == c)
			return meanings[i] + 1;
	return NULL;
}

/* Returns where the quote ends, or NULL. */
static const char *read_double(const char *text, const char *end,
			       struct assignment *a)
{
	for (; text < end && *text != '"'; text++) {
		const char *meaning = NULL;

		if (*text == '\\' && text + 1 < end)
			meaning = unescape(text[1]);
		if (starts_reference(text, end))
			a->refers = true;
		buffer_add(&a->value, meaning ? meaning : text, 1);
		text += meaning != NULL;
	}
	return text < end ? text + 1 : NULL;
}

static const char *read_single(const char *text, const char *end,
			       struct assignment *a)
{
	const char *quote = memchr(text, '\'', (size_t)(end - text));

	if (!quote)
		return NULL;
	buffer_add(&a->value, text, (size_t)(quote - text));
	return quote + 1;
}

/* Up to a comment, which stands behind a blank. */
static const char *read_bare(const char *text, const char *end,
			     struct assignment *a)
{
	const char *start = text;
	const char *last;

	while (text < end &&
	       !(*text == '#' && (text == start || is_blank(text[-1])))) {
		if (starts_reference(text, end))
			a->refers = true;
		text++;
	}
	last = text;
	while (last > start && is_blank(last[-1]))
		last--;
	buffer_add(&a->value, start, (size_t)(last - start));
	return text;
}

/* Returns what is wrong, or NULL. */
static const char *read_value(const char *text, const char *end,
			      struct assignment *a)
{
	while (text < end && is_blank(*text))
		text++;
	buffer_add(&a->value, "", 0);
	if (text < end && *text == '"')
		text = read_double(text + 1, end, a);
	else if (text < end && *text == '\'')
		text = read_single(text + 1, end, a);
	else
		text = read_bare(text, end, a);
	if (!text)
		return not_closed;
	while (text < end && is_blank(*text))
		text++;
	return text == end || *text == '#' ? NULL
					   : "something behind the quote";
}

static size_t name_length(const char *text)
{
	return strspn(text, "abcdefghijklmnopqrstuvwxyz"
			    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");
}

static const char *skip_export(const char *text, const char *end)
{
	while (text < end && is_blank(*text))
		text++;
	if (end - text > 7 && strncmp(text, "export", 6) == 0 &&
	    is_blank(text[6]))
		for (text += 6; text < end && is_blank(*text);)
			text++;
	return text;
}

/* Returns what is wrong, or NULL; then the name may be NULL: nothing there. */
static const char *read_assignment(const struct import_line *line,
				   struct assignment *a)
{
	const char *end = line->text + line->length;
	const char *text;
	size_t length;

	if (end > line->text && end[-1] == '\r')
		end--;
	text = skip_export(line->text, end);
	if (text == end || *text == '#')
		return NULL;
	length = name_length(text);
	if (length == 0)
		return "no name of a variable";
	a->line = line->number;
	a->name = memory_copy(text, length);
	for (text += length; text < end && is_blank(*text);)
		text++;
	if (text == end || *text != '=')
		return "no '=' behind the name";
	return read_value(text + 1, end, a);
}

static void clear(struct assignment *a)
{
	free(a->name);
	buffer_clear(&a->value);
	*a = (struct assignment){ 0 };
}

static void read_assignments(struct reader *r)
{
	struct import_line line = { .next = r->in->text };

	while (import_next_line(&line)) {
		struct assignment *a;
		const char *wrong;

		r->items = memory_grow(r->items, r->count, sizeof(*r->items));
		a = &r->items[r->count];
		wrong = read_assignment(&line, a);
		if (wrong)
			import_malformed(r->in, line.number, wrong);
		if (wrong || !a->name)
			clear(a);
		else
			r->count++;
	}
}

/* As in a shell, the last one of a name counts. */
static const struct assignment *find(const struct reader *r, const char *name)
{
	for (size_t i = r->count; i-- > 0;)
		if (strcmp(r->items[i].name, name) == 0)
			return &r->items[i];
	return NULL;
}

/* What stands beside the token in other variables. */
static void add_fields(const struct reader *r, struct credential *found)
{
	for (size_t i = 0; i < r->provider->environment_count; i++) {
		const struct environment *v = &r->provider->environment[i];
		const struct assignment *a = find(r, v->name);

		if (a && !a->refers && strcmp(v->value, "{token}") != 0)
			(void)import_match(r->provider, v->value, a->value.data,
					   found);
	}
}

static void take(const struct reader *r, const struct environment *variable)
{
	const struct assignment *a = find(r, variable->name);
	struct credential found = { 0 };

	if (!a)
		return;
	credential_set(&found, FIELD_PROTOCOL, "https");
	credential_set(&found, FIELD_HOST, r->provider->hosts.items[0]);
	add_fields(r, &found);
	for (const struct assignment *old = r->items; old < a; old++)
		if (strcmp(old->name, a->name) == 0)
			import_skip(r->in, old->line, &found,
				    "the variable is set again further down");
	if (a->refers) {
		import_skip(r->in, a->line, &found,
			    "its value refers to another variable");
	} else {
		(void)import_match(r->provider, variable->value, a->value.data,
				   &found);
		import_take(r->in, a->line, &found);
	}
	credential_clear(&found);
}

static bool look_at(const struct catalogue_item *item, void *argument)
{
	struct reader *r = argument;

	r->provider = item->provider;
	if (!item->provider || item->provider->hosts.count == 0)
		return true;
	for (size_t i = 0; i < item->provider->environment_count; i++)
		if (strstr(item->provider->environment[i].value, "{token}"))
			take(r, &item->provider->environment[i]);
	return true;
}

static enum status read_env(const struct importing *in, struct error *e)
{
	struct reader r = { .in = in };
	enum status status;

	read_assignments(&r);
	status = catalogue_each(in->config, look_at, &r, e);
	for (size_t i = 0; i < r.count; i++)
		clear(&r.items[i]);
	free(r.items);
	return status;
}

const struct import_source import_env = {
	.name = "env",
	.remedy = "erase these lines, and start the program by 'ringbearer "
		  "exec', in",
	.read = read_env,
};
