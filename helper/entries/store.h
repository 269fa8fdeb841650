#ifndef HELPER_ENTRIES_STORE_H
#define HELPER_ENTRIES_STORE_H

#include "helper/backends/backend.h"
#include "helper/config/config.h"
#include "helper/definition/provider.h"
#include "helper/network/verify.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

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
void keeping_compose(const struct credential *request,
		     const struct provider *provider,
		     struct credential *record);

/*
 * Adds what a conclusive verification (ok, limited) learnt, and when. A
 * record without a username is filed under the account.
 */
void keeping_learn(const struct verification *v, struct credential *record);

/* Notes that nobody could tell whether the token is good. */
void keeping_doubt(enum verdict verdict, struct credential *record);

/*
 * Looks up the entry at exactly the record's address and copies it to `old`.
 * STATUS_NOT_FOUND, without a message, if there is none.
 */
enum status keeping_find(const struct config *config,
			 const struct backend *backend,
			 const struct credential *record,
			 struct credential *old, struct error *e);

/*
 * Takes over from an older entry what a person or a newer version noted:
 * label, description, notes, default, when it was created, unknown lines; and
 * if it is the same token, that it is disabled and the one it replaced. A text
 * that is "" in `record` goes.
 */
void keeping_inherit(const struct credential *old, struct credential *record);

/*
 * Sets `*backend` to the one that a record was found in, which `auto` does not
 * tell. Left alone if it came from none. Fails as backend_find() does.
 */
enum status keeping_home(const struct credential *record,
			 const struct backend **backend, struct error *e);

/*
 * Takes the lock under which an entry of the host of `address` is looked at
 * once more and then replaced or erased, so that of two processes the second
 * sees what the first has done. Some hosts share one. Not held while anybody
 * is asked, nor while a hook runs. keeping_unlock() gives it back,
 * and so does the end of the process. Where its file cannot be made under the
 * state folder (a service without a home), all goes on without it, and only
 * the moment between looking and replacing is open. Fails as lock_wait() does.
 */
enum status keeping_lock(const struct credential *address, int *lock,
			 struct error *e);

/* Closes what keeping_lock() has set, whatever that returned. */
void keeping_unlock(int lock);

/*
 * Notes the type that a token's looks tell, if they tell any, unless a person
 * noted one; `old` is the entry in whose place it is kept, or empty. Without a
 * provider (NULL) nothing is noted.
 */
void keeping_note_type(const struct provider *provider,
		       const struct credential *old, struct credential *record);

/*
 * Whether what is kept at an address may be changed: STATUS_FAILED, with the
 * section's name, where `store { read-only }` says that it may not. Every
 * change asks this before it asks the back-end.
 */
enum status keeping_may_change(const struct config *config,
			       const struct credential *address,
			       struct error *e);

/* Stamps the record with the time and gives it to the back-end. */
enum status keeping_store(const struct config *config,
			  const struct backend *backend,
			  struct credential *record, struct error *e);

#endif
