#include <string.h>
#include <strings.h>

#include "helper/catalogue/catalogue.h"
#include "helper/importers/import.h"
#include "protocol/core/memory.h"
#include "protocol/core/web-address.h"

/*
 * Lines as people keep them: a command line of curl's form with -H and a URL,
 * or a URL on a line of its own and header lines below it. A backslash at the
 * end of a line joins the next one to it.
 */
struct reader {
	const struct importing *in;
	const char *next;
	size_t line;	       /* of `next` */
	size_t start;	       /* of the command under way */
	struct buffer word;    /* of it, its quotes taken away */
	struct buffer url;     /* "" : none so far */
	struct buffer headers; /* of it, a line each */
	const char *wrong;
};

static void set(struct buffer *b, const char *text, size_t length)
{
	buffer_clear(b);
	buffer_add(b, text, length);
}

static bool is_url(const char *text)
{
	return strncasecmp(text, "https://", 8) == 0 ||
	       strncasecmp(text, "http://", 7) == 0;
}

/* One byte, or what stands in quotes; false if they are not closed. */
static bool read_piece(struct reader *r)
{
	char quote = *r->next;

	if (quote != '"' && quote != '\'') {
		if (quote == '\\' && r->next[1])
			r->next++;
		buffer_add(&r->word, r->next++, 1);
		return true;
	}
	for (r->next++; *r->next && *r->next != quote; r->next++) {
		if (*r->next == '\n')
			return false;
		if (quote == '"' && *r->next == '\\' && r->next[1] &&
		    strchr("\"\\$`", r->next[1]))
			r->next++;
		buffer_add(&r->word, r->next, 1);
	}
	r->next += *r->next == quote;
	return r->next[-1] == quote;
}

static void skip_blanks(struct reader *r)
{
	for (;;) {
		if (strncmp(r->next, "\\\n", 2) == 0) {
			r->line++;
			r->next += 2;
		} else if (*r->next && strchr(" \t\r", *r->next)) {
			r->next++;
		} else {
			return;
		}
	}
}

/* False at the end of the command. */
static bool read_word(struct reader *r)
{
	set(&r->word, "", 0);
	skip_blanks(r);
	if (*r->next == '\0' || *r->next == '\n')
		return false;
	while (*r->next && !strchr(" \t\r\n", *r->next))
		if (!read_piece(r)) {
			r->wrong = "a quote that is not closed";
			return false;
		}
	return true;
}

static void add_header(struct reader *r, const char *text)
{
	if (strchr(text, '\n') || !strchr(text, ':'))
		r->wrong = "a header that is none";
	buffer_add_texts(&r->headers, text, "\n", NULL);
}

static void read_command_word(struct reader *r)
{
	const char *word = r->word.data;

	if (strcmp(word, "-H") == 0 || strcmp(word, "--header") == 0) {
		if (read_word(r))
			add_header(r, r->word.data);
	} else if (strncmp(word, "-H", 2) == 0) {
		add_header(r, word + 2);
	} else if (strncmp(word, "--header=", 9) == 0) {
		add_header(r, word + 9);
	} else if (is_url(word)) {
		if (r->url.length > 0)
			r->wrong = "more than one url";
		set(&r->url, word, strlen(word));
	}
}

/* Of no provider: what can be rendered as it came. */
static bool set_generic(const char *header, struct credential *found)
{
	const char *value = header + strlen("authorization:");
	size_t scheme;

	if (strncasecmp(header, "authorization:", strlen("authorization:")) !=
	    0)
		return false;
	value += strspn(value, " \t");
	scheme = strcspn(value, " \t");
	if (value[scheme] == '\0')
		return false;
	if (strncasecmp(value, "basic", scheme) == 0 && scheme == 5)
		return import_set_pair(value + 6, found);
	credential_set_bytes(found, FIELD_AUTHTYPE, value, scheme);
	value += scheme;
	credential_set(found, FIELD_CREDENTIAL, value + strspn(value, " \t"));
	return true;
}

static bool set_from(const struct provider *provider, const char *header,
		     struct credential *found)
{
	bool token = false;

	if (!provider)
		return set_generic(header, found);
	for (size_t i = 0; i < provider->headers.count; i++)
		token = import_match(provider, provider->headers.items[i],
				     header, found) ||
			token;
	return token;
}

static bool set_all(const struct reader *r, const struct provider *provider,
		    struct credential *found)
{
	struct import_line line = { .next = r->headers.data };
	bool token = false;

	while (import_next_line(&line)) {
		char *header = secret_copy(line.text, line.length);

		token = set_from(provider, header, found) || token;
		secret_free(header);
	}
	return token;
}

static enum status take(const struct reader *r, struct error *e)
{
	struct credential found = { 0 };
	struct provider *provider = NULL;
	struct error wrong = { 0 };
	enum status status = STATUS_OK;

	if (web_address_url(r->url.data, &found, &wrong) != STATUS_OK) {
		import_malformed(r->in, r->start, wrong.message);
	} else {
		status =
			catalogue_find_for(r->in->config, &found, &provider, e);
		if (status == STATUS_OK && set_all(r, provider, &found))
			import_take(r->in, r->start, &found);
		else if (status == STATUS_OK)
			import_skip(r->in, r->start, &found,
				    "no header that its host's tokens are "
				    "sent in");
	}
	provider_free(provider);
	credential_clear(&found);
	return status;
}

/* `Name: value`, no URL and no option. */
static bool is_header_line(const char *text)
{
	size_t name = strspn(text, "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

	return name > 0 && text[name] == ':' && strchr(" \t", text[name + 1]);
}

static void read_header_line(struct reader *r)
{
	size_t length = strcspn(r->next, "\r\n");
	char *header = secret_copy(r->next, length);

	add_header(r, header);
	secret_free(header);
	r->next += length;
}

static void read_words(struct reader *r)
{
	set(&r->url, "", 0);
	while (read_word(r) && !r->wrong)
		read_command_word(r);
}

static enum status read_command(struct reader *r, struct error *e)
{
	enum status status = STATUS_OK;

	set(&r->headers, "", 0);
	r->wrong = NULL;
	skip_blanks(r);
	r->start = r->line;
	if (*r->next == '\0' || *r->next == '\n' || *r->next == '#')
		return status;
	if (is_header_line(r->next))
		read_header_line(r);
	else
		read_words(r);
	if (r->wrong)
		import_malformed(r->in, r->start, r->wrong);
	else if (r->url.length == 0)
		import_malformed(r->in, r->start, "there is no url for it");
	else if (r->headers.length > 0)
		status = take(r, e);
	return status;
}

static enum status read_headers(const struct importing *in, struct error *e)
{
	struct reader r = { .in = in, .next = in->text, .line = 1 };
	enum status status = STATUS_OK;

	set(&r.url, "", 0);
	while (*r.next && status == STATUS_OK) {
		status = read_command(&r, e);
		r.next += strcspn(r.next, "\n");
		r.line += *r.next == '\n';
		r.next += *r.next == '\n';
	}
	buffer_clear(&r.word);
	buffer_clear(&r.url);
	buffer_clear(&r.headers);
	return status;
}

const struct import_source import_headers = {
	.name = "headers",
	.remedy = "erase these lines, for which 'ringbearer headers URL' "
		  "stands in, in",
	.read = read_headers,
};
