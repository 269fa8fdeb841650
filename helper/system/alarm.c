#include <errno.h>
#include <stddef.h>

#include "helper/system/alarm.h"

enum {
	AGAIN = 100000 /* microseconds */
};

/* That there is a handler makes the call end. */
static void interrupt(int number)
{
	(void)number;
}

void alarm_set(struct alarm *alarm, int seconds)
{
	const struct sigaction wake = { .sa_handler = interrupt };
	/* A timer of no time at all would never end. */
	const struct itimerval times = {
		.it_value = { .tv_sec = seconds, .tv_usec = 1 },
		.it_interval = { .tv_usec = AGAIN },
	};
	sigset_t ours;

	(void)sigemptyset(&ours);
	(void)sigaddset(&ours, SIGALRM);
	(void)sigaction(SIGALRM, &wake, &alarm->action);
	/* Who started the program may have left it blocked. */
	(void)sigprocmask(SIG_UNBLOCK, &ours, &alarm->mask);
	(void)setitimer(ITIMER_REAL, &times, &alarm->timer);
}

void alarm_end(struct alarm *alarm)
{
	int error = errno;

	(void)setitimer(ITIMER_REAL, &alarm->timer, NULL);
	(void)sigprocmask(SIG_SETMASK, &alarm->mask, NULL);
	(void)sigaction(SIGALRM, &alarm->action, NULL);
	errno = error;
}
