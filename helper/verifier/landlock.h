#ifndef HELPER_VERIFIER_LANDLOCK_H
#define HELPER_VERIFIER_LANDLOCK_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Landlock, by its system calls: from landlock_enforce() on this thread, and
 * what it starts, can read the files that were allowed and do nothing else
 * with files, can make TCP connections to the ports that were allowed, bind
 * none, and can send neither signals nor abstract Unix connections to
 * processes outside, each as far as the kernel knows how to. Files and
 * connections that are open stay so, and UDP is not touched.
 *
 * Start with landlock_begin(), end with landlock_enforce().
 */
struct landlock {
	int ruleset; /* -1: the kernel offers none; then nothing is done */
	bool network;
	bool scope;
	int failure; /* errno: why something is not in force; 0: all is */
	int version; /* what the kernel calls its ABI; 0: it offers none */
};

/* Asks the kernel what it can do. */
void landlock_begin(struct landlock *l);

/*
 * Allows to read the file, or the files beneath the folder. Behind a symbolic
 * link the link's target is meant. What is not there is left out.
 */
void landlock_allow_file(struct landlock *l, const char *path);

/* Allows TCP connections to that port of any host; 0 is none. */
void landlock_allow_port(struct landlock *l, uint16_t port);

/*
 * Puts it in force, for good. It sets what prctl(2) calls no_new_privs
 * whether there is Landlock or not. False, with `failure` set, if nothing is
 * in force.
 */
bool landlock_enforce(struct landlock *l);

#endif
