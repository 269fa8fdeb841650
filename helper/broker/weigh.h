#ifndef HELPER_BROKER_WEIGH_H
#define HELPER_BROKER_WEIGH_H

#include "helper/broker/enrol.h"

/*
 * Whether a stored token, of which the provider said `kind` (not rejected), may
 * take the place of `old`; one that nobody could verify is noted as such.
 * STATUS_REFUSED where another person's would go, STATUS_UNVERIFIED where one
 * that was not verified must not be kept.
 */
enum status weigh(struct enrolment *c, enum verdict_kind kind, struct error *e);

#endif
