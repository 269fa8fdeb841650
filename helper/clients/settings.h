#ifndef HELPER_CLIENTS_SETTINGS_H
#define HELPER_CLIENTS_SETTINGS_H

#include <stdbool.h>
#include <sys/stat.h>

#include "protocol/core/buffer.h"
#include "protocol/core/error.h"

/*
 * A file of another program's settings, which belongs to the person. It is
 * replaced whole or not at all, with a copy of what it was kept beside it.
 * Start with `{0}`, end with settings_clear().
 */
struct settings {
	char *path;	    /* as it is called */
	char *real;	    /* behind the person's own links */
	struct buffer text; /* NUL-terminated; "" if there is no file */
	bool exists;
	bool linked;	   /* `path` itself is a link */
	struct stat state; /* if it exists */
};

/*
 * Reads it; that there is none is no failure. STATUS_MALFORMED for what is
 * not to be touched: not a regular file, another user's, in a folder that
 * anybody may write to, behind another user's link, too large, with a NUL.
 */
enum status settings_load(const char *path, struct settings *out,
			  struct error *e);

/*
 * Puts `text` in its place, with the same mode, by rename(2), and the folders
 * above it where they are missing. STATUS_FAILED, with nothing changed, if the
 * file is not what was read any more.
 */
enum status settings_replace(const struct settings *settings, const char *text,
			     struct error *e);

/* Takes the file away, likewise. */
enum status settings_remove(const struct settings *settings, struct error *e);

/*
 * Keeps what was read in a new file beside it, 0600, and gives that one's
 * path, which the caller frees; NULL if there is no file.
 */
enum status settings_keep(const struct settings *settings, char **path,
			  struct error *e);

/*
 * Reads the newest such copy, and gives its path, which the caller frees; NULL
 * and "" if there is none.
 */
enum status settings_newest(const struct settings *settings, char **path,
			    struct buffer *out, struct error *e);

void settings_clear(struct settings *settings);

#endif
