#ifndef HELPER_SEAL_WRITE_H
#define HELPER_SEAL_WRITE_H

#include "helper/seal/store.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * Seals `record` and keeps it in the place of the one at the same address, if
 * any. The store was opened for writing. It is on the disk when this returns.
 */
enum status seal_put(const struct seal_store *store,
		     const struct credential *record, struct error *e);

/*
 * Erases the records that credential_erases() names, all or none, and the
 * folder of their host when nothing is left in it. STATUS_NOT_FOUND if there
 * are none. If the process dies in the middle of several, each record is
 * there or gone, as a whole.
 */
enum status seal_erase(const struct seal_store *store,
		       const struct credential *pattern, struct error *e);

#endif
