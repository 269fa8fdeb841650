#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "protocol/core/lines.h"

static void skip(struct lines *lines, size_t length)
{
	lines->next += length;
	lines->left -= length;
}

enum status lines_next(struct lines *lines, struct line *line, bool *more,
		       struct error *e)
{
	const char *start = lines->next;
	const char *end;
	const char *equals;

	*more = false;
	if (lines->left == 0)
		return STATUS_OK;
	lines->number++;
	end = memchr(start, '\n', lines->left);
	line->terminated = end != NULL;
	if (!end)
		end = start + lines->left;
	skip(lines, (size_t)(end - start) + line->terminated);
	if (end == start)
		return STATUS_OK;
	if (memchr(start, '\0', (size_t)(end - start)))
		return error_set(e, STATUS_MALFORMED, "line %zu: a NUL byte",
				 lines->number);
	equals = memchr(start, '=', (size_t)(end - start));
	if (!equals || equals == start)
		return error_set(e, STATUS_MALFORMED, "line %zu: no %s",
				 lines->number,
				 equals ? "key before '='" : "'=' in it");
	*line = (struct line){
		.key = start,
		.key_length = (size_t)(equals - start),
		.value = equals + 1,
		.value_length = (size_t)(end - equals - 1),
		.terminated = line->terminated,
	};
	*more = true;
	return STATUS_OK;
}

/* Whether a blank line is in `text`, of which `old` bytes were searched. */
static bool has_blank_line(const struct buffer *text, size_t old)
{
	size_t from = old > 0 ? old - 1 : 0;

	return text->data[0] == '\n' ||
	       memmem(text->data + from, text->length - from, "\n\n", 2);
}

int lines_read(struct buffer *text, int fd, size_t max)
{
	for (;;) {
		size_t old = text->length;
		int got = buffer_read_some(text, fd, max);

		if (got <= 0)
			return got;
		if (has_blank_line(text, old))
			return 0;
	}
}

bool line_has_key(const struct line *line, const char *key)
{
	return line->key_length == strlen(key) &&
	       memcmp(line->key, key, line->key_length) == 0;
}

int line_read(struct buffer *text, int fd, size_t max)
{
	ssize_t got = 1;
	char byte = '\0';

	while (got > 0 && byte != '\n') {
		do
			got = read(fd, &byte, 1);
		while (got < 0 && errno == EINTR);
		if (got > 0 && text->length == max) {
			errno = EFBIG;
			return -1;
		}
		if (got > 0)
			buffer_add(text, &byte, 1);
	}
	return got < 0 ? -1 : 0;
}
