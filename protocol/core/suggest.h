#ifndef PROTOCOL_CORE_SUGGEST_H
#define PROTOCOL_CORE_SUGGEST_H

#include <stddef.h>

/*
 * Looks among names for the one most like a name that was not found. Start
 * with `struct suggestion c = { .wanted = name }`; `wanted` is borrowed.
 */
enum {
	CLOSEST_MAX = 256, /* bytes of a name that count, with the NUL */
	CLOSEST_PART = 3,  /* bytes that say enough to be part of a name */
};

/* How a name and the one that is wanted hold each other; the last is best. */
enum suggest_kin {
	CLOSEST_LETTERS, /* neither holds the other */
	CLOSEST_WITHIN,	 /* the name is part of the wanted one */
	CLOSEST_HOLDS,	 /* the wanted one is part of the name */
};

struct suggestion {
	const char *wanted;
	char name[CLOSEST_MAX]; /* the best so far, or "" */
	enum suggest_kin kin;
	size_t distance; /* letters to be changed */
};

/*
 * Compares one more name: by how they hold each other, then by letters. The
 * first of several alike counts.
 */
void suggest_consider(struct suggestion *closest, const char *name);

/*
 * The name most like the one that is wanted, borrowed; NULL if neither is part
 * of the other and more than half of its letters would have to be changed.
 */
const char *suggest_name(const struct suggestion *closest);

#endif
