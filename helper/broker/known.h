#ifndef HELPER_BROKER_KNOWN_H
#define HELPER_BROKER_KNOWN_H

#include <stdbool.h>

#include "helper/entries/store.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * A token that is stored once more, in the entry `old` that has it. git does
 * that after every use: what is known is the answer, and the provider is only
 * asked about what nobody has verified, once an hour (each time if it has to
 * be verified), or not for as long as `verify { again }` says. What it says is
 * noted, in `old`, too; `turned`: it is another verdict than before.
 *
 * STATUS_REFUSED if the provider rejects the token, or has done so;
 * STATUS_UNVERIFIED if it has to be verified and cannot be. With STATUS_OK
 * there may be a note that it is not verified.
 */
enum status known_answer(const struct store *store, struct credential *old,
			 bool *turned, struct error *e);

#endif
