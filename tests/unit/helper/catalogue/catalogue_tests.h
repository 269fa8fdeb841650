#ifndef TESTS_UNIT_HELPER_CATALOGUE_CATALOGUE_TESTS_H
#define TESTS_UNIT_HELPER_CATALOGUE_CATALOGUE_TESTS_H

#include "helper/config/config.h"

enum {
	PATH_LENGTH = 256,
};

/* What the catalogue's suites share: a folder of definitions of their own. */
extern char catalogue_home[PATH_LENGTH];   /* of one test */
extern char catalogue_folder[PATH_LENGTH]; /* of its definitions */
extern struct config catalogue_config;

/* Around every test. */
void catalogue_set_up(void);
void catalogue_tear_down(void);

/* Writes the path of a file in the folder to `path`, PATH_LENGTH bytes. */
void catalogue_path(const char *name, char *path);

/* Writes a new file. */
void catalogue_write(const char *path, const char *text);

/* Writes NAME.conf with that host, and `more` keys. */
void catalogue_write_own(const char *name, const char *host, const char *more);

/* Expects the provider of that name; NULL: none. */
void catalogue_expect_host(const char *host, const char *name);

/* Expects a refusal that has all of `parts`, split by `|`, in its message. */
void catalogue_expect_refusal(const char *host, const char *parts);

#endif
