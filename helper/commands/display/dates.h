#ifndef HELPER_COMMANDS_DISPLAY_DATES_H
#define HELPER_COMMANDS_DISPLAY_DATES_H

#include "protocol/core/credential.h"

/*
 * Times as people read them. All are in seconds since 1970; `out` has
 * WHEN_SIZE bytes.
 */
enum {
	WHEN_SIZE = 64
};

/* When an expiry that is known comes: `in 12 days`, `in 5 hours`, `expired`. */
void when_left(const struct credential *record, long long now, char *out);

/*
 * The same of any record: `in 12 days`, `in 5 hours`, `expired`, `never`,
 * `unknown`; with `~` before what was computed and not told.
 */
void when_expires(const struct credential *record, long long now, char *out);

/* `3 days ago`, `just now`. */
void when_ago(long long then, long long now, char *out);

/* `2026-11-22 13:05` and `2026-11-22`, in the time zone of the person. */
void when_date(long long then, char *out);
void when_day(long long then, char *out);

#endif
