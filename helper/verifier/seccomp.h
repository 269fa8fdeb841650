#ifndef HELPER_VERIFIER_SECCOMP_H
#define HELPER_VERIFIER_SECCOMP_H

#include <stdbool.h>

/*
 * From here on this thread, and what it starts, can make the system calls
 * that reading files, memory, threads, and TCP and UDP over IPv4 and IPv6
 * need. One that nothing honest in the verifier makes, such as execve(2) or
 * ptrace(2), ends the process; any other is answered ENOSYS, on which
 * libraries newer than this list fall back to an older call.
 *
 * In particular no file can be opened for writing, no memory made executable,
 * no process begun, no other one signalled, nothing bound to an address or
 * listened on, no limit changed and, unless `unix_sockets` says so, no Unix
 * socket opened (so that the session bus is out of reach).
 *
 * Returns 0, or why it is not in force, as errno has it.
 */
int seccomp_enforce(bool unix_sockets);

#endif
