#ifndef HELPER_COMMANDS_PROMPT_CONFIRMATION_H
#define HELPER_COMMANDS_PROMPT_CONFIRMATION_H

#include "helper/broker/enrol.h"

/*
 * Prints the one line that connect and rotate end with: `what` was done, the
 * name to use, who it is, which organization, scopes or what is missing, when
 * it ends and how that is known, where it is kept.
 */
void confirmation_print(const char *what, const struct enrolment *c);

/*
 * Says on standard error where `which`, a token, is revoked; opens the page if
 * told. Nothing for a host without a provider (NULL).
 */
void confirmation_revoke(const struct provider *provider, const char *which,
			 bool open);

/*
 * Where the entry at hand keeps an older token, for `rotate --undo`, and is
 * about to get a new one: says on standard error that the older one is dropped
 * by that, or, afterwards, that it was, and where it is revoked. Else silent.
 */
void confirmation_dropping(const struct enrolment *c);
void confirmation_dropped(const struct enrolment *c);

#endif
