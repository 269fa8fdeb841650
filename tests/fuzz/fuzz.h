#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/*
 * What the targets share. Each is one file with the function that libFuzzer
 * calls, and states with hold() what must be true for any input.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the run, which makes the input a finding. */
#define hold(condition)           \
	do {                      \
		if (!(condition)) \
			abort();  \
	} while (0)

/* A copy with a NUL behind it, which the caller frees. */
static inline char *fuzz_text(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	hold(text);
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	return text;
}

/*
 * Cuts the first part off, up to a byte 0, and returns it with a NUL; NULL
 * when nothing is left. The caller frees it.
 */
static inline char *fuzz_part(const uint8_t **data, size_t *size)
{
	const uint8_t *end;
	size_t length;
	char *part;

	if (*size == 0)
		return NULL;
	end = memchr(*data, 0, *size);
	length = end ? (size_t)(end - *data) : *size;
	part = fuzz_text(*data, length);
	length += end != NULL;
	*data += length;
	*size -= length;
	return part;
}

#endif
