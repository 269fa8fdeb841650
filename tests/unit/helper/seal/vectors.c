#include <check.h>
#include <dirent.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "tests/unit/helper/seal/file_tests.h"
#include "tests/unit/helper/seal/vectors.h"

/* Tests run in the folder of the source. */
static const char folder[] = "tests/vectors/";

void vector_read(const char *name, struct vector *v)
{
	char path[128];
	size_t length;
	char *blank;

	(void)snprintf(path, sizeof(path), "%s%s", folder, name);
	length = read_file(path, v->bytes, sizeof(v->bytes));
	ck_assert_uint_lt(length, sizeof(v->bytes));
	blank = memmem(v->bytes, length, "\n\n", 2);
	ck_assert_ptr_nonnull(blank);
	v->name = name;
	v->lines = (struct lines){ .next = v->bytes,
				   .left = (size_t)(blank + 1 - v->bytes) };
	v->text = (struct buffer){ 0 };
	buffer_add(&v->text, blank + 2,
		   length - (size_t)(blank + 2 - v->bytes));
}

bool vector_find(const struct vector *v, const char *key, char *out,
		 size_t size)
{
	struct lines lines = v->lines;
	struct line line;
	struct error e;
	bool more = true;

	while (lines_next(&lines, &line, &more, &e) == STATUS_OK && more)
		if (line_has_key(&line, key)) {
			ck_assert_uint_lt(line.value_length, size);
			memcpy(out, line.value, line.value_length);
			out[line.value_length] = '\0';
			return true;
		}
	return false;
}

size_t vector_bytes(const struct vector *v, const char *key, unsigned char *out,
		    size_t size)
{
	static char hex[VECTOR_MAX];
	size_t length;

	ck_assert(vector_find(v, key, hex, sizeof(hex)));
	ck_assert_int_eq(sodium_hex2bin(out, size, hex, strlen(hex), NULL,
					&length, NULL),
			 0);
	return length;
}

void vector_each(const char *prefix, int expected,
		 void (*test)(const char *name))
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	int count = 0;

	ck_assert_ptr_nonnull(dir);
	while ((entry = readdir(dir)))
		if (strncmp(entry->d_name, prefix, strlen(prefix)) == 0) {
			test(entry->d_name);
			count++;
		}
	(void)closedir(dir);
	ck_assert_int_eq(count, expected);
}
