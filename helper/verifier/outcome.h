#ifndef HELPER_VERIFIER_OUTCOME_H
#define HELPER_VERIFIER_OUTCOME_H

#include "helper/verifier/answer.h"
#include "helper/verifier/inquiry.h"

/*
 * The first rule of the step that the answer keeps, or NULL. A rule for `ok`
 * is kept only by JSON and with a pointer to something in it, whatever else
 * it asks for: a status alone proves nothing (captive portals).
 */
const struct outcome *outcome_find(const struct step *step,
				   const struct answer *answer);

/*
 * What the answer means: by that rule, else 429 is throttled, 5xx
 * unavailable, and all else unknown. Sets the finding, its reason fit to be
 * shown and without the HTTP status.
 */
void outcome_judge(const struct inquiry *q, const struct step *step,
		   const struct answer *answer, struct finding *f);

#endif
