#include <langinfo.h>
#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "helper/commands/display/width.h"

static bool person_has_utf8;

static bool is_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

void width_prepare(void)
{
	person_has_utf8 = setlocale(LC_CTYPE, "") && is_utf8();
	/* Columns are counted all the same: what is printed is UTF-8. */
	if (!person_has_utf8)
		(void)setlocale(LC_CTYPE, "C.UTF-8");
}

const char *width_ellipsis(void)
{
	return person_has_utf8 ? "\xe2\x80\xa6" : "..";
}

/* Bytes of the character at `text`, which is not at its end. */
static size_t character(const char *text, int *columns)
{
	mbstate_t state = { 0 };
	size_t length = 1;
	wchar_t c;

	if (is_utf8() &&
	    (length = mbrtowc(&c, text, MB_CUR_MAX, &state)) <= MB_CUR_MAX) {
		*columns = wcwidth(c);
		/* Newer than the tables of this system. */
		if (*columns < 0)
			*columns = 1;
		return length ? length : 1;
	}
	for (length = 1; (text[length] & 0xc0) == 0x80;)
		length++;
	*columns = 1;
	return length;
}

int width_of(const char *text)
{
	int whole = 0;

	while (*text) {
		int columns;

		text += character(text, &columns);
		whole += columns;
	}
	return whole;
}

size_t width_fit(const char *text, int columns, int *used)
{
	const char *at = text;

	*used = 0;
	while (*at) {
		int taken;
		size_t length = character(at, &taken);

		if (taken > columns - *used)
			break;
		*used += taken;
		at += length;
	}
	return (size_t)(at - text);
}
