#ifndef HELPER_BACKENDS_VAULT_APPROLE_H
#define HELPER_BACKENDS_VAULT_APPROLE_H

#include "helper/backends/vault/call.h"

/*
 * Logs in by AppRole, with the role id and the file of the secret id of the
 * configuration. A wrapped secret id is unwrapped, and takes the place of the
 * other in the file. STATUS_FAILED says what is wrong with them.
 */
enum status vault_approle_login(struct vault *v, struct error *e);

/* Gives the token back, if it was made for this operation. */
void vault_approle_logout(struct vault *v);

#endif
