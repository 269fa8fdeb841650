#ifndef HELPER_VERIFIER_CONVERSATION_H
#define HELPER_VERIFIER_CONVERSATION_H

#include "helper/verifier/inquiry.h"

/*
 * Asks the provider, step by step until one does not say ok, within the
 * inquiry's timeout. `q->learnt` becomes our answer: the verdict, its reason,
 * what was learnt, and the other keys that helper/verify.h lists.
 */
void converse(struct inquiry *q);

#endif
