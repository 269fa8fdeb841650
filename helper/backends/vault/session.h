#ifndef HELPER_BACKENDS_VAULT_SESSION_H
#define HELPER_BACKENDS_VAULT_SESSION_H

#include "helper/backends/vault/call.h"

/*
 * Reads the settings and the environment, and gets a token. vault_close()
 * afterwards, whatever it returned. STATUS_UNAVAILABLE if nothing says where
 * the server is.
 */
enum status vault_open(const struct config *config, struct vault *v,
		       struct error *e);
void vault_close(struct vault *v);

#endif
