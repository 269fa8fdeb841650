#ifndef HELPER_CLOSEST_H
#define HELPER_CLOSEST_H

#include <stddef.h>

/*
 * Looks among names for the one most like a name that was not found. Start
 * with `struct closest c = { .wanted = name }`; `wanted` is borrowed.
 */
enum {
	CLOSEST_MAX = 256 /* bytes of a name that count, with the NUL */
};

struct closest {
	const char *wanted;
	char name[CLOSEST_MAX]; /* the best so far, or "" */
	size_t distance;	/* letters to be changed */
};

/* Compares one more name; the first of several alike counts. */
void closest_consider(struct closest *closest, const char *name);

/*
 * The name most like the one that is wanted, borrowed; NULL if more than half
 * of its letters would have to be changed.
 */
const char *closest_name(const struct closest *closest);

#endif
