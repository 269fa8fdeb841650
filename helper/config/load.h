#ifndef HELPER_CONFIG_LOAD_H
#define HELPER_CONFIG_LOAD_H

#include "helper/config/config.h"
#include "protocol/core/error.h"

/*
 * Reads the configuration, in libconfuse's form, from `--config FILE`, else
 * `$RINGBEARER_CONFIG`, else `$XDG_CONFIG_HOME/ringbearer/config`; only a file
 * that was named has to be there.
 */

/* Which configuration; the first two are the command line's, or NULL. */
struct config_wanted {
	const char *file;
	const char *backend; /* wins over the file and over what is next */
	config_backend_check *check_backends; /* those the file names */
};

/*
 * Reads the configuration, in which `$RINGBEARER_BACKEND` wins over the file.
 * STATUS_MALFORMED names file, line and key. It is also given for a file that
 * another user owns or may write, since it says where tokens go. Others call
 * backend_configure(), which knows the back-ends.
 */
enum status config_load(const struct config_wanted *wanted,
			struct config *config, struct error *e);

/* Frees everything. */
void config_clear(struct config *config);

#endif
