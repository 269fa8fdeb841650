#ifndef HELPER_BACKENDS_OPEN_H
#define HELPER_BACKENDS_OPEN_H

#include "helper/backends/backend.h"

/*
 * The back-end called `name`, as registry_find() has it. Several names with
 * commas between them are a chain (chain.c), of which each has to be one, and
 * none twice, also not in `auto`.
 */
enum status backend_find(const char *name, const struct backend **backend,
			 struct error *e);

/* Reads the configuration: config_load() with backend_find() to check names. */
enum status backend_configure(const char *file, const char *backend,
			      struct config *config, struct error *e);

/*
 * The back-end of the configuration: the one it names, or a chain, where it
 * names several or has sections `store`. Fails as backend_find() does.
 */
enum status backend_open(const struct config *config,
			 const struct backend **backend, struct error *e);

#endif
