#ifndef HELPER_BACKENDS_VAULT_AUTH_H
#define HELPER_BACKENDS_VAULT_AUTH_H

#include "helper/backends/vault/vault.h"

/*
 * Gets a token, by the first of these that there is: the configuration's
 * `agent` (which needs none), `token-file`, AppRole; VAULT_TOKEN;
 * ~/.vault-token. STATUS_UNAVAILABLE if there is none.
 */
enum status vault_token_get(struct vault *v, struct error *e);

/* Logs in by AppRole once more. */
enum status vault_token_login(struct vault *v, struct error *e);

/*
 * Renews a token that has lived two thirds of its time, if it can be. Now and
 * then only, and it never fails: the operation shows whether the token is
 * good.
 */
void vault_token_renew(struct vault *v);

/* Gives back one that was made for this operation. */
void vault_token_revoke(struct vault *v);

#endif
