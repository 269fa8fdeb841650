/*
 * The log that tests read: one line per request, each written by one write(2)
 * with O_APPEND. It never holds a token: a value with "sim-" in it, which
 * every token of the tests has, is written as LEAK.
 */
#ifndef TESTS_SIM_JOURNAL_H
#define TESTS_SIM_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>

/* Opens the file, made 0600 if it is new. Without it nothing is logged. */
bool journal_open(const char *path);

/* One line; the newline is added. Longer than 2 KiB is cut. */
__attribute__((format(printf, 1, 2))) void journal(const char *format, ...);

/*
 * What may be shown of a value: itself, "-" for NULL, or "LEAK". At most size
 * bytes, control bytes and '"' as '?'. Returns buf.
 */
const char *journal_value(const char *value, char *buf, size_t size);

#endif
