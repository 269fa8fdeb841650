#ifndef TESTS_UNIT_HELPER_BACKENDS_AUTO_FAKES_H
#define TESTS_UNIT_HELPER_BACKENDS_AUTO_FAKES_H

#include <stdbool.h>
#include <stddef.h>

#include "helper/backends/backend.h"

enum {
	FAKE_RECORDS_MAX = 4
};

/* A back-end in memory that does as it is told. */
struct fake {
	enum status fault; /* of every operation; STATUS_OK: none */
	const char *records[FAKE_RECORDS_MAX]; /* username:password, or NULL */
	/* What it was asked, counted. */
	size_t visited;
	size_t stored;
	size_t erased;
};

/* In the place of the Secret Service and of the sealed files. */
extern struct fake fake_keyring;
extern struct fake fake_files;
extern const struct backend fake_keyring_backend;
extern const struct backend fake_file_backend;

/* In the place of registry_find(), which knows these two. */
enum status fake_find(const char *name, const struct backend **backend,
		      struct error *e);

/* Sets the address https://h and what `text`, username:password, says. */
void fake_record(const char *text, struct credential *record);

#endif
