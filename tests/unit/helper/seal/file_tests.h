#ifndef TESTS_UNIT_HELPER_SEAL_FILE_TESTS_H
#define TESTS_UNIT_HELPER_SEAL_FILE_TESTS_H

#include <check.h>
#include <sys/types.h>

#include "helper/backends/backend.h"
#include "helper/config/config.h"

/*
 * What the tests of the sealed-file back-end share: a store in a folder of
 * its own for each test, made and removed by the fixture.
 */
extern struct config store;  /* its store is at ROOT/store */
extern char store_root[128]; /* ROOT: the store, the key, what a test adds */

void store_set_up(void);
void store_tear_down(void);

/* A path beneath ROOT; valid until four more were asked for. */
const char *beneath(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

/* The one record file or host's folder that there is; fails if not one. */
const char *only_record(void);
const char *only_host(void);

/* Writes a file under a mode, whatever was there. */
void write_file(const char *path, const void *bytes, size_t length,
		mode_t mode);

/* Reads a whole file of at most `size` bytes; returns how many. */
size_t read_file(const char *path, void *bytes, size_t size);

/* How many files, of any kind but folders, are under ROOT/NAME. */
size_t count_files(const char *name);

/* The four operations on https://HOST for USER with PASSWORD. */
enum status do_store(const char *host, const char *user, const char *password,
		     struct error *e);
enum status do_get(const char *host, const char *user, struct error *e);
enum status do_erase(const char *host, const char *user, struct error *e);
enum status do_list(struct error *e);

/* Stores canary-one for `me` at git.example; fails the test if that fails. */
void store_one(void);

/* The password that a get finds; fails the test if there is not one. */
void expect_got(const char *host, const char *user, const char *password);

/*
 * Runs all four operations: each must fail with `status`, a message that
 * holds `part`, and a hint without advice to remove anything but one record.
 */
void expect_all_fail(enum status status, const char *part);

/* The whole suite; it is made of the cases of one file each. */
Suite *file_suite(void);
void add_seal_cases(Suite *suite);
void add_key_text_cases(Suite *suite);
void add_key_cases(Suite *suite);
void add_folder_cases(Suite *suite);

#endif
