#ifndef HELPER_BACKENDS_PASS_NAME_H
#define HELPER_BACKENDS_PASS_NAME_H

#include <stdbool.h>

#include "protocol/core/credential.h"

/*
 * The names of entries. Nothing here touches a file:
 *
 *	PREFIX/PROTOCOL/HOST/PATH.../USERNAME.gpg
 *
 * with a folder for each part of the path between its slashes, and none where
 * there is no path. What is not [A-Za-z0-9@._+-] is written %XX, and so is a
 * dot that begins a part or would end it as in `.gpg`. `=none` is a username
 * that is not given, `=empty` an empty part. A part of more than
 * PASS_PART_MAX bytes is cut and gets `=` and a hash of the whole behind it;
 * a path that is too long or has too many parts is one such part. So two
 * addresses never have one name.
 */

#define PASS_SUFFIX ".gpg"

enum {
	PASS_PART_MAX = 180,  /* bytes, of 255 that a file's name may have */
	PASS_PATH_MAX = 800,  /* bytes of a path's folders */
	PASS_PARTS_MAX = 16,  /* folders of a path */
	PASS_LEVELS_MAX = 32, /* folders beneath PREFIX */
};

/* The file of the entry at `address`. The caller frees it. */
char *pass_name(const char *prefix, const struct credential *address);

/*
 * The folder of all entries of the pattern's protocol and host or, if it gives
 * a path, of that path. The caller frees it.
 */
char *pass_name_folder(const char *prefix, const struct credential *pattern);

/* USERNAME.gpg of the pattern, which gives one. The caller frees it. */
char *pass_name_file(const struct credential *pattern);

/* Whether this is the name of a file that holds an entry of somebody's. */
bool pass_name_is_entry(const char *file);

/*
 * The address whose name is `name`, into `out`, which it clears first. False
 * if there is none, or if the name is cut.
 */
bool pass_name_read(const char *prefix, const char *name,
		    struct credential *out);

#endif
