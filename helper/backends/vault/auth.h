#ifndef HELPER_BACKENDS_VAULT_AUTH_H
#define HELPER_BACKENDS_VAULT_AUTH_H

#include "helper/backends/vault/call.h"

/*
 * Gets a token, by the first of these that there is: the configuration's
 * `agent` (which needs none), `token-file`, AppRole; VAULT_TOKEN;
 * ~/.vault-token. Renews one that is not AppRole's, now and then.
 * STATUS_UNAVAILABLE if there is none.
 */
enum status vault_token_get(struct vault *v, struct error *e);

#endif
