#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "protocol/core/buffer.h"
#include "protocol/core/memory.h"

enum {
	INITIAL_CAPACITY = 1024
};

char *buffer_reserve(struct buffer *b, size_t length)
{
	size_t capacity = b->capacity ? b->capacity : INITIAL_CAPACITY;
	char *data;

	if (length > SIZE_MAX / 4 || b->length > SIZE_MAX / 4)
		memory_exhausted();
	if (b->length + length < b->capacity)
		return b->data + b->length;
	while (capacity <= b->length + length)
		capacity *= 2;
	data = secret_alloc(capacity);
	if (b->length)
		memcpy(data, b->data, b->length);
	secret_free(b->data);
	b->data = data;
	b->capacity = capacity;
	return b->data + b->length;
}

void buffer_add(struct buffer *b, const void *data, size_t length)
{
	char *end = buffer_reserve(b, length);

	if (length)
		memcpy(end, data, length);
	b->length += length;
	b->data[b->length] = '\0';
}

void buffer_add_text(struct buffer *b, const char *text)
{
	buffer_add(b, text, strlen(text));
}

void buffer_add_texts(struct buffer *b, ...)
{
	va_list texts;

	va_start(texts, b);
	for (const char *text; (text = va_arg(texts, const char *));)
		buffer_add_text(b, text);
	va_end(texts);
}

void buffer_clear(struct buffer *b)
{
	secret_free(b->data);
	*b = (struct buffer){ 0 };
}

int buffer_read_some(struct buffer *b, int fd, size_t max)
{
	char *end = buffer_reserve(b, INITIAL_CAPACITY);
	size_t room = b->capacity - b->length - 1;
	ssize_t got;

	do
		got = read(fd, end, room);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return -1;
	b->length += (size_t)got;
	b->data[b->length] = '\0';
	if (b->length > max) {
		errno = EFBIG;
		return -1;
	}
	return got > 0;
}

int buffer_read(struct buffer *b, int fd, size_t max)
{
	int got;

	do
		got = buffer_read_some(b, fd, max);
	while (got > 0);
	return got;
}

int write_all(int fd, const void *data, size_t length)
{
	const char *next = data;

	while (length > 0) {
		ssize_t wrote = write(fd, next, length);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			return -1;
		next += wrote;
		length -= (size_t)wrote;
	}
	return 0;
}
