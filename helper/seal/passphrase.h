#ifndef HELPER_SEAL_PASSPHRASE_H
#define HELPER_SEAL_PASSPHRASE_H

#include <stdbool.h>

#include "helper/config/config.h"
#include "helper/seal/key-file.h"
#include "protocol/core/error.h"

/*
 * Asks at the terminal, unseen; `fresh` asks twice and takes no empty one.
 * `*passphrase` is secret memory, which the caller frees. STATUS_LOCKED if
 * there is no terminal, if asking is forbidden (by the configuration or by
 * GIT_TERMINAL_PROMPT=0, git(1)), or if the person gave none.
 */
enum status passphrase_ask(const struct config *config, bool fresh,
			   char **passphrase, struct error *e);

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
