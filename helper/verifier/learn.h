#ifndef HELPER_VERIFIER_LEARN_H
#define HELPER_VERIFIER_LEARN_H

#include "helper/verifier/answer.h"
#include "helper/verifier/inquiry.h"

/*
 * Takes from the answer what the step tells to: of each entry the first
 * template that can be rendered. What cannot be found stays as it was.
 */
void learn_from(struct inquiry *q, const struct step *step,
		const struct answer *answer);

/* Takes from the answer which scopes lack, where the rule (or NULL) says. */
void learn_missing(struct inquiry *q, const struct outcome *rule,
		   const struct answer *answer);

/* Sets the account that the record is filed under, from what is known. */
void learn_account(struct inquiry *q);

#endif
