#ifndef HELPER_VERIFIER_CHOOSE_H
#define HELPER_VERIFIER_CHOOSE_H

#include "helper/verifier/answer.h"
#include "helper/verifier/inquiry.h"

enum {
	CHOICES_MAX = 100, /* that are listed; all of them can be chosen */
};

/*
 * Makes the step's choice, if it has one: the item that the credential's
 * username names, or the only one there is. Learns its value and label. Else
 * the finding is wrong-place, and each choice is learnt as `choice.VALUE`,
 * its label.
 */
void choose(struct inquiry *q, const struct step *step,
	    const struct answer *answer, struct finding *f);

#endif
