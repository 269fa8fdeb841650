#ifndef PROTOCOL_CORE_CREDENTIALS_H
#define PROTOCOL_CORE_CREDENTIALS_H

#include <stdbool.h>
#include <stddef.h>

#include "protocol/core/credential.h"

/*
 * Records, wiped by credentials_clear(). Start with `struct credentials x =
 * {0}`.
 */
struct credentials {
	struct credential *items;
	size_t count;
};

/* Leaves it empty, and usable. */
void credentials_clear(struct credentials *list);

/* Appends a copy of `record`. A search_visit for `struct credentials`. */
bool credentials_add(const struct credential *record, void *list);

/*
 * The same without its secrets: what a list of thousands needs no locked
 * memory for.
 */
bool credentials_add_notes(const struct credential *record, void *list);

#endif
