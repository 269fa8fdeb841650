#ifndef HELPER_COMMANDS_PROMPT_CHOOSE_ACCOUNT_H
#define HELPER_COMMANDS_PROMPT_CHOOSE_ACCOUNT_H

#include "helper/broker/enrol.h"
#include "protocol/core/error.h"

/*
 * A token that reaches several accounts (Harvest) needs one of them chosen.
 */

/*
 * Lets a person choose by number among the accounts of the answer, and makes
 * it the username of the request.
 */
enum status choose_account(struct connecting *c, struct error *e);

/*
 * STATUS_REFUSED with the provider's reason; if there are accounts to choose
 * from, the hint lists them for `--account`.
 */
enum status choose_account_refuse(const struct connecting *c, struct error *e);

#endif
