#ifndef HELPER_ENTRIES_STORE_H
#define HELPER_ENTRIES_STORE_H

#include "helper/backends/backend.h"
#include "helper/config/config.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * A configuration and the back-end that it names, as one thing; and what each
 * change of it begins with: the entry at exactly an address, the lock, whether
 * it may be changed.
 *
 * Start with `struct store s = {0}`; store_close() after store_load() or
 * store_open(), whatever that returned. A copy with another back-end in it
 * borrows, and is never closed.
 */
struct store {
	struct config *config;	       /* NULL before it is loaded */
	const struct backend *backend; /* NULL before it is opened */
};

/*
 * Loads the configuration `file` with `backend` instead of its own, either of
 * which may be NULL, and opens no back-end. Fails as backend_configure() does.
 */
enum status store_load(struct store *store, const char *file,
		       const char *backend, struct error *e);

/* The same, then opens the back-end. Fails as cache_open() does, too. */
enum status store_open(struct store *store, const char *file,
		       const char *backend, struct error *e);

/* Wipes and frees the configuration; nothing is open then. */
void store_close(struct store *store);

/*
 * Visits what is stored and fits `pattern`, all of it for NULL. Fails as the
 * back-end's search does.
 */
enum status store_search(const struct store *store,
			 const struct credential *pattern, search_visit *visit,
			 void *argument, struct error *e);

/*
 * Looks up the entry at exactly the record's address and copies it to `old`.
 * STATUS_NOT_FOUND, without a message, if there is none.
 */
enum status store_find(const struct store *store,
		       const struct credential *record, struct credential *old,
		       struct error *e);

/*
 * What a look before storing came to: a place that is out of reach keeps
 * nothing from being stored in another, so STATUS_UNAVAILABLE becomes
 * STATUS_NOT_FOUND. Where no other takes it, storing says so itself.
 */
enum status store_despite(enum status status, struct error *e);

/*
 * Sets `home` to the store with the back-end that a record was found in, which
 * `auto` does not tell; to the same as `store` if it came from none. Fails as
 * backend_find() does.
 */
enum status store_home(const struct store *store,
		       const struct credential *record, struct store *home,
		       struct error *e);

/*
 * Takes the lock under which an entry of the host of `address` is looked at
 * once more and then replaced or erased, so that of two processes the second
 * sees what the first has done. Some hosts share one. Not held while anybody
 * is asked, nor while a hook runs. store_unlock() gives it back,
 * and so does the end of the process. Where its file cannot be made under the
 * state folder (a service without a home), all goes on without it, and only
 * the moment between looking and replacing is open. Fails as lock_wait() does.
 */
enum status store_lock(const struct credential *address, int *lock,
		       struct error *e);

/* Closes what store_lock() has set, whatever that returned. */
void store_unlock(int lock);

/*
 * Whether what is kept at an address may be changed: STATUS_FAILED, with the
 * section's name, where `store { read-only }` says that it may not. Every
 * change asks this before it asks the back-end.
 */
enum status store_may_change(const struct store *store,
			     const struct credential *address, struct error *e);

/*
 * Stamps the record with the time and gives it to the back-end. This and the
 * next two forget what is cached of its host, for whichever store.
 */
enum status store_put(const struct store *store, struct credential *record,
		      struct error *e);

/* Gives the record to the back-end as it is: no newer than it was. */
enum status store_rewrite(const struct store *store,
			  const struct credential *record, struct error *e);

/*
 * Erases what `pattern` names, by git's rule: see credential_erases().
 * STATUS_NOT_FOUND if that is nothing.
 */
enum status store_erase(const struct store *store,
			const struct credential *pattern, struct error *e);

#endif
