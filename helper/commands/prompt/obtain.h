#ifndef HELPER_COMMANDS_PROMPT_OBTAIN_H
#define HELPER_COMMANDS_PROMPT_OBTAIN_H

#include "helper/broker/enrol.h"
#include "helper/commands/command.h"
#include "protocol/core/error.h"

/*
 * Leads a person to a new token, reads it, and puts it into `c->request`: as
 * its credential if it has an authtype, else as its password, and with it the
 * typed fields that are not there yet. `name` is said
 * where there is no provider. Heeds the options `scopes`, `open`,
 * `clean` and `force`.
 */
enum status obtain_token(const struct invocation *invocation, const char *name,
			 struct connecting *c, struct error *e);

#endif
