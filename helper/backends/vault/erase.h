#ifndef HELPER_BACKENDS_VAULT_ERASE_H
#define HELPER_BACKENDS_VAULT_ERASE_H

#include "helper/backends/backend.h"

/*
 * Erases what a pattern names, as helper/backends/backend.h says: softly, so
 * that the version can be restored.
 */
enum status vault_erase(const struct backend *self, const struct config *config,
			const struct credential *pattern, struct error *e);

#endif
