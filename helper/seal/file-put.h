#ifndef HELPER_SEAL_FILE_PUT_H
#define HELPER_SEAL_FILE_PUT_H

#include "helper/seal/store.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * Seals `record` and keeps it in the place of the one at the same address, if
 * any. The store was opened for writing. It is on the disk when this returns.
 */
enum status put_record(const struct file_store *store,
		       const struct credential *record, struct error *e);

#endif
