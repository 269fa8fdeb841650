#ifndef HELPER_SYSTEM_PATHS_H
#define HELPER_SYSTEM_PATHS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "protocol/core/buffer.h"
#include "protocol/core/error.h"

/*
 * The folders of the XDG base directory specification, for ringbearer. A
 * variable that is unset, empty or not absolute gives the specification's
 * default under HOME; without HOME the password database is asked.
 */
enum path_base {
	PATH_CONFIG, /* $XDG_CONFIG_HOME or ~/.config */
	PATH_DATA,   /* $XDG_DATA_HOME or ~/.local/share */
	PATH_STATE,  /* $XDG_STATE_HOME or ~/.local/state */
};

/* BASE/ringbearer/NAME, or BASE/ringbearer if `name` is "". Owned by the
 * caller, who frees it. */
char *path_of(enum path_base base, const char *name);

/* HOME/NAME. Owned by the caller, who frees it. */
char *path_of_home(const char *name);

/* The same, but for `.config/NAME`, which is $XDG_CONFIG_HOME/NAME. */
char *path_of_settings(const char *name);

/*
 * The path of a part that is installed in libexec/ringbearer, beside the
 * folder of the running program; so the build tree and an installation under
 * any prefix work alike. Owned by the caller, who frees it.
 */
char *path_of_part(const char *name);

/* The path of the running program itself. The caller frees it. */
char *path_of_program(void);

/*
 * Makes the folder `path` and those above it, each 0700 where it is new.
 * STATUS_FAILED names the folder.
 */
enum status path_make(const char *path, struct error *e);

enum {
	PATH_WRITABLE = S_IWGRP | S_IWOTH,
	PATH_REACHABLE = S_IRWXG | S_IRWXO,
};

/*
 * What speaks against trusting a file, as in "may be written by others"; NULL
 * if it is a regular file of the user's, `or_root`: or root's, without any of
 * the permissions `forbidden`. Static text.
 */
const char *path_distrust(const struct stat *st, mode_t forbidden,
			  bool or_root);

/*
 * Whether a folder of the user's settings, open as `fd`, may be trusted: it
 * must be the user's or root's and no one else may write to it, who could put
 * there another of the user's files. STATUS_MALFORMED names the folder.
 */
enum status path_check_folder(const char *folder, int fd, struct error *e);

/*
 * The same of the folder that the settings file `path` lies in, but for one
 * where nobody may take away what is another's (mode 1777, like /tmp).
 */
enum status path_check_above(const char *path, struct error *e);

/*
 * Whether nobody else can have changed the file `path`, by path_distrust() and
 * path_check_above(): one that decides who is trusted, or a program that is
 * given tokens. STATUS_FAILED says what is wrong. STATUS_OK also for one that
 * is not there: whoever opens it will tell.
 */
enum status path_check_trusted(const char *path, struct error *e);

/*
 * Opens the file `path` directly under the state folder with these flags, and
 * with no link followed, nothing waited for and no terminal taken; makes the
 * folder where a file may be made and that is missing. -1 with errno.
 */
int path_open_state(const char *path, int flags);

/*
 * Reads a whole file of the user's own settings into `out`. It must be a
 * regular file of at most `max` bytes, owned by the user or root and writable
 * by no one else: it says where tokens are sent. STATUS_NOT_FOUND, without a
 * message, if there is none; STATUS_MALFORMED names the file and what is
 * wrong with it.
 */
enum status path_read_settings(const char *path, size_t max, struct buffer *out,
			       struct error *e);

#endif
