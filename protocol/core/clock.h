#ifndef PROTOCOL_CORE_CLOCK_H
#define PROTOCOL_CORE_CLOCK_H

/* In seconds. */
enum {
	MINUTE = 60,
	HOUR = 60 * MINUTE,
	DAY = 24 * HOUR,
};

/*
 * Milliseconds since some moment that stays the same, whatever is done to the
 * time of day (CLOCK_MONOTONIC): for deadlines.
 */
long long clock_now(void);

#endif
