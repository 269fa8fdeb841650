#ifndef HELPER_SYSTEM_ALARM_H
#define HELPER_SYSTEM_ALARM_H

#include <signal.h>
#include <sys/time.h>

/*
 * A time limit for system calls that know none: from its end on they are
 * interrupted (EINTR) by SIGALRM, again and again, for that the first signal
 * may come just before the call. Children do not inherit it. An alarm(2) that
 * was running stands still meanwhile.
 */
struct alarm {
	struct itimerval timer; /* what was there before */
	struct sigaction action;
	sigset_t mask;
};

/* Begins it: `seconds` from now, whatever is done to the time of day. */
void alarm_set(struct alarm *alarm, int seconds);

/* Ends it. Keeps errno. */
void alarm_end(struct alarm *alarm);

#endif
