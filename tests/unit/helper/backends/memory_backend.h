#ifndef TESTS_UNIT_HELPER_BACKENDS_MEMORY_BACKEND_H
#define TESTS_UNIT_HELPER_BACKENDS_MEMORY_BACKEND_H

#include <stddef.h>

#include "helper/backends/backend.h"
#include "helper/entries/store.h"
#include "protocol/core/credentials.h"

/* A back-end that keeps its records here, and is never at fault. */
extern const struct backend memory_backend;

/* The same with a configuration that says nothing. */
extern const struct store memory_store;

/* What it keeps; emptied by credentials_clear(). */
extern struct credentials memory_records;

/* How often something was stored. */
extern size_t memory_stored;

/* Keeps https://h with this username and password, stored at that time. */
void memory_keep(const char *username, const char *password, long long stored);

/* The record with this username, or NULL. Borrowed. */
struct credential *memory_of(const char *username);

/*
 * An empty folder under /tmp for $XDG_STATE_HOME, and its end: fixtures of
 * what takes the lock of the entries. They empty the back-end, too.
 */
void memory_set_up(void);
void memory_tear_down(void);

#endif
