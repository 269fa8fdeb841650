#ifndef HELPER_ENTRIES_ENTRIES_H
#define HELPER_ENTRIES_ENTRIES_H

#include <stdbool.h>
#include <stddef.h>

#include "helper/entries/store.h"
#include "protocol/core/credential.h"
#include "protocol/core/credentials.h"
#include "protocol/core/error.h"

/*
 * Entries as people name them: PROVIDER or PROVIDER/ACCOUNT, where ACCOUNT is
 * a username, email, account, id or label; for hosts that no provider owns
 * HOST or HOST/USERNAME. An entry with a path has `:PATH` behind its name, and
 * `PROVIDER/` is the one without a username. `PROTOCOL://` in front of any of
 * these is for that protocol alone.
 */

/*
 * Appends a record without its secrets, but with the fingerprint of its token.
 * A search_visit for `struct credentials`.
 */
bool entries_add_shown(const struct credential *record, void *entries);

/*
 * Sorts by name, then protocol, the newest first, and notes which of them the
 * configuration lets nobody change.
 */
void entries_sort(const struct store *store, struct credentials *entries);

/*
 * Gathers everything that is kept, as `add` does it, sorted as by
 * entries_sort(). Fails as store_search() does: `out` then holds what
 * could be read.
 */
enum status entries_load(const struct store *store, search_visit *add,
			 struct credentials *out, struct error *e);

/*
 * Visits what is kept for the protocol and host of `address`, in no order;
 * none is no failure.
 */
enum status entries_at_host(const struct store *store,
			    const struct credential *address,
			    search_visit *visit, void *argument,
			    struct error *e);

/*
 * Gathers what `name` fits, sorted likewise. STATUS_NOT_FOUND names the
 * closest that there is. That a record beside it is damaged is a note in `e`;
 * if nothing that can be read fits, it is the failure. STATUS_UNAVAILABLE: a
 * place is out of reach, and `out` has what was found elsewhere. Secrets in
 * `out` are wiped with it.
 */
enum status entries_match(const struct store *store, const char *name,
			  struct credentials *out, struct error *e);

/*
 * Finds the one entry that `name` fits and copies it to `out`: among several
 * the one whose full name it is, else the one marked default. Of copies of one
 * entry in several back-ends it is the newest.
 * STATUS_NOT_FOUND as above; STATUS_USAGE lists what fits if there are
 * several.
 */
enum status entries_find(const struct store *store, const char *name,
			 struct credential *out, struct error *e);

/* Called for a name; `record` is NULL unless `status` is STATUS_OK. Borrowed.
 */
typedef void entries_found(const char *name, const struct credential *record,
			   enum status status, const struct error *e,
			   void *argument);

/*
 * entries_find() for each of `names`, in their order, by one look at all that
 * is kept.
 */
void entries_find_each(const struct store *store, const char *const *names,
		       size_t count, entries_found *found, void *argument);

/*
 * Gathers the copies of the entry that `name` fits: one in each back-end that
 * keeps its address. Otherwise as entries_find().
 */
enum status entries_copies(const struct store *store, const char *name,
			   struct credentials *out, struct error *e);

enum {
	ENTRY_NAME_SIZE = 256 /* bytes of a name that count, with the NUL */
};

/*
 * Writes the full name of an entry, made harmless to show, into `out`:
 * `notion/ann@example.org`, `git.example/me`.
 */
void entry_name(const struct credential *record, char *out, size_t size);

/* What the name begins with: the provider, or the host. Borrowed. */
const char *entry_owner(const struct credential *record);

/*
 * The same of one among entries that are sorted, as it is told from the others:
 * with `PROTOCOL://` in front where another protocol's has the same name.
 */
void entries_name(const struct credentials *entries, size_t index, char *out,
		  size_t size);

/*
 * Whether one before it, among entries that are sorted, has the same address:
 * it lies in several back-ends.
 */
bool entries_is_copy(const struct credentials *entries, size_t index);

/*
 * Whether `account` is what its username, email, account, id or label says; ""
 * is the entry without a username.
 */
bool entry_has_account(const struct credential *record, const char *account);

/*
 * Whether it stands where a request's credential would be stored: its path and
 * username; with `any_user` an empty username stands for any.
 */
bool entry_is_for(const struct credential *record,
		  const struct credential *request, bool any_user);

/*
 * Whether its secret is not there, since the manager that keeps it did not give
 * it; then `e` says so, and what to do, unless that manager forgets by design.
 */
bool entry_is_withheld(const struct credential *record, struct error *e);

/* Whether it is kept, but not to be handed out. */
bool entry_is_disabled(const struct credential *record);

/*
 * Eight hexadecimal digits that tell two tokens apart and give nothing of
 * them away: a hash under a key of this machine's, which is made when it is
 * first wanted. "" if that key cannot be had.
 */
enum {
	FINGERPRINT_SIZE = 9
};
void entry_fingerprint(const struct credential *record, char *out);

/* The same with sixteen digits, to know a token again; false if there is none.
 */
enum {
	MARK_SIZE = 17
};
bool entry_mark(const struct credential *record, char *out);

#endif
