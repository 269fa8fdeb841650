#ifndef HELPER_COMMANDS_PROMPT_CHOOSE_H
#define HELPER_COMMANDS_PROMPT_CHOOSE_H

#include "helper/config/config.h"
#include "helper/definition/provider.h"
#include "protocol/core/error.h"

/*
 * Finds the provider called `name`; without one (NULL) a person chooses from
 * a numbered list. STATUS_USAGE names those that there are, and the closest
 * one. The caller frees the provider.
 */
enum status choose_provider(const struct config *config, const char *name,
			    struct provider **provider, struct error *e);

#endif
