#ifndef HELPER_COMMANDS_EXEC_H
#define HELPER_COMMANDS_EXEC_H

/*
 * Becomes the program `command[0]`, looked up in PATH, with `command`, ended by
 * NULL, as its arguments. Our own descriptors close by themselves, the caller's
 * are handed on. Never returns: if it cannot be run, that is said on standard
 * error, and the exit code is 127 where there is none, else 126, as env(1) has
 * them.
 */
void exec_become(char **command);

#endif
