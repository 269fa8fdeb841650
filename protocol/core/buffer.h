#ifndef PROTOCOL_CORE_BUFFER_H
#define PROTOCOL_CORE_BUFFER_H

#include <stddef.h>

/*
 * A growing run of bytes in secret memory. Start with `struct buffer b = {0}`
 * and end with buffer_clear(). `data` is NULL while empty, else always
 * followed by a NUL that `length` does not count.
 */
struct buffer {
	char *data;
	size_t length;
	size_t capacity;
};

void buffer_add(struct buffer *b, const void *data, size_t length);
void buffer_add_text(struct buffer *b, const char *text);

/* Adds texts one behind the other, up to NULL, which none of them may be. */
void buffer_add_texts(struct buffer *b, ...) __attribute__((sentinel));

/* Makes room for `length` more bytes and returns where they go. */
char *buffer_reserve(struct buffer *b, size_t length);

/* Wipes, frees, and leaves an empty buffer. */
void buffer_clear(struct buffer *b);

/*
 * Reads once from `fd` with read(2), EINTR repeated. Returns 1, 0 at the end,
 * or -1 with errno: the one of read(2), or EFBIG when the buffer then holds
 * more than `max` bytes.
 */
int buffer_read_some(struct buffer *b, int fd, size_t max);

/*
 * Reads `fd` to its end with read(2), EINTR repeated. Returns 0, or -1 with
 * errno: the one of read(2), or EFBIG when there are more than `max` bytes.
 */
int buffer_read(struct buffer *b, int fd, size_t max);

/*
 * Writes all `length` bytes with write(2), short writes and EINTR repeated.
 * Returns 0, or -1 with write(2)'s errno.
 */
int write_all(int fd, const void *data, size_t length);

#endif
