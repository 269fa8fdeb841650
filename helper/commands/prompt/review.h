#ifndef HELPER_COMMANDS_PROMPT_REVIEW_H
#define HELPER_COMMANDS_PROMPT_REVIEW_H

#include <stdbool.h>

#include "helper/broker/enrol.h"

/*
 * Whether connect may keep what enrol_compose() made. A person is asked;
 * without one, or when the answer is no, nothing may be kept and STATUS_USAGE
 * says why. `force` is the option that says yes beforehand.
 */

/*
 * For a token of which nobody could tell, or nobody was asked (`asked` is
 * false): it must not replace one that was verified, nor become one more beside
 * others without an account of its own, which is asked for, and then set.
 * STATUS_UNVERIFIED where the policy requires an answer.
 */
enum status weigh_doubt(struct enrolment *c, bool asked, bool force,
			struct error *e);

/* For a good one: it must be of the same user and organization. */
enum status weigh_differences(const struct enrolment *c, bool force,
			      struct error *e);

#endif
