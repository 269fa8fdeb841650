#ifndef HELPER_SYSTEM_ENVIRONMENT_H
#define HELPER_SYSTEM_ENVIRONMENT_H

#include <stddef.h>

/*
 * What a program that we start may know of our environment: those of `names`
 * (ended by NULL) that are set, in the form of execve(2). A name that ends in
 * `_` stands for all that begin so. The caller frees it by
 * environment_free().
 */
char **environment_pick(const char *const *names);

/*
 * Leaves those alone in our own environment, for a child that goes on without
 * execve(2). Nothing is freed.
 */
void environment_keep(const char *const *names);

/* Frees what environment_pick() gave; NULL is fine. */
void environment_free(char **environment);

/*
 * Where the session bus should be: the address in $DBUS_SESSION_BUS_ADDRESS;
 * else `path`, which gets $XDG_RUNTIME_DIR/bus, if that is a socket of the
 * user's in a folder of the user's that no one else may write to; else NULL.
 */
const char *environment_bus(char *path, size_t size);

#endif
