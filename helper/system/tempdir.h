#ifndef HELPER_SYSTEM_TEMPDIR_H
#define HELPER_SYSTEM_TEMPDIR_H

#include "protocol/core/buffer.h"
#include "protocol/core/error.h"

/*
 * A folder of our own for a moment (0700), in $XDG_RUNTIME_DIR, where nothing
 * goes to a disk, else in $TMPDIR or /tmp.
 */
struct scratch {
	char *folder;
};

/* Start with `{0}`; end with scratch_remove(), whatever this returned. */
enum status scratch_make(struct scratch *scratch, struct error *e);

/* Takes the folder and all that is in it away. */
void scratch_remove(struct scratch *scratch);

/* FOLDER/NAME. The caller frees it. */
char *scratch_path(const struct scratch *scratch, const char *name);

/* Makes the file `path` of that text, or reads it; a missing one is empty. */
enum status scratch_write(const char *path, const char *text, struct error *e);
enum status scratch_read(const char *path, struct buffer *out, struct error *e);

#endif
