#ifndef HELPER_BACKENDS_VAULT_VERSIONS_H
#define HELPER_BACKENDS_VAULT_VERSIONS_H

#include "helper/backends/backend.h"

/* The older versions of entries; see helper/backends/backend.h. */
enum status vault_versions(const struct backend *self,
			   const struct config *config,
			   const struct credential *pattern,
			   backend_visit_version *visit, void *argument,
			   struct error *e);
enum status vault_restore(const struct backend *self,
			  const struct config *config,
			  const struct credential *address, int number,
			  int *restored, struct error *e);

#endif
