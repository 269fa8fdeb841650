#ifndef HELPER_FLOCK_H
#define HELPER_FLOCK_H

/*
 * Locks the open file `fd` by flock(2), `kind` LOCK_SH or LOCK_EX, within
 * `seconds`. Closing it unlocks; the kernel does when the process dies.
 * Returns 0, or -1 with errno: EWOULDBLOCK if another process held it all the
 * time.
 */
int flock_within(int fd, int kind, int seconds);

#endif
