#ifndef HELPER_BACKENDS_PASS_WRITE_H
#define HELPER_BACKENDS_PASS_WRITE_H

#include "helper/backends/backend.h"

/*
 * Storing and erasing, as helper/backends/backend.h says of them. A store that
 * is a git repository gets a commit of it.
 */
enum status pass_put(const struct backend *self, const struct config *config,
		     const struct credential *record, struct error *e);
enum status pass_erase(const struct backend *self, const struct config *config,
		       const struct credential *pattern, struct error *e);

#endif
