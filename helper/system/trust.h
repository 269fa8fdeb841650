#ifndef HELPER_SYSTEM_TRUST_H
#define HELPER_SYSTEM_TRUST_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "protocol/core/buffer.h"
#include "protocol/core/error.h"

/* Whether a file or folder is ours, and closed to others. */

/* Permissions that others may not have. */
enum {
	TRUST_WRITABLE = S_IWGRP | S_IWOTH,
	TRUST_REACHABLE = S_IRWXG | S_IRWXO,
};

/*
 * What speaks against trusting a file, as in "may be written by others"; NULL
 * if it is a regular file of the user's, `or_root`: or root's, without any of
 * the permissions `forbidden`. Static text.
 */
const char *trust_fault(const struct stat *st, mode_t forbidden, bool or_root);

/*
 * Whether a folder of the user's settings, open as `fd`, may be trusted: it
 * must be the user's or root's and no one else may write to it, who could put
 * there another of the user's files. STATUS_MALFORMED names the folder.
 */
enum status trust_folder(const char *folder, int fd, struct error *e);

/*
 * The same of the folder that the settings file `path` lies in, but for one
 * where nobody may take away what is another's (mode 1777, like /tmp).
 */
enum status trust_above(const char *path, struct error *e);

/*
 * Whether nobody else can have changed the file `path`, by trust_fault() and
 * trust_above(): one that decides who is trusted, or a program that is
 * given tokens. STATUS_FAILED says what is wrong. STATUS_OK also for one that
 * is not there: whoever opens it will tell.
 */
enum status trust_file(const char *path, struct error *e);

/*
 * Reads a whole file of the user's own settings into `out`. It must be a
 * regular file of at most `max` bytes, owned by the user or root and writable
 * by no one else: it says where tokens are sent. STATUS_NOT_FOUND, without a
 * message, if there is none; STATUS_MALFORMED names the file and what is
 * wrong with it.
 */
enum status trust_read(const char *path, size_t max, struct buffer *out,
		       struct error *e);

#endif
