#ifndef HELPER_CATALOGUE_BUILTIN_H
#define HELPER_CATALOGUE_BUILTIN_H

#include <stddef.h>

/*
 * The built-in definitions, written as C by helper/catalogue/embed.c when the
 * program is built. Each has been read and checked there.
 */
struct builtin_definition {
	const char *name;
	const char *text;
};

/* A host and whose it is. */
struct builtin_host {
	const char *host; /* canonical */
	size_t definition;
};

/* Sorted by name, and by host, as strcmp(3) does. */
extern const struct builtin_definition builtin_definitions[];
extern const size_t builtin_definition_count;
extern const struct builtin_host builtin_hosts[];
extern const size_t builtin_host_count;

/* The definition that has `host` (canonical), or NULL. */
const struct builtin_definition *builtin_of_host(const char *host);

/* The definition of this name, or NULL. */
const struct builtin_definition *builtin_of_name(const char *name);

#endif
