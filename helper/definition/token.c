#include <regex.h>
#include <string.h>
#include <strings.h>

#include "helper/definition/token.h"
#include "protocol/core/text.h"

static bool is_blank(char c)
{
	return c != '\0' && strchr(" \t\r\n\v\f", c);
}

static void drop_front(struct token_text *text, size_t count)
{
	text->data += count;
	text->length -= count;
}

static bool drop_front_blanks(struct token_text *text)
{
	size_t before = text->length;

	while (text->length > 0 && is_blank(text->data[0]))
		drop_front(text, 1);
	return text->length < before;
}

static bool begins_with(const struct token_text *text, const char *start)
{
	size_t length = strlen(start);

	return text->length >= length &&
	       strncasecmp(text->data, start, length) == 0;
}

static const char *undress_mark(struct token_text *text)
{
	static const char mark[] = "\xef\xbb\xbf";

	if (!begins_with(text, mark))
		return NULL;
	drop_front(text, sizeof(mark) - 1);
	return "a byte order mark in front";
}

static const char *undress_prefix(struct token_text *text)
{
	static const struct {
		const char *start;
		const char *name;
	} prefixes[] = {
		{ "authorization:", "'Authorization:' in front" },
		{ "bearer ", "'Bearer' in front" },
		{ "bearer\t", "'Bearer' in front" },
		{ "token=", "'token=' in front" },
		{ "password=", "'password=' in front" },
	};

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (begins_with(text, prefixes[i].start)) {
			drop_front(text, strlen(prefixes[i].start));
			(void)drop_front_blanks(text);
			return prefixes[i].name;
		}
	return NULL;
}

static const char *undress_blanks(struct token_text *text)
{
	size_t end = text->length;
	bool lines = false;

	while (end > 0 && is_blank(text->data[end - 1])) {
		end--;
		lines = lines || strchr("\r\n", text->data[end]);
	}
	if (end < text->length) {
		text->length = end;
		return lines ? "line ends behind it" : "blanks behind it";
	}
	return drop_front_blanks(text) ? "blanks in front" : NULL;
}

static const char *undress_quotes(struct token_text *text)
{
	static const char *const pairs[][2] = {
		{ "\"", "\"" },
		{ "'", "'" },
		{ "`", "`" },
		{ "\xe2\x80\x9c", "\xe2\x80\x9d" },
		{ "\xe2\x80\x98", "\xe2\x80\x99" },
	};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		size_t size = strlen(pairs[i][0]);

		if (text->length >= 2 * size &&
		    begins_with(text, pairs[i][0]) &&
		    memcmp(text->data + text->length - size, pairs[i][1],
			   size) == 0) {
			drop_front(text, size);
			text->length -= size;
			return "quotes around it";
		}
	}
	return NULL;
}

static void name_dressing(struct token_text *text, const char *name)
{
	if (!strstr(text->dressing, name))
		text_list_add(text->dressing, sizeof(text->dressing), "%s",
			      name);
}

static void undress(struct token_text *text)
{
	static const char *(*const kinds[])(struct token_text *) = {
		undress_mark, undress_prefix, undress_blanks, undress_quotes
	};
	const char *name;

	do {
		name = NULL;
		for (size_t i = 0;
		     i < sizeof(kinds) / sizeof(kinds[0]) && !name; i++)
			name = kinds[i](text);
		if (name)
			name_dressing(text, name);
	} while (name);
}

enum status token_text_too_long(struct error *e)
{
	error_set(e, STATUS_MALFORMED, "that is longer than %d bytes",
		  TOKEN_MAX);
	error_hint(e, "a token is one line; nothing was kept");
	return STATUS_MALFORMED;
}

static enum status no_token(const char *why, struct error *e)
{
	error_set(e, STATUS_MALFORMED, "that is no token: it %s", why);
	error_hint(e, "nothing was kept");
	return STATUS_MALFORMED;
}

enum status token_text_read(const char *text, size_t length,
			    struct token_text *out, struct error *e)
{
	*out = (struct token_text){ .data = text, .length = length };
	if (length > 0 && text[length - 1] == '\n')
		out->length--;
	if (out->length == 0)
		return no_token("is empty", e);
	undress(out);
	if (out->length == 0)
		return no_token("has nothing but blanks, quotes or a heading",
				e);
	if (memchr(out->data, '\n', out->length) ||
	    memchr(out->data, '\r', out->length))
		return no_token("has several lines", e);
	if (text_has_control(out->data, out->length))
		return no_token("holds a control byte", e);
	if (out->length > TOKEN_MAX)
		return token_text_too_long(e);
	return STATUS_OK;
}

static bool fits(const char *pattern, const char *token)
{
	regex_t compiled;
	bool found;

	if (regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB) != 0)
		return false;
	found = regexec(&compiled, token, 0, NULL, 0) == 0;
	regfree(&compiled);
	return found;
}

bool token_text_fits(const struct provider *provider, const char *token)
{
	const struct strings *hints = &provider->hints;

	for (size_t i = 0; i < hints->count; i++)
		if (fits(hints->items[i], token))
			return true;
	return hints->count == 0;
}

const char *token_text_type(const struct provider *provider, const char *token)
{
	for (size_t i = 0; token && i < provider->type_count; i++)
		if (fits(provider->types[i].pattern, token))
			return provider->types[i].name;
	return NULL;
}
