#ifndef HELPER_SEAL_PASSPHRASE_H
#define HELPER_SEAL_PASSPHRASE_H

#include <stdbool.h>

#include "helper/config/config.h"
#include "protocol/core/error.h"

/*
 * Asks at the terminal, unseen; `fresh` asks twice and takes no empty one.
 * `*passphrase` is secret memory, which the caller frees. STATUS_LOCKED if
 * there is no terminal, if asking is forbidden (by the configuration or by
 * GIT_TERMINAL_PROMPT=0, git(1)), or if the person gave none.
 */
enum status passphrase_ask(const struct config *config, bool fresh,
			   char **passphrase, struct error *e);

#endif
