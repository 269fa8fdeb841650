#ifndef HELPER_BACKENDS_VAULT_WRITE_H
#define HELPER_BACKENDS_VAULT_WRITE_H

#include "helper/backends/backend.h"

/* Storing and erasing, as helper/backends/backend.h says of them. */
enum status vault_store(const struct backend *self, const struct config *config,
			const struct credential *record, struct error *e);

/* Softly, so that the version can be restored. */
enum status vault_erase(const struct backend *self, const struct config *config,
			const struct credential *pattern, struct error *e);

#endif
