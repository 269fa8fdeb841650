#ifndef PROTOCOL_CORE_CLOCK_H
#define PROTOCOL_CORE_CLOCK_H

/*
 * Milliseconds since some moment that stays the same, whatever is done to the
 * time of day (CLOCK_MONOTONIC): for deadlines.
 */
long long clock_now(void);

#endif
