#ifndef HELPER_COMMANDS_PROMPT_CHOOSE_H
#define HELPER_COMMANDS_PROMPT_CHOOSE_H

#include "helper/broker/enrol.h"
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

/*
 * Of a token that reaches several accounts (Harvest): lets a person choose by
 * number among those of the answer, and makes it the username of the request.
 */
enum status choose_account(struct enrolment *c, struct error *e);

/*
 * STATUS_REFUSED with the provider's reason; if there are accounts to choose
 * from, the hint lists them for `--account`.
 */
enum status choose_account_refuse(const struct enrolment *c, struct error *e);

#endif
