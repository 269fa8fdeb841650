#ifndef HELPER_SYSTEM_FILE_LOCK_H
#define HELPER_SYSTEM_FILE_LOCK_H

#include "helper/system/folder.h"
#include "helper/system/lock.h"
#include "protocol/core/error.h"

/*
 * Locks the file `name` beneath `base` as lock_wait() does. Closing `*fd`
 * unlocks. The file is made for LOCK_ALONE if need be; STATUS_NOT_FOUND,
 * without a message, if it was never made and LOCK_SHARED is wanted.
 */
enum status lock_take(const struct folder *base, const char *name,
		      enum lock how, int *fd, struct error *e);

#endif
