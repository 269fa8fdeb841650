#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "helper/verifier/redact.h"

enum {
	ALIGNMENTS = 3,	   /* bytes that share a group of base64 */
	CORE_SHORTEST = 4, /* characters; fewer are in every other word */
};

/* A part of a text. */
struct piece {
	const char *start;
	size_t length;
};

/*
 * A way of writing a secret: how much of the text's beginning stands for one
 * of its bytes; 0 if that stands for another.
 */
typedef size_t match_function(const struct piece *text, char byte);

static size_t match_plain(const struct piece *text, char byte)
{
	return text->length > 0 && *text->start == byte;
}

static bool begins(const struct piece *text, const char *written)
{
	size_t length = strlen(written);

	return text->length >= length &&
	       strncasecmp(text->start, written, length) == 0;
}

static size_t match_escape(const struct piece *text, char byte)
{
	unsigned int value = (unsigned char)byte;
	char written[8];

	if (text->length > 1 && *text->start == '\\' &&
	    text->start[1] == byte && strchr("\"\\/", byte))
		return 2;
	(void)snprintf(written, sizeof(written),
		       *text->start == '%' ? "%%%02x" : "\\u%04x", value);
	return begins(text, written) ? strlen(written) : 0;
}

static size_t match_written(const struct piece *text, char byte)
{
	size_t taken = 0;

	if (text->length > 0 && strchr("%\\", *text->start))
		taken = match_escape(text, byte);
	return taken ? taken : match_plain(text, byte);
}

/* base64url has its own two characters. */
static size_t match_base64(const struct piece *text, char byte)
{
	size_t taken = match_written(text, byte);

	if (taken == 0 && byte == '+')
		taken = match_plain(text, '-');
	if (taken == 0 && byte == '/')
		taken = match_plain(text, '_');
	return taken;
}

static size_t match(struct piece text, const struct piece *secret,
		    match_function *way)
{
	const char *start = text.start;

	for (size_t i = 0; i < secret->length; i++) {
		size_t taken = way(&text, secret->start[i]);

		if (taken == 0)
			return 0;
		text.start += taken;
		text.length -= taken;
	}
	return (size_t)(text.start - start);
}

/* Also what is left of base64 when it is escaped. */
static bool is_base64(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("+/-_=%\\", c));
}

/* Makes `found`, within `all`, as long as it has characters of base64. */
static void widen(const struct piece *all, struct piece *found)
{
	const char *start = found->start;
	const char *end = start + found->length;

	while (start > all->start && is_base64(start[-1]))
		start--;
	while (end < all->start + all->length && is_base64(*end))
		end++;
	*found = (struct piece){ start, (size_t)(end - start) };
}

static void replace(struct buffer *text, const struct piece *secret,
		    match_function *way, const char *mark)
{
	struct piece rest = { text->data, text->length };
	struct piece found = rest;
	const char *end = text->data + text->length;
	struct buffer out = { 0 };

	for (; found.start < end; found.start++) {
		found.length = (size_t)(end - found.start);
		found.length = match(found, secret, way);
		if (found.length == 0)
			continue;
		if (way == match_base64)
			widen(&rest, &found);
		buffer_add(&out, rest.start,
			   (size_t)(found.start - rest.start));
		buffer_add_text(&out, mark);
		rest.start = found.start + found.length;
		rest.length = (size_t)(end - rest.start);
		found.start = rest.start - 1;
	}
	if (!out.data)
		return;
	buffer_add(&out, rest.start, rest.length);
	buffer_clear(text);
	*text = out;
}

/* The six bits at `place`, in groups of six, as base64 writes them. */
static char base64_character(const unsigned char *bytes, size_t place)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "abcdefghijklmnopqrstuvwxyz"
				       "0123456789+/";
	const unsigned char *at = bytes + place * 6 / 8;

	return alphabet[((at[0] << 8 | at[1]) >> (10 - place * 6 % 8)) & 63];
}

/*
 * The characters of base64 that depend on the secret alone when so many other
 * bytes stand before it in its group.
 */
static void encode_core(const char *secret, size_t before, struct buffer *core)
{
	struct buffer bytes = { 0 };
	size_t first = (before * 8 + 5) / 6;
	size_t last;

	buffer_add(&bytes, "\0\0", before);
	buffer_add_text(&bytes, secret);
	last = bytes.length * 8 / 6;
	buffer_add(&bytes, "\0", 1);
	for (size_t i = first; i < last; i++) {
		char c = base64_character((unsigned char *)bytes.data, i);

		buffer_add(core, &c, 1);
	}
	buffer_clear(&bytes);
}

static void redact_encoded(struct buffer *text, const char *secret,
			   size_t before, const char *mark)
{
	struct buffer core = { 0 };

	encode_core(secret, before, &core);
	if (core.length >= CORE_SHORTEST) {
		struct piece piece = { core.data, core.length };

		replace(text, &piece, match_base64, mark);
	}
	buffer_clear(&core);
}

void hide(struct buffer *text, const char *secret, const char *mark)
{
	struct piece piece = { secret, secret ? strlen(secret) : 0 };

	if (piece.length == 0 || text->length == 0)
		return;
	replace(text, &piece, match_plain, mark);
	replace(text, &piece, match_written, mark);
	for (size_t before = 0; before < ALIGNMENTS; before++)
		redact_encoded(text, secret, before, mark);
}
