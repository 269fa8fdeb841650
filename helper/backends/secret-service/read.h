#ifndef HELPER_BACKENDS_SECRET_SERVICE_READ_H
#define HELPER_BACKENDS_SECRET_SERVICE_READ_H

#include <stddef.h>

#include "helper/backends/backend.h"
#include "helper/backends/secret-service/fault.h"
#include "protocol/core/credential.h"

/*
 * Reading without libsecret, in two round trips: a session (`plain`), a
 * search for what may be locked and one for what is surely ours; then the
 * secrets of all that was found or, where nothing was, whether the default
 * collection is locked.
 */

/* Who is to see the records. */
struct audience {
	search_visit *visit;
	void *argument;
};

/*
 * Shows `audience` the records that `pattern` (NULL: any) matches, within
 * `timeout` seconds. FAULT_LOCKED, with nothing shown, if one that is locked
 * could match, or if nothing matches and the default collection is locked.
 * FAULT_DAMAGED, after all good records were shown, if there is a damaged one
 * and (with a pattern) no good one. `text`, FAULT_TEXT_MAX bytes, is what was
 * said of another fault. Finding nothing is FAULT_NOT_FOUND.
 */
enum service_fault service_read(int timeout, const struct credential *pattern,
				const struct audience *audience, char *text);

#endif
