#ifndef HELPER_VERIFIER_SANDBOX_REPORT_H
#define HELPER_VERIFIER_SANDBOX_REPORT_H

#include <stdbool.h>

#include "protocol/core/buffer.h"

/* What is in force, and of what is not, why. */
struct confinement {
	bool files; /* by Landlock, as the next two */
	bool network;
	bool signals;
	int landlock_failure; /* errno; 0: the kernel is too old for the rest */
	int landlock_version; /* what the kernel calls its ABI; 0: none */
	bool calls;	      /* by seccomp */
	int seccomp_failure;  /* errno */
};

/*
 * Appends a line that says what is in force and, unless everything is, one
 * that says what is not and why.
 */
void confinement_describe(const struct confinement *c, struct buffer *out);

#endif
