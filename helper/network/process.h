#ifndef HELPER_NETWORK_PROCESS_H
#define HELPER_NETWORK_PROCESS_H

/*
 * ringbearer-verify, the program that touches the network, ready to be started
 * in a child (child.h): in the folder `/`, with nothing of our environment but
 * the variables that say how to reach the network.
 */
struct network {
	char *path;
	char **environment;
	const char *word; /* its argument; borrowed; NULL: none */
};

enum {
	NETWORK_MISSING = 127 /* its exit code where it is not installed */
};

/* The caller calls network_clear(). */
void network_prepare(const char *word, struct network *network);

/* For `run` of a child, with a struct network: becomes that program. */
int network_run(void *network);

/* Frees all. */
void network_clear(struct network *network);

#endif
