#ifndef TESTS_CONTRACT_CONTRACT_H
#define TESTS_CONTRACT_CONTRACT_H

#include <check.h>
#include <stdbool.h>
#include <stddef.h>

#include "helper/backends/backend.h"
#include "helper/config/config.h"
#include "protocol/core/credential.h"

/*
 * One suite that every back-end passes. The program `contract NAME` runs it
 * on the back-end NAME in the home that it was given, which must be a fresh
 * one: each test begins by erasing all that is kept there.
 */

/* The back-end under test and its configuration; set by main(). */
extern const struct backend *backend;
extern struct config config;

/*
 * Whether the back-end under test cannot keep this secret, and says so: by the
 * table in refusals.c, which is all that any of them may refuse.
 */
bool is_refused(const char *secret);

/* An address and a password; NULL is "not given". */
struct entry {
	const char *protocol;
	const char *host;
	const char *path;
	const char *username;
	const char *password;
};

/* Sets `c` to the entry. The caller clears it. */
void entry_set(const struct entry *entry, struct credential *c);

/* Stores, and fails the test with the back-end's message if that fails. */
void keep(const struct credential *record);
void keep_entry(const struct entry *entry);

/* What a search found; the caller clears `last`. */
struct seen {
	size_t count;
	struct credential last;
	bool stop_at_first;
};

/* A search_visit that fills the struct seen it is given. */
bool see(const struct credential *record, void *argument);

/* Asks the back-end; fails the test on any status but OK and NOT_FOUND. */
struct seen look_for(const struct entry *pattern);
size_t count_matches(const struct entry *pattern);

/* Whether the only record that matches has this password. */
void expect_password(const struct entry *pattern, const char *password);

/* Erases; fails the test on any status but OK and NOT_FOUND. */
bool drop_entry(const struct entry *pattern);

/* How many records there are in all. */
size_t count_all(void);

/* Adds to `test` the cases of one file each. */
void add_keep_tests(TCase *test);
void add_match_tests(TCase *test);
void add_erase_tests(TCase *test);
void add_parallel_tests(TCase *test);
void add_damage_tests(TCase *test);

#endif
