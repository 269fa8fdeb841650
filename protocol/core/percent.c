#include <string.h>

#include "protocol/core/percent.h"
#include "protocol/core/text.h"

void percent_add(char c, bool plain, struct buffer *out)
{
	static const char digits[] = "0123456789ABCDEF";
	unsigned char byte = (unsigned char)c;
	const char escaped[3] = { '%', digits[byte >> 4], digits[byte & 15] };

	buffer_add(out, plain ? &c : escaped, plain ? 1 : 3);
}

void percent_encode(const char *text, struct buffer *out)
{
	bool utf8 = text_is_utf8(text, strlen(text));

	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		percent_add(*text,
			    c >= 0x20 && c != 0x7f && c != '%' &&
				    (utf8 || c < 0x80),
			    out);
	}
}

void percent_encode_url(const char *text, const char *also, struct buffer *out)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789-._~";

	buffer_add(out, "", 0);
	for (; *text; text++)
		percent_add(*text, strchr(plain, *text) || strchr(also, *text),
			    out);
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

bool percent_decode(const char *text, size_t length, struct buffer *out)
{
	while (length > 0) {
		const char *percent = memchr(text, '%', length);
		size_t plain = percent ? (size_t)(percent - text) : length;
		int high = length - plain > 2 ? hex(text[plain + 1]) : -1;
		int low = length - plain > 2 ? hex(text[plain + 2]) : -1;
		char c;

		buffer_add(out, text, plain);
		if (!percent)
			return true;
		if (high < 0 || low < 0 || (high | low) == 0)
			return false;
		c = (char)(high << 4 | low);
		buffer_add(out, &c, 1);
		text += plain + 3;
		length -= plain + 3;
	}
	return true;
}
