#ifndef HELPER_SYSTEM_FOLDER_H
#define HELPER_SYSTEM_FOLDER_H

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>

#include "protocol/core/error.h"

/*
 * Folders of the sealed-file back-end: no link inside the store is followed.
 * Each failure names the path and what failed. STATUS_NOT_FOUND is without a
 * message.
 */

/* Start with FOLDER_CLOSED; end with folder_close(). */
struct folder {
	int fd;
	char *path; /* for messages */
	DIR *scan;  /* owns `fd` once there is one */
};

#define FOLDER_CLOSED    \
	{                \
		.fd = -1 \
	}

/*
 * Opens the folder `path`, which may be anybody's. STATUS_NOT_FOUND if there
 * is none.
 */
enum status folder_open(const char *path, struct folder *out, struct error *e);

/*
 * As folder_open(), but it must be the user's own, closed to all others
 * (0700), and no symbolic link.
 */
enum status folder_open_private(const char *path, struct folder *out,
				struct error *e);

/*
 * Opens the folder `name`, which may have several parts, beneath `base`;
 * no symbolic link on the way is followed. STATUS_NOT_FOUND if there is none.
 */
enum status folder_open_beneath(const struct folder *base, const char *name,
				struct folder *out, struct error *e);

/* Makes the folder `name` beneath `base`, 0700, unless it is there. */
enum status folder_make(const struct folder *base, const char *name,
			struct error *e);

/* Closes, if it is open, and frees. */
void folder_close(struct folder *folder);

/* Puts the folder's entries on the disk. */
enum status folder_sync(const struct folder *folder, struct error *e);

/* Likewise all folders above `path` that are the user's. */
enum status folder_sync_above(const char *path, struct error *e);

/*
 * The next name in the folder, in no order, without `.` and `..`; NULL after
 * the last one. Borrowed until the next call. Once per opened folder.
 */
enum status folder_next(struct folder *folder, const char **name,
			struct error *e);

/*
 * Says "cannot WHAT 'FOLDER/NAME'" and why, by errno; a full disk is called
 * that. `folder` is NULL if `name` is a path; `name` is NULL for the folder
 * itself. Returns STATUS_FAILED.
 */
enum status folder_cannot(const struct folder *folder, const char *name,
			  const char *what, struct error *e);

/* FOLDER/NAME, or NAME if `folder` is NULL. The caller frees it. */
char *folder_path(const struct folder *folder, const char *name);

/*
 * Opens the file `name` beneath `base`, as folder_open_beneath() does; a file
 * that is made is 0600. Returns -1 with errno.
 */
int folder_openat(const struct folder *base, const char *name, int flags);

/*
 * Adds to `*count` the names in the folder `name` beneath `base` that
 * `counts` says yes to, but stops at `limit`. No folder is an empty one.
 */
enum status folder_count(const struct folder *base, const char *name,
			 bool (*counts)(const char *), size_t limit,
			 size_t *count, struct error *e);

#endif
