#ifndef HELPER_SYSTEM_FILE_H
#define HELPER_SYSTEM_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "helper/system/folder.h"
#include "protocol/core/buffer.h"
#include "protocol/core/error.h"

/*
 * Whole files of the sealed-file back-end: read without following links or
 * waiting, replaced atomically. Failures as in file-folder.h.
 */

/* What a file must be to be read: always a regular one of the user's own. */
struct file_rule {
	size_t max;		/* bytes */
	unsigned int forbidden; /* permission bits */
	bool or_root;		/* root may own it as well */
	bool single;		/* it must have no other hard link */
};

/*
 * Reads the whole file `name` in `folder`, or, if that is NULL, at the path
 * `name`. STATUS_NOT_FOUND if there is none.
 */
enum status file_read(const struct folder *folder, const char *name,
		      const struct file_rule *rule, struct buffer *out,
		      struct error *e);

/*
 * What the names of temporary files begin with in folders that are ours
 * alone, and whether a name is one.
 */
#define WHOLE_TEMPORARY ".tmp-"
bool file_is_temporary(const char *name);

/* A file to be written whole. */
struct file_replace {
	const char *name;
	const char *temporary; /* in the same folder, for no one else */
	bool *stayed; /* NULL: replaces `name`. Else a file that is there stays,
			 and this says whether one was */
	const struct buffer *bytes;
};

/*
 * Writes the temporary file, 0600, puts it on the disk, renames it, and puts
 * the folder on the disk. The caller holds a lock that keeps others from the
 * temporary file, so one that is already there was left by a process that
 * died, and is removed. On failure the temporary file is removed and `name`
 * is as it was; except that, if only the last step failed, it may be new.
 */
enum status file_replace(const struct folder *folder,
			 const struct file_replace *put, struct error *e);

/* Removes a file; STATUS_FAILED names it. */
enum status file_remove(const struct folder *folder, const char *name,
			struct error *e);

#endif
