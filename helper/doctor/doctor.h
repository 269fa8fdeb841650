#ifndef HELPER_DOCTOR_DOCTOR_H
#define HELPER_DOCTOR_DOCTOR_H

#include <stddef.h>

#include "helper/doctor/finding.h"

/*
 * What ringbearer depends on, looked at one by one: nothing is changed, no
 * person is asked, no secret is shown, and whatever may hang runs in a child
 * process that has config->service_timeout.
 */

/*
 * Looks at everything. Sets GIT_TERMINAL_PROMPT, so that nothing asks. Returns
 * how many problems there are.
 */
size_t diagnose(const struct diagnosis_request *request);

/*
 * Tries one client from end to end, with a store for a moment: `setup` is open
 * for it, or `wrong` says why its settings cannot be read. Returns likewise.
 */
struct setup;
size_t diagnose_client(const struct diagnosis_request *request,
		       struct setup *setup, const struct error *wrong);

#endif
