#ifndef HELPER_BROKER_BROKER_H
#define HELPER_BROKER_BROKER_H

#include "helper/config/config.h"
#include "helper/definition/provider.h"
#include "helper/entries/store.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * What get, store and erase mean, whatever protocol they came by and
 * whatever back-end keeps the records. Requests have a canonical address.
 * What store and erase did is announced, in silence: see announce().
 */

/*
 * Finds the best record for `request` and copies it to `answer`. Among those
 * that match it prefers the account marked default, then the entry whose path
 * is as absent as the request's, then what was verified over what
 * was not, and that over what the provider has since refused, then the newest.
 * On a provider's host an empty username means any. A record of authtype and
 * credential alone serves only callers with the capability `authtype`, and one
 * that is disabled serves nobody. STATUS_NOT_FOUND, without a message, if there
 * is none; STATUS_REFUSED, with a message of one line, if all that fit are
 * disabled.
 */
enum status broker_get(const struct store *store,
		       const struct credential *request,
		       struct credential *answer, struct error *e);

/*
 * Keeps what `request` holds. An entry with the same secret costs one read;
 * else a provider's host is asked first, and the verdict decides:
 * STATUS_REFUSED or STATUS_UNVERIFIED leave everything as it was, and so does
 * STATUS_MALFORMED for what is too long for a line of git's protocol. Requests
 * without a secret, or with an ephemeral one, are done with in silence. With
 * STATUS_OK a message in `e` is a note for the person.
 */
enum status broker_store(const struct store *store,
			 const struct credential *request, struct error *e);

/*
 * Erases what `request` names; a password or credential in it must be the
 * one that is kept. Nothing to erase is no failure, as git asks.
 */
enum status broker_erase(const struct store *store,
			 const struct credential *request, struct error *e);

#endif
