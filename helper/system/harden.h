#ifndef HELPER_SYSTEM_HARDEN_H
#define HELPER_SYSTEM_HARDEN_H

#include <stdbool.h>

/*
 * What both programs do before they read anything: no core dump, no tracing
 * by other processes of the user (PR_SET_DUMPABLE 0 also closes
 * /proc/PID/environ and /proc/PID/mem), umask 077, SIGPIPE and SIGXFSZ ignored
 * and SIGCHLD not, and descriptors 0 to 2 open, so that no file of ours can
 * become one of them.
 */
void harden(void);

/*
 * Whether a core file that root's debugger writes (gcore(1)) leaves out all
 * that is allocated, by the process's coredump_filter, core(5). For a while in
 * which a library holds secrets in memory that is not ours; it is no more than
 * a second line behind harden(), and without /proc nothing happens. Children
 * that are started meanwhile inherit it.
 */
void harden_memory(bool hidden);

/*
 * Closes every descriptor but 0 to 2. For what begins anew: the main program
 * keeps those of its caller, since `exec` hands them on.
 */
void harden_descriptors(void);

/*
 * Takes back what a command that replaces this process would inherit: it gets
 * the limit for core dumps, the umask and the signals of our caller. What the
 * kernel takes back by itself (dumpable, our descriptors) stays until then.
 */
void harden_undo(void);

#endif
