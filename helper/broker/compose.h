#ifndef HELPER_BROKER_COMPOSE_H
#define HELPER_BROKER_COMPOSE_H

#include "helper/definition/provider.h"
#include "helper/network/verify.h"
#include "protocol/core/credential.h"

/*
 * How a token becomes a record: what of a request is kept, what a
 * verification adds, what of an older entry stays. Every command that keeps
 * something goes through here, so that all records are alike.
 */

/*
 * Makes `record`, which it clears first, of what a request says: address,
 * secrets and an expiry that was told. With a provider (or NULL) its name,
 * the typed fields and what its definition says of the expiry are added; where
 * it knows no way to ask, the account that these fields make, too.
 */
void compose_request(const struct credential *request,
		     const struct provider *provider,
		     struct credential *record);

/*
 * Adds what a conclusive verification (ok, limited) learnt, and when. A
 * record without a username is filed under the account.
 */
void compose_verified(const struct verification *v, struct credential *record);

/* Notes that nobody could tell whether the token is good. */
void compose_doubt(enum verdict verdict, struct credential *record);

/*
 * Takes over from an older entry what a person or a newer version noted:
 * label, description, notes, default, when it was created, unknown lines; and
 * if it is the same token, that it is disabled and the one it replaced. A text
 * that is "" in `record` goes.
 */
void compose_inherit(const struct credential *old, struct credential *record);

/*
 * Notes the type that a token's looks tell, if they tell any, unless a person
 * noted one; `old` is the entry in whose place it is kept, or empty. Without a
 * provider (NULL) nothing is noted.
 */
void compose_type(const struct provider *provider, const struct credential *old,
		  struct credential *record);

#endif
