#ifndef TESTS_UNIT_HELPER_SEAL_VECTORS_H
#define TESTS_UNIT_HELPER_SEAL_VECTORS_H

#include <stdbool.h>
#include <stddef.h>

#include "protocol/core/buffer.h"
#include "protocol/core/lines.h"

/* The files of tests/vectors: see the README there. */

enum {
	VECTOR_MAX = 16384
};

struct vector {
	const char *name;
	char bytes[VECTOR_MAX];
	struct buffer text;
	struct lines lines;
};

/* Reads a file; the caller clears `text`. All of these fail the test. */
void vector_read(const char *name, struct vector *v);

/* The value of one of its lines into `out`; false if there is none. */
bool vector_find(const struct vector *v, const char *key, char *out,
		 size_t size);

/* The bytes of a value in hexadecimal, which must be there; how many. */
size_t vector_bytes(const struct vector *v, const char *key, unsigned char *out,
		    size_t size);

/* Calls `test` with each file whose name begins with `prefix`. */
void vector_each(const char *prefix, int expected,
		 void (*test)(const char *name));

#endif
