#ifndef HELPER_VERIFIER_LEARN_H
#define HELPER_VERIFIER_LEARN_H

#include "helper/verifier/answer.h"
#include "helper/verifier/inquiry.h"

enum {
	CHOICES_MAX = 100, /* that are listed; all of them can be chosen */
};

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

/*
 * Makes the step's choice, if it has one: the item that the credential's
 * username names, or the only one there is. Learns its value and label. Else
 * the finding is wrong-place, and each choice is learnt as `choice.VALUE`,
 * its label.
 */
void choose(struct inquiry *q, const struct step *step,
	    const struct answer *answer, struct finding *f);

#endif
