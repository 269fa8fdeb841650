#ifndef HELPER_SYSTEM_TEMPDIR_H
#define HELPER_SYSTEM_TEMPDIR_H

#include "protocol/core/buffer.h"
#include "protocol/core/error.h"

/*
 * A folder of our own for a moment (0700), in $XDG_RUNTIME_DIR, where nothing
 * goes to a disk, else in $TMPDIR or /tmp.
 */
struct tempdir {
	char *folder;
};

/* Start with `{0}`; end with tempdir_remove(), whatever this returned. */
enum status tempdir_make(struct tempdir *scratch, struct error *e);

/* Takes the folder and all that is in it away. */
void tempdir_remove(struct tempdir *scratch);

/* FOLDER/NAME. The caller frees it. */
char *tempdir_path(const struct tempdir *scratch, const char *name);

/* Makes the file `path` of that text, or reads it; a missing one is empty. */
enum status tempdir_write(const char *path, const char *text, struct error *e);
enum status tempdir_read(const char *path, struct buffer *out, struct error *e);

#endif
