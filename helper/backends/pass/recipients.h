#ifndef HELPER_BACKENDS_PASS_RECIPIENTS_H
#define HELPER_BACKENDS_PASS_RECIPIENTS_H

#include <stddef.h>

#include "helper/backends/pass/folder.h"
#include "protocol/core/strings.h"

/*
 * Whom an entry is encrypted to: the keys of $PASSWORD_STORE_KEY, else of the
 * file `.gpg-id` in its folder or the nearest above it, a key a line, with
 * comments behind `#`.
 */

/*
 * Those for the entries of `folder`, which need not be there. If
 * $PASSWORD_STORE_SIGNING_KEY is set, one of its keys must have signed the
 * file: else STATUS_FAILED. STATUS_UNAVAILABLE if there is no such file.
 */
enum status pass_recipients(const struct pass_store *store, const char *folder,
			    struct strings *out, struct error *e);

#endif
