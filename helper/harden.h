#ifndef HELPER_HARDEN_H
#define HELPER_HARDEN_H

/*
 * What both programs do before they read anything: no core dump, no tracing
 * by other processes of the user (PR_SET_DUMPABLE 0 also closes
 * /proc/PID/environ and /proc/PID/mem), umask 077, SIGPIPE ignored, and
 * descriptors 0 to 2 open, so that no file of ours can become one of them.
 */
void harden(void);

#endif
