#ifndef PROTOCOL_CORE_MEMORY_H
#define PROTOCOL_CORE_MEMORY_H

#include <stddef.h>
#include <sys/types.h>

/*
 * Memory for secrets: locked against swapping where the limit allows,
 * left out of core dumps, wiped before it is given back. Running out of
 * memory ends the process with exit code 6; nothing is ever half done then,
 * because every back-end replaces atomically.
 */

/* `size` bytes, zeroed. The caller frees them with secret_free(). */
void *secret_alloc(size_t size);

/* Wipes and frees what secret_alloc() gave; NULL is fine. */
void secret_free(void *memory);

/* A NUL-terminated copy of the `length` bytes at `text`. */
char *secret_copy(const char *text, size_t length);

/* Says that no memory is left, and ends the process with exit code 6. */
void memory_exhausted(void) __attribute__((noreturn));

/* Ordinary memory, zeroed, under the same rule; the caller frees it. */
void *memory_alloc(size_t count, size_t size);

/* An ordinary copy of `length` bytes with a NUL; the caller frees it. */
char *memory_copy(const char *text, size_t length);

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
