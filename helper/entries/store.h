#ifndef HELPER_ENTRIES_STORE_H
#define HELPER_ENTRIES_STORE_H

#include "helper/backends/backend.h"
#include "helper/config/config.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * The place that a configuration names, and what every change of it begins
 * with: the entry at exactly an address, the lock, whether it may be changed.
 */

/*
 * Looks up the entry at exactly the record's address and copies it to `old`.
 * STATUS_NOT_FOUND, without a message, if there is none.
 */
enum status keeping_find(const struct config *config,
			 const struct backend *backend,
			 const struct credential *record,
			 struct credential *old, struct error *e);

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
