#ifndef HELPER_SYSTEM_CHILD_H
#define HELPER_SYSTEM_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "protocol/core/buffer.h"
#include "protocol/core/error.h"

/*
 * Work that must not hang or bring down the program is done in a child
 * process of its own, which ends by SIGKILL when its time is over and when
 * the program ends, unless it may linger.
 */
struct child {
	/*
	 * Runs in the child: standard input gives `input`, standard output
	 * is the answer, no other descriptor but standard error is open, and
	 * the memory is a copy of the parent's. What it returns is the exit
	 * code. It may call execve(2).
	 */
	int (*run)(void *argument);
	void *argument;
	const void *input;
	size_t input_length;
	int timeout; /* milliseconds, for everything */
	/*
	 * Seconds, at least, for which it may go on behind its time, or
	 * without the program, to end what it began; then SIGALRM ends it.
	 * 0: not at all.
	 */
	int linger;
	/*
	 * Whether it leads a session of its own, and all of its group ends
	 * with it when it is ended.
	 */
	bool group;
	int errors;	   /* becomes its standard error; 0: /dev/null */
	size_t max_answer; /* bytes; more is a failure */
	/*
	 * Called with the answer whenever more of it came; what it takes away
	 * no longer counts. False ends the child: CHILD_FLOODED. NULL: nobody
	 * looks before the end.
	 */
	bool (*arrived)(struct buffer *answer, void *receiver);
	void *receiver;
};

/* How the child ended. */
enum child_end {
	CHILD_EXITED,	 /* see `exit_code` */
	CHILD_KILLED,	 /* by a signal that was not ours */
	CHILD_TIMED_OUT, /* killed by us, if it may not linger */
	CHILD_FLOODED,	 /* killed by us: more answer than is wanted */
	CHILD_FAILED,	 /* not started; errno says why */
};

/*
 * Runs the child to its end and gathers its answer into `answer`. The caller
 * clears the buffer.
 */
enum child_end child_run(const struct child *child, struct buffer *answer,
			 int *exit_code);

/*
 * Starts one that is talked with instead: its input and answer are the socket,
 * which is the caller's to close, and whose time is the caller's concern.
 * Returns its process, for child_stop(), or -1 with errno.
 */
pid_t child_start(const struct child *child, int *socket);

/*
 * Sends what the socket takes at once. Returns how many bytes that were, 0 if
 * it takes none now, -1 if the child no longer listens.
 */
ssize_t child_send(int socket, const char *data, size_t length);

/* Appends what has arrived, if anything has; false at its end. */
bool child_receive(int socket, struct buffer *out);

/*
 * Ends it by SIGKILL, unless it has ended by itself, and returns its exit
 * code; -1: a signal ended it.
 */
int child_stop(const struct child *child, pid_t pid);

#endif
