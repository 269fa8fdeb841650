#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/core/memory.h"
#include "protocol/core/text.h"

enum {
	SHOWN_MAX = 12, /* the longest replacement: \u{10ffff} and a NUL */
	GROWTH = 4,	/* and what a byte becomes at most: \x1b */
};

/*
 * Decodes the character at `text`; returns its length in bytes, or 0 if it
 * is not well-formed: overlong forms, surrogates and what lies beyond
 * U+10FFFF are not.
 */
static size_t decode(const unsigned char *text, size_t left, uint32_t *out)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t length;

	if (text[0] < 0x80) {
		*out = text[0];
		return 1;
	}
	if (text[0] < 0xc2 || text[0] > 0xf4)
		return 0;
	length = text[0] < 0xe0 ? 2 : text[0] < 0xf0 ? 3 : 4;
	if (length > left)
		return 0;
	*out = text[0] & (0x7f >> length);
	for (size_t i = 1; i < length; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		*out = *out << 6 | (text[i] & 0x3f);
	}
	if (*out < smallest[length] || *out > 0x10ffff ||
	    (*out >= 0xd800 && *out <= 0xdfff))
		return 0;
	return length;
}

static bool is_harmful(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{ 0x00, 0x1f },	      /* C0 */
		{ 0x7f, 0x9f },	      /* DEL and C1 */
		{ 0xad, 0xad },	      /* soft hyphen */
		{ 0x61c, 0x61c },     /* Arabic letter mark */
		{ 0x180e, 0x180e },   /* Mongolian vowel separator */
		{ 0x200b, 0x200f },   /* zero width, LRM, RLM */
		{ 0x2028, 0x202e },   /* separators, embeddings, overrides */
		{ 0x2060, 0x206f },   /* word joiner, isolates */
		{ 0xfe00, 0xfe0f },   /* variation selectors */
		{ 0xfeff, 0xfeff },   /* byte order mark */
		{ 0xfff9, 0xfffb },   /* interlinear annotation */
		{ 0xe0000, 0xe0fff }, /* tags */
	};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return true;
	return false;
}

/* Renders one character into `shown`; returns the bytes it took from `text`. */
static size_t show(const unsigned char *text, size_t left, char *shown)
{
	uint32_t c = 0;
	size_t length = decode(text, left, &c);

	if (length == 0 || (length == 1 && is_harmful(c))) {
		(void)snprintf(shown, SHOWN_MAX, "\\x%02x", text[0]);
		return 1;
	}
	if (is_harmful(c)) {
		(void)snprintf(shown, SHOWN_MAX, "\\u{%x}", (unsigned int)c);
		return length;
	}
	memcpy(shown, text, length);
	shown[length] = '\0';
	return length;
}

void text_sanitize(const char *text, char *out, size_t size)
{
	const unsigned char *in = (const unsigned char *)text;
	size_t left = strlen(text);
	size_t used = 0;

	while (left > 0) {
		char shown[SHOWN_MAX];
		size_t taken = show(in, left, shown);
		size_t length = strlen(shown);

		if (used + length + 1 > size)
			break;
		memcpy(out + used, shown, length);
		used += length;
		in += taken;
		left -= taken;
	}
	out[used] = '\0';
}

bool text_is_utf8(const char *text, size_t length)
{
	const unsigned char *in = (const unsigned char *)text;

	while (length > 0) {
		uint32_t c;
		size_t taken = decode(in, length, &c);

		if (taken == 0)
			return false;
		in += taken;
		length -= taken;
	}
	return true;
}

char *text_harmless(const char *text, size_t length)
{
	size_t size = GROWTH * length + 1;
	char *copy = memory_copy(text, length);
	char *shown = memory_alloc(size, 1);

	text_sanitize(copy, shown, size);
	free(copy);
	return shown;
}

bool text_equal(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

bool text_is_empty(const char *text)
{
	return !text || *text == '\0';
}

bool text_has_control(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			return true;
	return false;
}

bool text_number(const char *text, long long max, long long *out)
{
	long long value = 0;

	if (*text == '\0')
		return false;
	for (; *text; text++) {
		int digit = *text - '0';

		if (digit < 0 || digit > 9)
			return false;
		if (digit > max || value > (max - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	*out = value;
	return true;
}

void text_list_add(char *list, size_t size, const char *format, ...)
{
	size_t used = strlen(list);
	va_list arguments;

	if (used > 0)
		(void)snprintf(list + used, size - used, ", ");
	used = strlen(list);
	va_start(arguments, format);
	(void)vsnprintf(list + used, size - used, format, arguments);
	va_end(arguments);
}
