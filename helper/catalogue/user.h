#ifndef HELPER_CATALOGUE_USER_H
#define HELPER_CATALOGUE_USER_H

#include <dirent.h>
#include <stddef.h>

#include "helper/definition/provider.h"
#include "protocol/core/error.h"

/*
 * The definitions of the user's own, in a folder as NAME.conf. A file or
 * folder that another user owns or may write is STATUS_MALFORMED, and so is a
 * definition that takes over a built-in one's name or host without `override`.
 */

/*
 * Finds the one that has `host`. STATUS_OK gives a provider that the caller
 * frees; STATUS_NOT_FOUND, without a message, if none has or there is no
 * folder. All are read, in the order of their names, and STATUS_MALFORMED says
 * that any is wrong, since that one may be meant for this host.
 */
enum status own_find_host(const char *folder, const char *host,
			  struct provider **found, struct error *e);

/* The same by the provider's name; reads no other definition. */
enum status own_find_name(const char *folder, const char *name,
			  struct provider **provider, struct error *e);

/*
 * The names of the files, sorted. STATUS_NOT_FOUND, without a message, if there
 * is no folder; own_free() afterwards, whatever came.
 */
enum status own_list(const char *folder, struct dirent ***files, int *count,
		     struct error *e);

/* Frees what own_list() gave. */
void own_free(struct dirent **files, int count);

/*
 * Reads one that own_list() gave. STATUS_OK gives a provider that the caller
 * frees; one that is no longer there, or a broken link, is STATUS_MALFORMED.
 */
enum status own_read(const char *folder, const char *file,
		     struct provider **provider, struct error *e);

/* How much of such a file's name is the provider's. */
size_t own_name_length(const char *file);

#endif
