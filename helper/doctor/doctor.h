#ifndef HELPER_DOCTOR_DOCTOR_H
#define HELPER_DOCTOR_DOCTOR_H

#include <stddef.h>

#include "helper/config/config.h"
#include "protocol/core/error.h"

/*
 * What ringbearer depends on, looked at one by one: nothing is changed, no
 * person is asked, no secret is shown, and whatever may hang runs in a child
 * process that has config->service_timeout.
 */

enum finding_level {
	FINDING_OK,
	FINDING_NOTE,	 /* works, but is worth to know */
	FINDING_PROBLEM, /* something does not work because of it */
};

/* The words for them: `ok`, `note`, `problem`. */
extern const char *const finding_words[];

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
