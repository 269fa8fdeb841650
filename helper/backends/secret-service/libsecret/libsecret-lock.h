#ifndef HELPER_BACKENDS_SECRET_SERVICE_LIBSECRET_LIBSECRET_LOCK_H
#define HELPER_BACKENDS_SECRET_SERVICE_LIBSECRET_LIBSECRET_LOCK_H

#include "protocol/core/credential.h"

/*
 * Waits until no other ringbearer changes what is kept for the host of
 * `c`, and keeps others waiting until this process ends: the kernel lets go
 * then, whatever ended it. Returns 0, or -1 with errno.
 */
int lock_host(const char *path, const struct credential *c);

#endif
