#ifndef HELPER_SEAL_PLACE_H
#define HELPER_SEAL_PLACE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Which places have kept an entry: the keyring, a folder of sealed files, a
 * password store, ... Of one that is out of reach this tells whether it may be
 * said that nothing is stored. The note is an empty file under the state
 * folder; its name is a hash of `place`, any bytes that say which one is meant.
 */

/* Whether the place is noted. */
bool place_is_known(const void *place, size_t length);

/* Notes it; where that cannot be done (a service without a home), nothing. */
void place_note(const void *place, size_t length);

/* The path of the note. The caller frees it. */
char *place_path(const void *place, size_t length);

#endif
