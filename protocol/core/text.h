#ifndef PROTOCOL_CORE_TEXT_H
#define PROTOCOL_CORE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Text that came from outside (a provider's answer, a host in a request) and
 * may end on a terminal or in somebody's log.
 */

/*
 * Copies `text` into `out`, `size` bytes with the NUL, and makes it harmless
 * to show: control characters (C0, DEL, C1), bidirectional and invisible
 * marks (Unicode's Bidi_Control, zero-width characters, line and paragraph
 * separators, tags, BOM) and bytes that are not UTF-8 become `\x1b` or
 * `\u{202e}`. A text too long is cut between two characters. This is git's
 * credential.sanitizePrompt (CVE-2024-50349) for everything we show.
 */
void text_sanitize(const char *text, char *out, size_t size);

/*
 * The same of `length` bytes, never cut, in memory that the caller frees. Not
 * for secrets.
 */
char *text_harmless(const char *text, size_t length);

/* Whether the `length` bytes at `text` are well-formed UTF-8 (RFC 3629). */
bool text_is_utf8(const char *text, size_t length);

/*
 * Whether both are the same text, byte by byte. NULL is "not given", which
 * equals only itself.
 */
bool text_equal(const char *a, const char *b);

/* Whether nothing is there: NULL or "". */
bool text_is_empty(const char *text);

/* Whether any of the `length` bytes is a control byte: < 0x20 or 0x7f. */
bool text_has_control(const char *text, size_t length);

/*
 * Appends an item, made as printf(3) makes it, to the list in the `size` bytes
 * at `list`, behind ", " unless it is the first. What has no room is cut off.
 */
void text_list_add(char *list, size_t size, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * Reads all of `text` as a decimal number from 0 to `max`: digits only, no
 * sign, no blanks. Returns false, with `*out` untouched, for anything else.
 */
bool text_number(const char *text, long long max, long long *out);

#endif
