#ifndef TESTS_UNIT_HELPER_VERIFIER_CROSSINGS_H
#define TESTS_UNIT_HELPER_VERIFIER_CROSSINGS_H

#include <stddef.h>

/* What an attempt has at hand, made before anything is confined. */
struct outside {
	char file[64];	 /* may be written by us, holds "x" */
	char folder[64]; /* where one more could be made */
	int allowed;	 /* port of a server on 127.0.0.1 that may be asked */
	int other;	 /* of one that may not */
	char *abstract;	 /* the name of an abstract socket, without its NUL */
	int process;	 /* one of ours, outside */
};

/*
 * What came of an attempt: 0 if it was made, an errno, or minus a signal that
 * ended the process.
 */
enum {
	ANY = -1000 /* depends on who runs the test, or on the kernel */
};

/* One attempt to do what the verifier has no need for, or has. */
struct crossing {
	const char *name;
	int (*attempt)(const struct outside *o);
	int landlock; /* what comes of it under Landlock alone */
	int seccomp;  /* under seccomp alone */
	int since;    /* the version of Landlock that brought it */
};

extern const struct crossing crossings[];
extern const size_t crossing_count;

#endif
