#ifndef HELPER_BACKENDS_SECRET_SERVICE_READ_H
#define HELPER_BACKENDS_SECRET_SERVICE_READ_H

#include <stddef.h>

#include "helper/backends/secret-service/fault.h"
#include "protocol/core/search.h"

/*
 * Reading without libsecret, in two round trips: a session (`plain`), a
 * search for what may be locked and one for what is surely ours; then the
 * secrets of all that was found or, where nothing was, whether the default
 * collection is locked.
 */

/*
 * Shows the records that are looked for, within `timeout` seconds.
 * FAULT_LOCKED, with nothing shown, if one that is locked could match, or if
 * nothing matches and the default collection is locked. FAULT_DAMAGED, after
 * all good records were shown, if there is a damaged one and (with a pattern)
 * no good one. `text`, FAULT_TEXT_MAX bytes, is what was said of another fault.
 * Finding nothing is FAULT_NOT_FOUND.
 */
enum secrets_fault secrets_read(int timeout, struct search *search, char *text);

#endif
