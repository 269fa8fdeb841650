#ifndef HELPER_COMMANDS_REPORT_IMPORT_H
#define HELPER_COMMANDS_REPORT_IMPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "helper/importers/import.h"
#include "protocol/core/error.h"

/* What became of one place of the file. */
enum import_result {
	IMPORT_FOUND, /* with --dry-run: it would be tried */
	IMPORT_KEPT,
	IMPORT_UNCHANGED, /* the same is kept already */
	IMPORT_DIFFERS,	  /* another one is kept there, and stays */
	IMPORT_REFUSED,
	IMPORT_LEFT, /* skipped */
	IMPORT_BROKEN,
	IMPORT_FAILED, /* the back-end did */
	IMPORT_RESULTS
};

struct import_row {
	enum import_result result;
	enum status status; /* of the storing */
	size_t line;
	char *place;	/* host and path; or NULL */
	char *username; /* or NULL */
	char *why;	/* or NULL */
};

/* Start with `{0}`, end with import_report_clear(). */
struct import_report {
	struct import_row *rows;
	size_t count;
	size_t results[IMPORT_RESULTS]; /* how many of each */
};

/* Adds what became of an item; copies all but the secret, and `why`. */
void import_report_add(struct import_report *report,
		       const struct import_item *item,
		       enum import_result result, enum status status,
		       const char *why);
void import_report_clear(struct import_report *report);

/* Prints it on standard output: a table and a line that counts, or JSON. */
enum status import_report_print(const struct import_report *report, bool json,
				struct error *e);

/*
 * The gravest that happened but for a back-end's failure: what is malformed,
 * whose lines are named, then what was refused, not verifiable, different.
 */
enum status import_report_judge(const struct import_report *report,
				const char *path, struct error *e);

#endif
