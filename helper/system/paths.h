#ifndef HELPER_SYSTEM_PATHS_H
#define HELPER_SYSTEM_PATHS_H

#include <stdbool.h>
#include <stddef.h>

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

/*
 * Opens the file `path` directly under the state folder with these flags, and
 * with no link followed, nothing waited for and no terminal taken; makes the
 * folder where a file may be made and that is missing. -1 with errno.
 */
int path_open_state(const char *path, int flags);

#endif
