#ifndef HELPER_SEAL_FILE_UNSEALED_H
#define HELPER_SEAL_FILE_UNSEALED_H

#include <stdbool.h>

#include "helper/seal/key-file.h"

/*
 * The key that this process has unsealed by a passphrase, so that a person is
 * asked once, however often the back-end is called. It lies in secret memory
 * and is wiped when the process exits. It is told by the text that it was
 * sealed in: a key file that was changed meanwhile is unsealed anew.
 */

/* Sets `text->key` if this very text was unsealed before; else false. */
bool unsealed_recall(struct key_text *text);

/* Keeps a copy of `text`, whose key is unsealed, in the place of any other. */
void unsealed_keep(const struct key_text *text);

#endif
