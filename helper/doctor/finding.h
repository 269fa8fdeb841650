#ifndef HELPER_DOCTOR_FINDING_H
#define HELPER_DOCTOR_FINDING_H

#include "helper/config/config.h"
#include "protocol/core/error.h"

/* What is found, and who is told of it. */

enum finding_level {
	FINDING_OK,
	FINDING_NOTE,	 /* works, but is worth to know */
	FINDING_PROBLEM, /* something does not work because of it */
};

/* All is borrowed, and safe to show. */
struct finding {
	enum finding_level level;
	const char *subject; /* `keyring`: of a fixed set, or a back-end */
	const char *text;
	const char *advice; /* what to do; "" if nothing */
};

typedef void finding_visit(const struct finding *finding, void *argument);

struct diagnosis_request {
	/* NULL if it cannot be read, which `wrong` then explains. */
	const struct config *config;
	const struct error *wrong;
	const char *chosen_by; /* what named the back-end: `--backend`; or NULL
				*/
	finding_visit *visit;
	void *argument;
};

#endif
