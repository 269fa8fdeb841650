#include <string.h>

#include "helper/importers/import.h"

/* One word of the file, its quotes taken away. */
struct word {
	struct buffer text;
	size_t line;
	bool quoted;
};

struct reader {
	const struct importing *in;
	const char *next;
	size_t line; /* of `next` */
	struct word word;
	struct credential found;
	size_t machine; /* line of the entry under way; 0: there is none */
	bool keeps;	/* false: it is read, but not taken */
};

static void skip_blanks(struct reader *r)
{
	for (; *r->next && strchr(" \t\r\n", *r->next); r->next++)
		r->line += *r->next == '\n';
}

static void skip_line(struct reader *r)
{
	r->next += strcspn(r->next, "\n");
}

/* curl's rule: in quotes a backslash takes away the meaning of what follows. */
static const char *read_quoted(struct reader *r)
{
	for (r->next++; *r->next && *r->next != '"'; r->next++) {
		if (*r->next == '\n')
			break;
		if (*r->next == '\\' && r->next[1] && r->next[1] != '\n')
			r->next++;
		buffer_add(&r->word.text, r->next, 1);
	}
	if (*r->next != '"')
		return "a quote that is not closed";
	r->next++;
	return NULL;
}

/* Returns what is wrong, or NULL. */
static const char *read_word(struct reader *r)
{
	size_t length;

	skip_blanks(r);
	buffer_clear(&r->word.text);
	buffer_add(&r->word.text, "", 0);
	r->word.line = r->line;
	r->word.quoted = *r->next == '"';
	if (*r->next == '\0')
		return "a word without its value";
	if (r->word.quoted)
		return read_quoted(r);
	length = strcspn(r->next, " \t\r\n");
	buffer_add(&r->word.text, r->next, length);
	r->next += length;
	return NULL;
}

static bool is(const struct reader *r, const char *keyword)
{
	return !r->word.quoted && strcmp(r->word.text.data, keyword) == 0;
}

static void end_entry(struct reader *r)
{
	if (r->machine && r->keeps)
		import_take(r->in, r->machine, &r->found);
	credential_clear(&r->found);
	r->machine = 0;
}

/* What is left of the entry is in doubt, and nothing of it is taken. */
static void refuse(struct reader *r, size_t line, const char *why)
{
	import_malformed(r->in, line, why);
	r->machine = 0;
	end_entry(r);
}

static void begin_machine(struct reader *r)
{
	size_t line = r->word.line;
	const char *wrong;

	end_entry(r);
	wrong = read_word(r);
	if (wrong) {
		refuse(r, line, wrong);
		return;
	}
	r->machine = line;
	r->keeps = true;
	credential_set(&r->found, FIELD_PROTOCOL, "https");
	credential_set(&r->found, FIELD_HOST, r->word.text.data);
}

static void begin_default(struct reader *r)
{
	end_entry(r);
	r->machine = r->word.line;
	r->keeps = false;
	import_skip(r->in, r->machine, NULL,
		    "'default' belongs to no host, and would be sent to any");
}

/* A macro ends at a blank line. */
static void skip_macro(struct reader *r)
{
	const char *end = strstr(r->next, "\n\n");

	import_skip(r->in, r->word.line, NULL, "a 'macdef' holds no password");
	end_entry(r);
	if (!end)
		end = r->next + strlen(r->next);
	for (; r->next < end; r->next++)
		r->line += *r->next == '\n';
}

static void read_value(struct reader *r)
{
	enum field field = is(r, "login") ? FIELD_USERNAME : FIELD_PASSWORD;
	bool account = is(r, "account");
	size_t line = r->word.line;
	const char *wrong = read_word(r);

	if (!wrong && r->machine == 0)
		wrong = "it belongs to no 'machine' that can be read";
	if (wrong) {
		refuse(r, line, wrong);
		return;
	}
	if (!account)
		credential_set(&r->found, field, r->word.text.data);
}

static void read_entry_word(struct reader *r)
{
	if (!r->word.quoted && *r->word.text.data == '#')
		skip_line(r);
	else if (is(r, "machine"))
		begin_machine(r);
	else if (is(r, "default"))
		begin_default(r);
	else if (is(r, "macdef"))
		skip_macro(r);
	else if (is(r, "login") || is(r, "password") || is(r, "account"))
		read_value(r);
	else
		refuse(r, r->word.line, "a word that is none of netrc's");
}

static enum status read_netrc(const struct importing *in, struct error *e)
{
	struct reader r = { .in = in, .next = in->text, .line = 1 };

	(void)e;
	for (skip_blanks(&r); *r.next; skip_blanks(&r)) {
		const char *wrong = read_word(&r);

		if (wrong)
			refuse(&r, r.word.line, wrong);
		else
			read_entry_word(&r);
	}
	end_entry(&r);
	buffer_clear(&r.word.text);
	return STATUS_OK;
}

const struct import_source import_netrc = {
	.name = "netrc",
	.file = ".netrc",
	.remedy = "erase these lines in it, or all of it: shred -u",
	.read = read_netrc,
};
