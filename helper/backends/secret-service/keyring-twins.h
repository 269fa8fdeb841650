#ifndef HELPER_BACKENDS_SECRET_SERVICE_KEYRING_TWINS_H
#define HELPER_BACKENDS_SECRET_SERVICE_KEYRING_TWINS_H

#include <stdbool.h>
#include <stddef.h>

#include "protocol/core/credential.h"

/*
 * Items with one address, which ringbearer never makes: another program copied
 * or merged one, say. The newest counts; of two that are equally new the one
 * whose path is the last in the order of bytes, so that it is the same one
 * each time.
 */
struct twin {
	const struct credential *record;
	const char *path; /* the item's, on the bus */
	bool outdone;	  /* by another one at its address */
};

/* Sets `outdone` in each. Sorts them, if there are several. */
void twins_judge(struct twin *all, size_t count);

#endif
